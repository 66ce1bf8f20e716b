#include "http/forwarded.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace gatehouse::http {
namespace {

/// What a trusted peer's word makes of a plain request.
Request applied(const std::string& forwarded_for, const std::string& protocol = "") {
  const TrustedProxies proxies({"10.0.0.0/8", "192.168.1.1", "fd00::/16"});
  Request request;
  request.client_address = "10.0.0.1";
  if (!forwarded_for.empty()) request.headers.emplace_back("x-forwarded-for", forwarded_for);
  if (!protocol.empty()) request.headers.emplace_back("x-forwarded-proto", protocol);
  proxies.apply(request);
  return request;
}

bool trusts(const std::vector<std::string>& blocks, const char* address) {
  return TrustedProxies(blocks).contains(boost::asio::ip::make_address(address));
}

TEST(Forwarded, ProxiesAreNamedByAddressOrBlock) {
  EXPECT_TRUE(trusts({"127.0.0.1"}, "127.0.0.1"));
  EXPECT_FALSE(trusts({"127.0.0.1"}, "127.0.0.2"));
  EXPECT_TRUE(trusts({"10.1.2.3/8"}, "10.255.0.1"));
  EXPECT_FALSE(trusts({"10.0.0.0/8"}, "11.0.0.1"));
  EXPECT_TRUE(trusts({"::1", "fd00::/16"}, "fd00::9"));
  EXPECT_FALSE(trusts({"fd00::/16"}, "10.0.0.1"));
  EXPECT_FALSE(trusts({}, "127.0.0.1"));
  EXPECT_TRUE(trusts({"0.0.0.0/0"}, "1.2.3.4"));
}

TEST(Forwarded, ABlockThatIsNoneIsRefused) {
  for (const std::string block : {"", "x", "10.0.0.0/33", "10.0.0/8", "localhost", "::1/129", "/8"})
    EXPECT_THROW(TrustedProxies({block}), std::runtime_error) << block;
}

TEST(Forwarded, TheClientIsTheLastAddressThatIsNotAProxy) {
  EXPECT_EQ(applied("1.2.3.4").client_address, "1.2.3.4");
  EXPECT_EQ(applied("6.6.6.6, 1.2.3.4").client_address, "1.2.3.4");
  EXPECT_EQ(applied("6.6.6.6, 1.2.3.4, 10.0.0.2,192.168.1.1").client_address, "1.2.3.4");
  EXPECT_EQ(applied("2001:db8::1, fd00::1").client_address, "2001:db8::1");
  EXPECT_EQ(applied("::ffff:1.2.3.4").client_address, "1.2.3.4");
  EXPECT_EQ(applied("10.0.0.3, 10.0.0.2").client_address, "10.0.0.3");
}

TEST(Forwarded, WhatIsNotAnAddressEndsTheSearch) {
  EXPECT_EQ(applied("").client_address, "10.0.0.1");
  EXPECT_EQ(applied("unknown").client_address, "10.0.0.1");
  EXPECT_EQ(applied("1.2.3.4, evil, 10.0.0.2").client_address, "10.0.0.2");
  EXPECT_EQ(applied("1.2.3.4,").client_address, "10.0.0.1");
}

TEST(Forwarded, ANetworkIsTheFirst24BitsOrTheFirst56) {
  EXPECT_EQ(network_of("203.0.113.7"), network_of("203.0.113.250"));
  EXPECT_NE(network_of("203.0.113.7"), network_of("203.0.114.7"));
  EXPECT_EQ(network_of("2001:db8:1:2ff::1"), network_of("2001:db8:1:200:9::"));
  EXPECT_EQ(network_of("2001:db8:1:2ff::1"), network_of("2001:0DB8:1:02aa:ffff::7"));
  EXPECT_NE(network_of("2001:db8:1:2ff::1"), network_of("2001:db8:1:300::1"));
  EXPECT_EQ(network_of("2001:db8::1"), network_of("2001:db8::ffff:2")) << "groups left out are 0";
  EXPECT_NE(network_of("2001:db8::1"), network_of("2001:db9::1"));
  EXPECT_EQ(network_of("::ffff:203.0.113.7"), network_of("203.0.113.9")) << "IPv4 on IPv6";
  EXPECT_EQ(network_of("fe80::1%eth0"), network_of("fe80::2")) << "whatever the interface";
  EXPECT_EQ(network_of("203.0.113.7"), "203.0.113.0");
  EXPECT_EQ(network_of("2001:db8:1:2ff::1"), "2001:db8:1:200::");
  EXPECT_EQ(network_of("unknown"), "unknown");
}

TEST(Forwarded, OnlyTheLastProtocolCounts) {
  EXPECT_TRUE(applied("", "https").is_https);
  EXPECT_FALSE(applied("", "http").is_https);
  EXPECT_FALSE(applied("", "https, http").is_https);
  EXPECT_FALSE(applied("", "HTTPS!").is_https);
  EXPECT_FALSE(applied("").is_https);
}

}  // namespace
}  // namespace gatehouse::http
