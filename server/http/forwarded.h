// Who the client is when a proxy stands between: X-Forwarded-For and X-Forwarded-Proto count only
// when the peer is a proxy that the operator named.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>
#include <string>
#include <vector>

#include "http/message.h"

namespace gatehouse::http {

using Address = boost::asio::ip::address;

/// An IPv4 address that arrived on an IPv6 socket, as IPv4; any other as it is.
Address unmapped(const Address& address);

/// The /24 (IPv4, also when written as IPv6) or /56 (IPv6) that an address lies in; a text that is
/// no address as it is.
std::string network_of(const std::string& text);

/// Throws std::runtime_error unless the text is an IP address to listen on.
void check_address(const std::string& text);
/// Whether it stands for every address of the machine: `0.0.0.0`, `::`.
bool is_any_address(const std::string& text);

/// Immutable.
class TrustedProxies {
 public:
  /// Takes addresses and CIDR blocks; throws std::runtime_error naming the one that is neither.
  explicit TrustedProxies(const std::vector<std::string>& blocks);

  bool contains(const Address& address) const;

  /// Overwrites `client_address` and `is_https` with what the trusted peer says of them.
  void apply(Request& request) const;

 private:
  std::vector<boost::asio::ip::network_v4> v4_;
  std::vector<boost::asio::ip::network_v6> v6_;
};

}  // namespace gatehouse::http
