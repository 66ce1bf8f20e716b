#include "http/guard.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

#include "base/limits.h"
#include "http/target.h"
#include "http/trimmed.h"

namespace gatehouse::http {
namespace {

using Fault = std::optional<Refusal>;

Fault bad(std::string_view detail) { return Refusal{Code::invalid_input, detail}; }

/// The lower-case form of each byte that may stand in a field name, 0 for the others. Underscores
/// are refused: gateways that turn names into variables take X_Forwarded_For for X-Forwarded-For.
constexpr std::array<char, 256> kNameBytes = [] {
  std::array<char, 256> table{};
  for (unsigned char c = 0; c < 128; ++c) {
    const auto lower = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    const bool is_alphanumeric = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9');
    if (is_alphanumeric || std::string_view("!#$%&'*+-.^`|~").contains(lower)) table[c] = lower;
  }
  return table;
}();

/// Fields that are not lists. A second one is refused: the client and we may mean different ones.
constexpr std::array<std::string_view, 16> kSingletons{
    "host",     "authorization", "content-type",      "content-length",
    "cookie",   "expect",        "transfer-encoding", "content-encoding",
    "origin",   "referer",       "user-agent",        "x-request-id",
    "if-match", "content-range", "idempotency-key",   "x-forwarded-proto",
};

bool equal_ignoring_case(std::string_view text, std::string_view lower) {
  return std::ranges::equal(text, lower, [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
  });
}

/// Takes the bytes up to the next CRLF out of `rest`; the scanner made sure that there is one.
std::string_view take_line(std::string_view& rest) {
  const auto end = std::min(rest.find("\r\n"), rest.size());
  const auto line = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 2, rest.size()));
  return line;
}

Fault read_method(std::string_view text, Method& method) {
  for (const Method known : {Method::get, Method::post, Method::put, Method::del, Method::patch,
                             Method::head, Method::options}) {
    if (text != to_string(known)) continue;
    method = known;
    return {};
  }
  if (text == "TRACE" || text == "CONNECT")
    return Refusal{Code::method_not_allowed, "this method is not allowed"};
  return Refusal{Code::not_implemented, "this method is unknown"};
}

Fault read_request_line(std::string_view line, Request& request, Framing& framing) {
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) return bad("the request line is malformed");
  const auto version = line.substr(last + 1);
  if (version != "HTTP/1.1" && version != "HTTP/1.0")
    return bad("only HTTP/1.1 and HTTP/1.0 are spoken here");
  // Persistent connections in 1.0 were never standard; the proxies that still speak it close.
  framing.keep_alive = version == "HTTP/1.1";

  const auto target = line.substr(first + 1, last - first - 1);
  if (target.size() > limits::target_bytes)
    return Refusal{Code::header_too_large, "the request target is too long"};
  if (auto fault = read_method(line.substr(0, first), request.method)) return fault;
  if (const auto fault = fault_of_target(target); !fault.empty()) return bad(fault);
  const auto question = target.find('?');
  request.path.assign(target.substr(0, question));
  request.query.assign(question == std::string_view::npos ? std::string_view()
                                                          : target.substr(question + 1));
  return {};
}

bool read_name(std::string_view text, std::string& name) {
  name.resize(text.size());
  char all_valid = 1;
  for (std::size_t i = 0; i < text.size(); ++i) {
    name[i] = kNameBytes[static_cast<unsigned char>(text[i])];
    all_valid = static_cast<char>(all_valid & (name[i] != 0));
  }
  return all_valid && !text.empty();
}

/// Visible ASCII, space and tab. Bytes over 0x7F mean different text to different readers.
bool is_value(std::string_view text) {
  bool valid = true;
  for (const char c : text) valid &= (c >= 0x20 && c < 0x7F) || c == '\t';
  return valid;
}

/// Reads one line into headers[count] and raises `count`, or joins it to an earlier field.
Fault read_field(std::string_view line, Request& request, std::size_t& count) {
  if (line.front() == ' ' || line.front() == '\t') return bad("a header line is folded");
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return bad("a header line has no colon");
  if (count == request.headers.size()) request.headers.emplace_back();
  auto& [name, value] = request.headers[count];
  if (!read_name(line.substr(0, colon), name)) return bad("a header name is malformed");
  const auto text = trimmed(line.substr(colon + 1));
  if (!is_value(text)) return bad("a header value contains a byte that is not visible ASCII");

  for (std::size_t i = 0; i < count; ++i) {
    if (request.headers[i].first != name) continue;
    if (std::ranges::find(kSingletons, name) != kSingletons.end())
      return bad("a header field is repeated");
    request.headers[i].second.append(", ").append(text);
    return {};
  }
  value.assign(text);
  ++count;
  return {};
}

