// Whatever bytes come: the same requests for every way to cut them into pieces, and nothing that
// another parser, Boost.Beast, would refuse or frame in another way.
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "http/reader_testing.h"

namespace gatehouse::http {
namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

bool same(const ReadOutcome& a, const ReadOutcome& b) {
  if (a.requests.size() != b.requests.size() || a.refusal.has_value() != b.refusal.has_value())
    return false;
  if (a.refusal && a.refusal->detail != b.refusal->detail) return false;
  for (std::size_t i = 0; i < a.requests.size(); ++i) {
    const Request& left = a.requests[i];
    const Request& right = b.requests[i];
    if (left.method != right.method || left.path != right.path || left.query != right.query ||
        left.headers != right.headers || left.body != right.body)
      return false;
  }
  return true;
}

/// Takes what Beast makes of the first message off `bytes`.
void compare_with_beast(const Request& request, std::string_view& bytes) {
  namespace beast = boost::beast::http;
  beast::request_parser<beast::string_body> parser;
  parser.eager(true);
  parser.body_limit(boost::none);
  parser.header_limit(64 * 1024);
  boost::system::error_code error;
  std::size_t used = 0;
  while (!error && !parser.is_done() && used < bytes.size())
    used += parser.put(boost::asio::buffer(bytes.substr(used)), error);
  require(!error && parser.is_done());
  bytes.remove_prefix(used);

  const auto& theirs = parser.get();
  const auto target = std::string_view(theirs.target().data(), theirs.target().size());
  require(theirs.method_string() == to_string(request.method));
  require(target.substr(0, target.find('?')) == request.path);
  require(theirs.body() == request.body);
  for (const auto& [name, value] : request.headers) {
    const auto range = theirs.equal_range(name);
    require(range.first != range.second);
    if (std::next(range.first) == range.second) require(range.first->value() == value);
  }
}

}  // namespace
}  // namespace gatehouse::http

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gatehouse::http;
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto whole = read_requests(bytes);
  require(same(whole, read_requests(bytes, 1)));
  require(same(whole, read_requests(bytes, std::size_t{data[0]} + 1)));

  auto rest = bytes;
  for (const Request& request : whole.requests) compare_with_beast(request, rest);
  return 0;
}
