#include "http/request_reader.h"

#include <gtest/gtest.h>

#include <string>

#include "base/limits.h"
#include "http/reader_testing.h"

namespace gatehouse::http {
namespace {

const std::string kChunkedHead =
    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nX-Real: 1\r\n\r\n";

int chunked(const std::string& body) { return read_requests(kChunkedHead + body).status(); }

TEST(RequestReader, ChunksAreJoined) {
  const auto outcome =
      read_requests(kChunkedHead + "3\r\nabc\r\n0000000A\r\n0123456789\r\n0\r\n\r\n");
  ASSERT_EQ(outcome.requests.size(), 1U);
  EXPECT_EQ(outcome.requests[0].body, "abc0123456789");
}

TEST(RequestReader, ChunkSizesAreStrict) {
  for (const std::string body :
       {"3\nabc\r\n0\r\n\r\n", "3;x=y\r\nabc\r\n0\r\n\r\n", "3;\nabc\r\n0\r\n\r\n",
        "3 \r\nabc\r\n0\r\n\r\n", " 3\r\nabc\r\n0\r\n\r\n", "0x3\r\nabc\r\n0\r\n\r\n",
        "+3\r\nabc\r\n0\r\n\r\n", "-3\r\nabc\r\n0\r\n\r\n", "\r\nabc\r\n0\r\n\r\n",
        "g\r\nabc\r\n0\r\n\r\n", "000000003\r\nabc\r\n0\r\n\r\n",
        "10000000000000003\r\nabc\r\n0\r\n\r\n", "3\r\nabc0\r\n\r\n", "3\r\nabcd\r\n0\r\n\r\n",
        "3\r\nabc\n0\r\n\r\n", "3\r\nabc\r\n0\r\n\n", "3\r\nabc\r\n0\n\r\n"})
    EXPECT_EQ(chunked(body), 400) << body;
  EXPECT_EQ(chunked("ffffffff\r\n"), 413);
  EXPECT_EQ(chunked("3\r\nabc\r\n0\r\n"), 0) << "waits for the end";
}

TEST(RequestReader, TrailersAreRefused) {
  EXPECT_EQ(chunked("0\r\nAuthorization: Bearer x\r\n\r\n"), 400);
  EXPECT_EQ(chunked("3\r\nabc\r\n0\r\nX-Real: 2\r\n\r\n"), 400);
}

TEST(RequestReader, AChunkedBodyIsBounded) {
  std::string body;
  for (std::size_t sent = 0; sent < limits::body_bytes; sent += 0x8000)
    body += "8000\r\n" + std::string(0x8000, 'x') + "\r\n";
  EXPECT_EQ(chunked(body + "0\r\n\r\n"), 200);
  EXPECT_EQ(chunked(body + "1\r\nx\r\n0\r\n\r\n"), 413);
}

TEST(RequestReader, AClientThatAsksIsToldToContinueOnce) {
  const std::string head = "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n";
  EXPECT_EQ(read_requests(head + "Content-Length: 3\r\n\r\n").continues, 1);
  EXPECT_EQ(read_requests(head + "Content-Length: 3\r\n\r\nabc").continues, 0) << "already sent";
  EXPECT_EQ(read_requests(head + "Content-Length: 0\r\n\r\n").continues, 0);
  EXPECT_EQ(read_requests(head + "Transfer-Encoding: chunked\r\n\r\n").continues, 1);
  EXPECT_EQ(read_requests(head + "Transfer-Encoding: gzip\r\n\r\n").continues, 0) << "refused";
  EXPECT_EQ(read_requests(head + "Content-Length: 999999999\r\n\r\n").continues, 0) << "too large";
}

TEST(RequestReader, NothingAfterARefusedMessageIsRead) {
  const auto outcome = read_requests(
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n"
      "0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_TRUE(outcome.requests.empty());
  EXPECT_TRUE(outcome.refusal);
}

TEST(RequestReader, EveryWayToCutTheBytesGivesTheSameRequests) {
  const std::string bytes = "GET /1 HTTP/1.1\r\nHost: a\r\n\r\n" + kChunkedHead +
                            "3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n"
                            "PUT /3?q HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"
                            "GET /4 HTTP/1.1\r\nHost: a\r\n\r\n";
  for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
    const auto outcome = read_requests(bytes, piece);
    EXPECT_FALSE(outcome.refusal) << piece;
    ASSERT_EQ(outcome.requests.size(), 4U) << piece;
    EXPECT_EQ(outcome.requests[1].body, "abcd") << piece;
    EXPECT_EQ(outcome.requests[2].body, "hello") << piece;
    EXPECT_EQ(outcome.requests[3].path, "/4") << piece;
  }
}

}  // namespace
}  // namespace gatehouse::http