Fault read_content_length(std::string_view text, Framing& framing) {
  const bool is_canonical = !text.empty() && text.size() <= 19 &&
                            (text.front() != '0' || text.size() == 1) &&
                            std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  if (!is_canonical) return bad("Content-Length is not a decimal number");
  std::uint64_t length = 0;
  std::from_chars(text.data(), text.data() + text.size(), length);
  if (length > limits::body_bytes) return Refusal{Code::payload_too_large, "the body is too large"};
  framing.content_length = length;
  return {};
}

/// Refuses what could not be a `host[:port]` (RFC 3986 section 3.2.2).
bool is_host(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    return kNameBytes[static_cast<unsigned char>(c)] != 0 || std::string_view("_:[]").contains(c);
  });
}

bool is_token(std::string_view text) {
  return std::ranges::all_of(
      text, [](char c) { return kNameBytes[static_cast<unsigned char>(c)] != 0 || c == '_'; });
}

/// False when the list is malformed.
bool read_connection(std::string_view list, Framing& framing) {
  while (!list.empty()) {
    const auto comma = std::min(list.find(','), list.size());
    const auto option = trimmed(list.substr(0, comma));
    if (!is_token(option)) return false;
    if (equal_ignoring_case(option, "close")) framing.keep_alive = false;
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return true;
}

/// Everything that several fields decide together.
Fault read_framing(const Request& request, Framing& framing) {
  const bool is_old = !framing.keep_alive;
  bool has_host = false;
  bool has_length = false;
  for (const auto& [name, value] : request.headers) {
    if (name == "host") {
      has_host = true;
      if (!is_host(value)) return bad("Host is malformed");
    } else if (name == "content-length") {
      has_length = true;
      if (auto fault = read_content_length(value, framing)) return fault;
    } else if (name == "transfer-encoding") {
      if (is_old) return bad("Transfer-Encoding does not exist in HTTP/1.0");
      if (!equal_ignoring_case(value, "chunked"))
        return bad("Transfer-Encoding is not exactly `chunked`");
      framing.chunked = true;
    } else if (name == "connection") {
      if (!read_connection(value, framing)) return bad("Connection is malformed");
    } else if (name == "expect") {
      if (!equal_ignoring_case(value, "100-continue")) return bad("Expect is not `100-continue`");
      framing.expects_continue = !is_old;
    } else if (name == "content-encoding") {
      return Refusal{Code::unsupported_media_type, "encoded bodies are not accepted"};
    }
  }
  if (!has_host) return bad("Host is missing");
  if (framing.chunked && has_length)
    return bad("Transfer-Encoding and Content-Length exclude each other");
  return {};
}

}  // namespace

std::optional<Refusal> HeadScanner::scan(std::string_view bytes, std::size_t& head_size) {
  head_size = 0;
  // A TLS handshake or another protocol shall not wait for the deadline.
  if (!bytes.empty() && (bytes.front() < 'A' || bytes.front() > 'z'))
    return bad("this is not an HTTP request");
  const auto window = bytes.substr(0, limits::header_bytes);
  for (;;) {
    const auto newline = window.find('\n', scanned_);
    if (newline == std::string_view::npos) break;
    if (newline == 0 || window[newline - 1] != '\r') return bad("a line does not end with CRLF");
    const auto line = window.substr(line_begin_, newline - 1 - line_begin_);
    // HTTP/0.9 sends a lone line and waits.
    if (line_begin_ == 0 && !line.contains(" HTTP/")) return bad("the request line is malformed");
    line_begin_ = scanned_ = newline + 1;
    if (!line.empty()) continue;
    head_size = newline + 1;
    return {};
  }
  scanned_ = window.size();
  if (bytes.size() >= limits::header_bytes)
    return Refusal{Code::header_too_large, "the header is too large"};
  return {};
}

std::optional<Refusal> read_head(std::string_view head, Request& request, Framing& framing) {
  framing = {};
  if (auto fault = read_request_line(take_line(head), request, framing)) return fault;
  std::size_t count = 0;
  std::size_t lines = 0;
  while (!head.empty()) {
    const auto line = take_line(head);
    if (line.empty()) break;
    if (++lines > limits::header_fields)
      return Refusal{Code::header_too_large, "there are too many header fields"};
    if (auto fault = read_field(line, request, count)) return fault;
  }
  request.headers.resize(count);
  return read_framing(request, framing);
}

}  // namespace gatehouse::http
