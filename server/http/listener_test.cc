#include "http/listener.h"

#include <gtest/gtest.h>

#include <atomic>
#include <boost/json.hpp>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "base/limits.h"
#include "http/loopback_testing.h"

namespace gatehouse::http {
namespace {

/// Answers with what it saw.
Response describe(const Request& request) {
  Response response;
  response.content_type = "text/plain";
  response.body = std::string(to_string(request.method)) + " " + request.path + "?" +
                  request.query + " from " + request.client_address +
                  (request.is_https ? " https " : " http ") + request.body;
  return response;
}

class ListenerTest : public testing::TestWithParam<std::string> {
 protected:
  ListenerConfig config_ = quick_config();
  Handler handler_ = describe;
  std::atomic<int> calls_ = 0;

  Listener& listener() {
    if (!listener_)
      listener_ = std::make_unique<TestListener>(config_, [this](const Request& request) {
        ++calls_;
        return handler_(request);
      });
    return *listener_;
  }
  Client connect() { return Client(listener().port()); }
  Answer ask(const std::string& bytes) { return connect().request(bytes); }

 private:
  std::unique_ptr<TestListener> listener_;
};

INSTANTIATE_TEST_SUITE_P(Paths, ListenerTest, testing::Values("/inline", "/worker"),
                         [](const auto& info) { return info.param.substr(1); });

TEST_P(ListenerTest, ARequestIsAnswered) {
  const auto answer =
      ask("POST " + GetParam() + "?a=b HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");

  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "POST " + GetParam() + "?a=b from 127.0.0.1 http hello");
  EXPECT_TRUE(answer.has("Content-Type: text/plain"));
}

TEST_P(ListenerTest, EveryAnswerIsHardened) {
  for (const auto& bytes : {get(GetParam()), std::string("BAD\r\n")}) {
    const auto answer = ask(bytes);
    EXPECT_TRUE(answer.has("X-Content-Type-Options: nosniff"));
    EXPECT_TRUE(answer.has("Referrer-Policy: no-referrer"));
    EXPECT_TRUE(answer.has("Cache-Control: no-store"));
    EXPECT_TRUE(answer.has("Content-Security-Policy: default-src 'none'; frame-ancestors 'none'"));
    EXPECT_TRUE(answer.has("Cross-Origin-Opener-Policy: same-origin"));
    EXPECT_EQ(answer.field("Date").size(), 29U);
    EXPECT_FALSE(answer.head.contains("Server:"));
    EXPECT_FALSE(answer.head.contains("Strict-Transport-Security"));
  }
}

TEST_P(ListenerTest, TheHandlerMayAllowCaching) {
  handler_ = [](const Request&) {
    Response response;
    response.headers.emplace_back("cache-control", "public");
    return response;
  };
  const auto answer = ask(get(GetParam()));
  EXPECT_TRUE(answer.has("cache-control: public"));
  EXPECT_FALSE(answer.head.contains("no-store"));
}

TEST_P(ListenerTest, AConnectionIsKeptAndServesInOrder) {
  auto client = connect();
  for (int i = 0; i < 5; ++i) {
    const auto path = GetParam() + std::to_string(i);
    EXPECT_TRUE(client.request(get(path)).body.starts_with("GET " + path + "?"));
  }
}

TEST_F(ListenerTest, TwoHundredPipelinedRequestsAreAnsweredInOrder) {
  std::string bytes;
  for (int i = 0; i < 200; ++i)
    bytes += get((i % 7 == 0 ? "/worker" : "/inline") + std::to_string(i));
  auto client = connect();
  client.send(bytes);
  for (int i = 0; i < 200; ++i)
    ASSERT_TRUE(client.receive().body.contains(std::to_string(i) + "?")) << i;
}

TEST_P(ListenerTest, AHeadIsAnsweredWithoutTheBody) {
  auto client = connect();
  client.send("HEAD " + GetParam() + " HTTP/1.1\r\nHost: a\r\n\r\n");
  const auto answer = client.receive(true);
  EXPECT_EQ(answer.status, 200);
  EXPECT_FALSE(answer.field("Content-Length").empty());
  EXPECT_EQ(client.request(get(GetParam())).status, 200) << "nothing stood in between";
}

TEST_P(ListenerTest, StatusesWithoutBodyHaveNone) {
  for (const int status : {204, 304}) {
    handler_ = [status](const Request&) {
      Response response;
      response.status = status;
      response.body = "ignored";
      return response;
    };
    const auto answer = ask(get(GetParam(), "Connection: close\r\n"));
    EXPECT_EQ(answer.status, status);
    EXPECT_EQ(answer.field("Content-Type") + answer.field("Content-Length"), "");
  }
}

TEST_P(ListenerTest, ALargeAnswerArrivesWhole) {
  handler_ = [](const Request&) {
    Response response;
    response.body.assign(5'000'000, 'x');
    return response;
  };
  auto client = connect();
  EXPECT_EQ(client.request(get(GetParam())).body.size(), 5'000'000U);
  EXPECT_EQ(client.request(get(GetParam())).body.size(), 5'000'000U);
}

TEST_P(ListenerTest, TheConnectionEndsWhenEitherSideSaysSo) {
  auto client = connect();
  EXPECT_TRUE(client.request(get(GetParam(), "Connection: close\r\n")).has("Connection: close"));
  EXPECT_TRUE(client.is_closed());

  auto old = connect();
  EXPECT_EQ(old.request("GET / HTTP/1.0\r\nHost: a\r\n\r\n").status, 200);
  EXPECT_TRUE(old.is_closed());

  handler_ = [](const Request&) { return Response{.headers = {}, .body = {}, .close = true}; };
  auto third = connect();
  EXPECT_TRUE(third.request(get(GetParam())).has("Connection: close"));
  EXPECT_TRUE(third.is_closed());
}

TEST_F(ListenerTest, ARefusalIsAProblemAndEndsTheConnection) {
  auto client = connect();
  const auto answer = client.request(
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: gzip\r\n\r\nabcde" +
      get("/inline/smuggled"));

  EXPECT_EQ(answer.status, 400);
  EXPECT_TRUE(answer.has("Content-Type: application/problem+json"));
  EXPECT_TRUE(answer.has("Connection: close"));
  const auto body = boost::json::parse(answer.body).as_object();
  EXPECT_EQ(body.at("type"), "about:blank");
  EXPECT_EQ(body.at("title"), "Bad Request");
  EXPECT_EQ(body.at("status"), 400);
  EXPECT_EQ(body.at("code"), "invalid_input");
  EXPECT_EQ(body.at("detail"), body.at("message"));
  EXPECT_EQ(body.at("requestId").as_string(), answer.field("X-Request-ID"));
  EXPECT_TRUE(client.is_closed());
  EXPECT_EQ(calls_, 0);
}

TEST_F(ListenerTest, AnOversizedBodyIsRefusedWhileTheClientStillSends) {
  auto client = connect();
  client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n");
  client.send(std::string(1'000'000, 'x'));
  EXPECT_EQ(client.receive().status, 413);
  EXPECT_TRUE(client.is_closed());

  auto waiting = connect();
  EXPECT_EQ(waiting
                .request("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
                         "Content-Length: 1000000\r\n\r\n")
                .status,
            413);
  EXPECT_EQ(calls_, 0);
}

TEST_F(ListenerTest, AnOversizedHeaderIsRefused) {
  EXPECT_EQ(ask(get("/", "X: " + std::string(100'000, 'x') + "\r\n")).status, 431);
}

TEST_P(ListenerTest, AClientThatAsksMayContinue) {
  auto client = connect();
  EXPECT_EQ(
      client
          .request("POST " + GetParam() +
                   " HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
          .status,
      100);
  EXPECT_TRUE(client.request("ok").body.ends_with(" ok"));
}

TEST_P(ListenerTest, ChunkedBodiesArriveAndTrailersDoNot) {
  const std::string head =
      "POST " + GetParam() + " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  EXPECT_TRUE(ask(head + "2\r\nok\r\n0\r\n\r\n").body.ends_with(" ok"));
  EXPECT_EQ(calls_, 1);
  EXPECT_EQ(ask(head + "2\r\nok\r\n0\r\nX-Forwarded-For: 1.1.1.1\r\n\r\n").status, 400);
  EXPECT_EQ(calls_, 1);
}

TEST_P(ListenerTest, AValidRequestIdIsEchoed) {
  const auto id_for = [&](const std::string& id) {
    return ask(get(GetParam(), "X-Request-ID: " + id + "\r\n")).field("X-Request-ID");
  };
  EXPECT_EQ(id_for("a-B_9/{}\"~"), "a-B_9/{}\"~");
  EXPECT_EQ(id_for("two words; a=b, c"), "two words; a=b, c");
  EXPECT_EQ(id_for(std::string(512, 'x')), std::string(512, 'x'));
  EXPECT_NE(id_for(std::string(513, 'x')), std::string(513, 'x'));
  EXPECT_FALSE(id_for("").empty());
  auto client = connect();
  EXPECT_NE(client.request(get(GetParam())).field("X-Request-ID"),
            client.request(get(GetParam())).field("X-Request-ID"));
}

TEST_P(ListenerTest, ForwardedFieldsOfAStrangerMeanNothing) {
  const auto answer =
      ask(get(GetParam(), "X-Forwarded-For: 9.9.9.9\r\nX-Forwarded-Proto: https\r\n"));
  EXPECT_TRUE(answer.body.contains("from 127.0.0.1 http "));
}

TEST_P(ListenerTest, ForwardedFieldsOfATrustedProxyCount) {
  config_.trusted_proxies = {"127.0.0.0/8"};
  auto client = connect();
  const auto answer = client.request(
      get(GetParam(), "X-Forwarded-For: 6.6.6.6, 9.9.9.9\r\nX-Forwarded-Proto: https\r\n"));
  EXPECT_TRUE(answer.body.contains("from 9.9.9.9 https "));
  EXPECT_TRUE(answer.has("Strict-Transport-Security: max-age=31536000"));
  EXPECT_TRUE(client.request(get(GetParam())).body.contains("from 127.0.0.1 http "));
}

TEST_P(ListenerTest, AnAnswerCannotBeSplit) {
  handler_ = [](const Request&) {
    Response response;
    response.headers.emplace_back("Location", "/\r\nSet-Cookie: a=b");
    return response;
  };
  const auto answer = ask(get(GetParam()));
  EXPECT_EQ(answer.status, 500);
  EXPECT_FALSE(answer.head.contains("Set-Cookie"));
}

TEST_P(ListenerTest, AHandlerThatThrowsIsAnInternalError) {
  handler_ = [](const Request&) -> Response { throw std::logic_error("mistake"); };
  auto client = connect();
  EXPECT_EQ(client.request(get(GetParam())).status, 500);
  EXPECT_EQ(client.request(get(GetParam())).status, 500);
}

TEST_F(ListenerTest, ManyClientsOnSeveralThreadsAreServed) {
  config_.io_threads = 3;
  const auto port = listener().port();
  std::atomic<int> answered = 0;
  {
    std::vector<std::jthread> clients;
    clients.reserve(8);
    for (int i = 0; i < 8; ++i)
      clients.emplace_back([&, i] {
        Client client(port);
        for (int n = 0; n < 100; ++n)
          answered += client.request(get(n % 2 == i % 2 ? "/inline" : "/worker")).status == 200;
      });
  }
  EXPECT_EQ(answered, 800);
}

TEST_F(ListenerTest, WhatCannotBeStartedThrows) {
  config_.port = listener().port();
  EXPECT_THROW(Listener(config_, describe, {}), std::runtime_error) << "address in use";
  config_ = quick_config();
  config_.address = "nowhere";
  EXPECT_THROW(Listener(config_, describe, {}), std::runtime_error);
  config_ = quick_config();
  config_.tls = TlsFiles{.certificate_chain = "/missing", .private_key = "/missing"};
  EXPECT_THROW(Listener(config_, describe, {}), std::runtime_error);
  config_ = quick_config();
  config_.trusted_proxies = {"proxy.example"};
  EXPECT_THROW(Listener(config_, describe, {}), std::runtime_error);
}

}  // namespace
}  // namespace gatehouse::http
