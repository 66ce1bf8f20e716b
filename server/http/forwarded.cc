#include "http/forwarded.h"

#include <algorithm>
#include <stdexcept>
#include <string_view>

#include "http/trimmed.h"

namespace gatehouse::http {
namespace {

namespace ip = boost::asio::ip;

/// Takes the last element off a comma-separated list.
std::string_view take_last(std::string_view& list) {
  const auto comma = list.rfind(',');
  const auto last = comma == std::string_view::npos ? list : list.substr(comma + 1);
  list = comma == std::string_view::npos ? std::string_view() : list.substr(0, comma);
  return trimmed(last);
}

}  // namespace

Address unmapped(const Address& address) {
  return address.is_v6() && address.to_v6().is_v4_mapped()
             ? Address(ip::make_address_v4(ip::v4_mapped, address.to_v6()))
             : address;
}

std::string network_of(const std::string& text) {
  boost::system::error_code error;
  const auto address = unmapped(ip::make_address(text, error));
  if (error) return text;
  if (address.is_v4()) return ip::network_v4(address.to_v4(), 24).network().to_string();
  // Without the interface, which only a link-local address has.
  return ip::network_v6(ip::make_address_v6(address.to_v6().to_bytes()), 56).network().to_string();
}

void check_address(const std::string& text) {
  boost::system::error_code error;
  ip::make_address(text, error);
  if (error) throw std::runtime_error("`" + text + "` is no IP address");
}

bool is_any_address(const std::string& text) {
  boost::system::error_code error;
  const auto address = unmapped(ip::make_address(text, error));
  return !error && address.is_unspecified();
}

TrustedProxies::TrustedProxies(const std::vector<std::string>& blocks) {
  for (const std::string& block : blocks) {
    const bool has_length = block.contains('/');
    boost::system::error_code error;
    if (block.contains(':'))
      v6_.push_back(ip::make_network_v6(has_length ? block : block + "/128", error).canonical());
    else
      v4_.push_back(ip::make_network_v4(has_length ? block : block + "/32", error).canonical());
    if (error)
      throw std::runtime_error("trusted proxy `" + block + "` is neither an address nor a block");
  }
}

bool TrustedProxies::contains(const Address& address) const {
  if (address.is_v4())
    return std::ranges::any_of(v4_, [&](const ip::network_v4& block) {
      return ip::network_v4(address.to_v4(), block.prefix_length()).canonical() == block;
    });
  return std::ranges::any_of(v6_, [&](const ip::network_v6& block) {
    return ip::network_v6(address.to_v6(), block.prefix_length()).canonical() == block;
  });
}

void TrustedProxies::apply(Request& request) const {
  // Each proxy appends whom it saw, so the truth is read from the right, up to the first address
  // that is not one of ours: what stands further left was written by the client.
  auto list = request.header("x-forwarded-for");
  while (!list.empty()) {
    boost::system::error_code error;
    const auto address = unmapped(ip::make_address(take_last(list), error));
    if (error) break;
    request.client_address = address.to_string();
    if (!contains(address)) break;
  }
  auto protocols = request.header("x-forwarded-proto");
  if (!protocols.empty()) request.is_https = take_last(protocols) == "https";
}

}  // namespace gatehouse::http
