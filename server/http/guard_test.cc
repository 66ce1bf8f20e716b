// Each expectation is a row of the framing table in docs/security.md (D2, N-212 to N-221).
#include "http/guard.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>

#include "base/limits.h"
#include "http/reader_testing.h"

namespace gatehouse::http {
namespace {

using namespace std::string_literals;

/// The status of a POST with these header lines (each with its CRLF) and this body.
int post(const std::string& fields, const std::string& body = "") {
  return read_requests("POST /a HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n" + body).status();
}

int request_line(const std::string& line) {
  return read_requests(line + "\r\nHost: a\r\n\r\n").status();
}

int target(const std::string& text) { return request_line("GET " + text + " HTTP/1.1"); }

TEST(Guard, AnOrdinaryRequestIsRead) {
  const auto outcome = read_requests(
      "PATCH /users/a%20b?x=1&y[]=%2f HTTP/1.1\r\nHost: example.org:80\r\nX-Thing: \t one two \r\n"
      "Content-Length: 4\r\nEmpty:\r\n\r\nbody");
  ASSERT_EQ(outcome.requests.size(), 1U);
  const Request& request = outcome.requests[0];
  EXPECT_EQ(request.method, Method::patch);
  EXPECT_EQ(request.path, "/users/a%20b");
  EXPECT_EQ(request.query, "x=1&y[]=%2f");
  EXPECT_EQ(request.header("x-thing"), "one two");
  EXPECT_EQ(request.header("empty"), "");
  EXPECT_EQ(request.header("absent"), "");
  EXPECT_EQ(request.headers.size(), 4U);
  EXPECT_EQ(request.body, "body");
}

TEST(Guard, NothingOfTheLastRequestIsLeftInTheNext) {
  const auto outcome = read_requests(
      "POST /long/path?query HTTP/1.1\r\nHost: a\r\nAuthorization: secret\r\nContent-Length: 1"
      "\r\n\r\nxGET /b HTTP/1.1\r\nHost: b\r\n\r\n");
  ASSERT_EQ(outcome.requests.size(), 2U);
  EXPECT_EQ(outcome.requests[1].path, "/b");
  EXPECT_EQ(outcome.requests[1].query, "");
  EXPECT_EQ(outcome.requests[1].body, "");
  EXPECT_EQ(outcome.requests[1].headers.size(), 1U);
}

TEST(Guard, OnlyExactlyChunkedIsATransferEncoding) {
  EXPECT_EQ(post("Transfer-Encoding: chunked\r\n", "0\r\n\r\n"), 200);
  EXPECT_EQ(post("Transfer-Encoding: Chunked\r\n", "0\r\n\r\n"), 200);
  for (const std::string value :
       {"gzip", "gzip, chunked", "chunked, identity", "chunked, chunked", "xchunked", "identity",
        "chunked;q=1", "\"chunked\"", "", "chunked,", "\vchunked"})
    EXPECT_EQ(post("Transfer-Encoding: " + value + "\r\n", "0\r\n\r\n"), 400) << value;
  EXPECT_EQ(post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), 400);
  EXPECT_EQ(post("Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n"), 400);
  EXPECT_EQ(post("Transfer-Encoding : chunked\r\n"), 400);
  EXPECT_EQ(post("Transfer-Encoding:\r\n chunked\r\n"), 400);
}

TEST(Guard, TransferEncodingAndContentLengthExcludeEachOther) {
  EXPECT_EQ(post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"), 400);
  EXPECT_EQ(post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"), 400);
  EXPECT_EQ(post("Content-Length: 5\r\nTransfer-Encoding: gzip\r\n"), 400);
  EXPECT_EQ(post("Transfer-Encoding: gzip\r\nContent-Length: 5\r\n"), 400);
  EXPECT_EQ(post("Content-Length: 0\r\nTransfer-Encoding: chunked\r\n"), 400);
}

TEST(Guard, HttpOneZeroHasNoTransferEncoding) {
  const std::string head = "POST / HTTP/1.0\r\nHost: a\r\n";
  EXPECT_EQ(read_requests(head + "Transfer-Encoding: chunked\r\n\r\n").status(), 400);
  EXPECT_EQ(read_requests(head + "Connection: keep-alive\r\n\r\n").status(), 200);
  EXPECT_EQ(read_requests("POST / HTTP/1.0\r\n\r\n").status(), 400);
}

TEST(Guard, AContentLengthIsOneDecimalNumber) {
  EXPECT_EQ(post("Content-Length: 2\r\n", "ab"), 200);
  EXPECT_EQ(post("Content-Length: 0\r\n"), 200);
  for (const std::string value : {"5, 5", "+5", "-5", "0x5", "5 5", "05", "", "5a", "5;", "1e1",
                                  "18446744073709551616", "99999999999999999999"})
    EXPECT_EQ(post("Content-Length: " + value + "\r\n", "abcde"), 400) << value;
  EXPECT_EQ(post("Content-Length: 5\r\nContent-Length: 5\r\n", "abcde"), 400);
  EXPECT_EQ(post("Content-Length : 5\r\n", "abcde"), 400);
}

TEST(Guard, ABodyOverTheLimitIsRefusedBeforeItIsSent) {
  const auto fields = [](std::size_t size) {
    return "Content-Length: " + std::to_string(size) + "\r\n";
  };
  EXPECT_EQ(post(fields(limits::body_bytes)), 0);
  EXPECT_EQ(post(fields(limits::body_bytes + 1)), 413);
  EXPECT_EQ(post("Content-Length: 9999999999999999999\r\n"), 413);
  EXPECT_EQ(post("Expect: 100-continue\r\n" + fields(limits::body_bytes + 1)), 413);
}

TEST(Guard, FieldsThatAreNotListsOccurOnce) {
  for (const std::string name : {"Host", "Authorization", "Content-Type", "Cookie", "Origin",
                                 "User-Agent", "X-Request-ID", "If-Match", "X-Forwarded-Proto"})
    EXPECT_EQ(post(fmt::format("{0}: a\r\n{0}: a\r\n", name)), 400) << name;
  EXPECT_EQ(read_requests("GET / HTTP/1.1\r\n\r\n").status(), 400) << "no Host";
}

TEST(Guard, RepeatedListsAreJoined) {
  const auto outcome = read_requests(
      "GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 1.1.1.1\r\nAccept: x\r\n"
      "x-forwarded-for: 2.2.2.2\r\n\r\n");
  ASSERT_EQ(outcome.requests.size(), 1U);
  EXPECT_EQ(outcome.requests[0].header("x-forwarded-for"), "1.1.1.1, 2.2.2.2");
  EXPECT_EQ(outcome.requests[0].headers.size(), 3U);
}

TEST(Guard, AHostIsANameOrAddressWithAPort) {
  const auto host = [](const std::string& value) {
    return read_requests("GET / HTTP/1.1\r\nHost: " + value + "\r\n\r\n").status();
  };
  EXPECT_EQ(host("[::1]:8080"), 200);
  EXPECT_EQ(host("a_b.example"), 200);
  for (const std::string value : {"a/b", "a@b", "a b", "a?b", "a\\b", "<a>", "a,b"})
    EXPECT_EQ(host(value), 400) << value;
}

TEST(Guard, HeaderLinesAreStrict) {
  EXPECT_EQ(post("X-A: b\r\n c\r\n"), 400) << "folded";
  EXPECT_EQ(post("X-A: b\r\n\tc\r\n"), 400) << "folded";
  EXPECT_EQ(read_requests("GET / HTTP/1.1\r\n Host: a\r\nHost: b\r\n\r\n").status(), 400);
  EXPECT_EQ(post("X-A: b\nX-B: c\r\n"), 400) << "bare LF";
  EXPECT_EQ(post("X-A: b\rX-B: c\r\n"), 400) << "bare CR";
  EXPECT_EQ(post("X-A: b\r\r\n"), 400) << "bare CR at the end";
  EXPECT_EQ(post("X-A: a\0b\r\n"s), 400) << "NUL";
  EXPECT_EQ(post("X-A\0: b\r\n"s), 400) << "NUL in the name";
  EXPECT_EQ(post("X-A: \x7f\r\n"), 400) << "DEL";
  EXPECT_EQ(post("X-A: \xc3\xa4\r\n"), 400) << "not ASCII";
  EXPECT_EQ(post("X-\xc3\xa4: b\r\n"), 400) << "name not ASCII";
  EXPECT_EQ(post("X-A : b\r\n"), 400) << "space before the colon";
  EXPECT_EQ(post("X A: b\r\n"), 400) << "space in the name";
  EXPECT_EQ(post(": b\r\n"), 400) << "no name";
  EXPECT_EQ(post("X-A\r\n"), 400) << "no colon";
  EXPECT_EQ(post("X_Forwarded_For: 1.2.3.4\r\n"), 400) << "underscore";
  EXPECT_EQ(post("X-A: b:c; d=\"e\"\r\n"), 200);
}

TEST(Guard, TheHeaderIsBounded) {
  const auto fields = [](int count) {
    std::string lines;
    for (int i = 0; i < count; ++i) lines += "X-" + std::to_string(i) + ": a\r\n";
    return lines;
  };
  EXPECT_EQ(post(fields(63)), 200);
  EXPECT_EQ(post(fields(64)), 431);
  EXPECT_EQ(post(fields(5000)), 431);
  std::string same;
  for (int i = 0; i < 64; ++i) same += "Accept: a\r\n";
  EXPECT_EQ(post(same), 431) << "joined fields count too";

  const std::string around = "GET / HTTP/1.1\r\nHost: a\r\nX: \r\n\r\n";
  const auto padded = [&](std::size_t total) {
    return "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(total - around.size(), 'x') +
           "\r\n\r\n";
  };
  EXPECT_EQ(read_requests(padded(limits::header_bytes)).status(), 200);
  EXPECT_EQ(read_requests(padded(limits::header_bytes + 1)).status(), 431);
  EXPECT_EQ(read_requests("GET /" + std::string(20'000, 'a')).status(), 431);
}

TEST(Guard, OnlyKnownMethodsPass) {
  for (const std::string method : {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
    EXPECT_EQ(request_line(method + " / HTTP/1.1"), 200) << method;
  EXPECT_EQ(request_line("TRACE / HTTP/1.1"), 405);
  EXPECT_EQ(request_line("CONNECT a:443 HTTP/1.1"), 405);
  EXPECT_EQ(request_line("get / HTTP/1.1"), 501);
  EXPECT_EQ(request_line("GETX / HTTP/1.1"), 501);
  EXPECT_EQ(request_line("PROPFIND / HTTP/1.1"), 501);
}

TEST(Guard, OnlyHttpOneIsSpoken) {
  EXPECT_EQ(read_requests("GET /\r\n").status(), 400) << "HTTP/0.9";
  EXPECT_EQ(read_requests("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").status(), 400);
  for (const std::string version : {"HTTP/2.0", "HTTP/1.2", "HTTP/0.9", "http/1.1", "HTTP/1.10",
                                    "HTTP/11", "HTTPS/1.1", "HTTP/1.1 "})
    EXPECT_EQ(request_line("GET / " + version), 400) << version;
  EXPECT_EQ(read_requests("\x16\x03\x01\x02").status(), 400) << "TLS";
  EXPECT_EQ(read_requests("\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n").status(), 400);
  EXPECT_EQ(read_requests("GET / HTTP/1.1\nHost: a\n\n").status(), 400);
}

TEST(Guard, TheTargetIsInOriginForm) {
  for (const std::string text :
       {"http://a/", "*",      "a:443",   "a",      "//",        "//a",     "/a//b",
        "/./a",      "/a/.",   "/a/../b", "/..",    "/%2e%2e/a", "/%2E",    "/%78",
        "/a%2fb",    "/a%5Cb", "/a\\b",   "/a%00",  "/a%0d",     "/a%7f",   "/a%",
        "/a%2",      "/a%zz",  "/a#b",    "/a?b#c", "/a b",      "/<a>",    "/a|b",
        "/a^b",      "/{a}",   "/\"a\"",  "/\xff",  "/a?\xff",   "/a?\x7f", "/a?\x01"})
    EXPECT_EQ(target(text), 400) << text;
  for (const std::string text : {"/", "/a/", "/a.b/..c/...", "/a:b@c;d=e,f!$&'()*+~_-", "/%C3%A4",
                                 "/%20", "/a%3Fb", "/a%25", "/?", "/?a//b/../c", "/?a={b}|%zz"})
    EXPECT_EQ(target(text), 200) << text;
  EXPECT_EQ(target("/" + std::string(limits::target_bytes - 1, 'a')), 200);
  EXPECT_EQ(target("/" + std::string(limits::target_bytes, 'a')), 431);
}

TEST(Guard, WhatCannotBeHonouredIsRefused) {
  EXPECT_EQ(post("Content-Encoding: gzip\r\nContent-Length: 1\r\n", "x"), 415);
  EXPECT_EQ(post("Expect: 200-maybe\r\n"), 400);
  EXPECT_EQ(post("Connection: a b\r\n"), 400);
}

TEST(Guard, ConnectionCloseIsUnderstoodInAList) {
  const auto keeps_alive = [](const std::string& fields) {
    Request request;
    Framing framing;
    EXPECT_FALSE(read_head("GET / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n", request, framing));
    return framing.keep_alive;
  };
  EXPECT_TRUE(keeps_alive(""));
  EXPECT_TRUE(keeps_alive("Connection: keep-alive\r\n"));
  EXPECT_TRUE(keeps_alive("Connection: Upgrade\r\nUpgrade: h2c\r\n"));
  EXPECT_FALSE(keeps_alive("Connection: CLOSE\r\n"));
  EXPECT_FALSE(keeps_alive("Connection: x,  close ,y\r\n"));
  EXPECT_FALSE(keeps_alive("Connection: x\r\nConnection: close\r\n"));
}

}  // namespace
}  // namespace gatehouse::http
