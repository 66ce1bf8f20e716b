// Slow, silent and too many clients, and the end of the listener.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <atomic>
#include <chrono>
#include <future>
#include <latch>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "http/listener.h"
#include "http/loopback_testing.h"

namespace gatehouse::http {
namespace {

using namespace std::chrono_literals;

Response ok(const Request&) {
  Response response;
  response.body = "ok";
  return response;
}

TEST(ListenerDeadlines, ASlowHeaderIsCut) {
  auto config = quick_config();
  config.deadlines.header = 60ms;
  TestListener listener(config, ok);
  Client client(listener.port());
  // Each byte comes in time; all of them do not.
  int sent = 0;
  while (sent < 100 && client.send(sent == 0 ? "GET / HTTP/1.1\r\nX-A: " : "a")) {
    ++sent;
    std::this_thread::sleep_for(10ms);
    char byte;
    if (::recv(client.socket(), &byte, 1, MSG_DONTWAIT | MSG_PEEK) >= 0) break;
  }
  EXPECT_LT(sent, 100);
  EXPECT_EQ(client.receive().status, 408);
}

TEST(ListenerDeadlines, ASilentClientIsCutWithoutAWord) {
  auto config = quick_config();
  config.deadlines.header = 20ms;
  config.deadlines.idle = 20ms;
  TestListener listener(config, ok);
  Client silent(listener.port());
  EXPECT_TRUE(silent.is_closed());
  Client once(listener.port());
  EXPECT_EQ(once.request(get("/worker")).status, 200);
  EXPECT_TRUE(once.is_closed());
}

// Sends `request` thirty times so that each one's first bytes come with the last of the one before.
void expect_overlapping_are_answered(const ListenerConfig& config, const std::string& request) {
  TestListener listener(config, ok);
  Client client(listener.port());
  const std::size_t half = request.size() / 2;
  client.send(request.substr(0, half));
  for (int i = 0; i < 30; ++i) {
    std::this_thread::sleep_for(10ms);
    client.send(request.substr(half) + request.substr(0, half));
    ASSERT_EQ(client.receive().status, 200) << i;
  }
}

TEST(ListenerDeadlines, EachPipelinedRequestHasItsOwn) {
  auto config = quick_config();
  config.deadlines.header = 100ms;
  expect_overlapping_are_answered(config, get("/inline"));
  expect_overlapping_are_answered(config, get("/worker"));
}

TEST(ListenerDeadlines, EachPipelinedBodyHasItsOwn) {
  auto config = quick_config();
  config.deadlines.body_grace = 100ms;
  config.deadlines.request = 100ms;
  const std::string body(200, 'x');
  expect_overlapping_are_answered(
      config, "POST /inline HTTP/1.1\r\nHost: a\r\nContent-Length: 200\r\n\r\n" + body);
}

TEST(ListenerDeadlines, ABodyBelowTheMinimumRateIsCut) {
  auto config = quick_config();
  config.deadlines.body_grace = 30ms;
  TestListener listener(config, ok);
  Client client(listener.port());
  EXPECT_EQ(client.request("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc").status,
            408);
  EXPECT_TRUE(client.is_closed());
  Client chunked(listener.port());
  EXPECT_EQ(chunked
                .request("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                         "3\r\nabc\r\n")
                .status,
            408);
}

TEST(ListenerDeadlines, AWholeRequestHasADeadlineToo) {
  auto config = quick_config();
  config.deadlines.request = 40ms;
  TestListener listener(config, ok);
  Client client(listener.port());
  EXPECT_EQ(client.request("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc").status,
            408);
}

TEST(ListenerDeadlines, AClientThatNeverReadsIsCut) {
  auto config = quick_config();
  config.deadlines.write = std::chrono::milliseconds(-20'000'000);  // less what the size earns
  std::atomic<int> calls = 0;
  TestListener listener(config, [&](const Request&) {
    ++calls;
    Response response;
    response.body.assign(16'000'000, 'x');
    return response;
  });
  Client client(listener.port());
  for (int i = 0; i < 300; ++i) client.send(get("/inline"));
  while (client.send(get("/inline"))) std::this_thread::sleep_for(5ms);
  EXPECT_EQ(calls, 1);
}

TEST(ListenerDeadlines, AFullQueueAnswersUnavailable) {
  auto config = quick_config();
  config.worker_threads = 1;
  config.worker_queue = 0;
  std::latch begun(1);
  std::latch go_on(1);
  TestListener listener(config, [&](const Request& request) {
    if (request.path == "/slow") {
      begun.count_down();
      go_on.wait();
    }
    return ok(request);
  });
  Client slow(listener.port());
  slow.send(get("/slow"));
  begun.wait();

  Client other(listener.port());
  const auto refused = other.request(get("/worker"));
  EXPECT_EQ(refused.status, 503);
  EXPECT_TRUE(refused.has("Retry-After: 1"));
  EXPECT_EQ(other.request(get("/inline")).status, 200) << "needs no worker";

  go_on.count_down();
  EXPECT_EQ(slow.receive().status, 200);
  EXPECT_EQ(slow.request(get("/worker")).status, 200) << "the place is free again";
}

TEST(ListenerDeadlines, SilentConnectionsMakeRoomForNewOnes) {
  auto config = quick_config();
  config.connections_max = 4;
  TestListener listener(config, ok);
  std::vector<std::unique_ptr<Client>> silent;
  silent.reserve(12);
  for (int i = 0; i < 12; ++i) silent.push_back(std::make_unique<Client>(listener.port()));
  Client client(listener.port());
  EXPECT_EQ(client.request(get("/inline")).status, 200);
}

TEST(ListenerDeadlines, AcceptingSurvivesTheLackOfDescriptors) {
  TestListener listener(quick_config(), ok);
  EXPECT_EQ(Client(listener.port()).request(get("/inline")).status, 200);
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  const int lowest_free = ::dup(0);
  ASSERT_GE(lowest_free, 0);
  ::close(lowest_free);
  auto tight = before;
  tight.rlim_cur = static_cast<rlim_t>(lowest_free) + 1;  // one for the client, none to accept

  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &tight), 0);
  Client client(listener.port());
  client.send(get("/inline"));
  std::this_thread::sleep_for(50ms);
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);

  EXPECT_EQ(client.receive().status, 200);
}

TEST(ListenerDeadlines, StoppingAnswersWhatIsUnderWay) {
  std::latch begun(1);
  std::latch go_on(1);
  TestListener listener(quick_config(), [&](const Request& request) {
    begun.count_down();
    go_on.wait();
    return ok(request);
  });
  Client busy(listener.port());
  Client idle(listener.port());
  busy.send(get("/worker"));
  begun.wait();

  auto stopping = std::async(std::launch::async, [&] { listener.stop(); });
  EXPECT_TRUE(idle.is_closed());
  EXPECT_THROW(Client(listener.port()), std::runtime_error);
  EXPECT_EQ(stopping.wait_for(0ms), std::future_status::timeout);
  go_on.count_down();

  const auto answer = busy.receive();
  EXPECT_EQ(answer.status, 200);
  EXPECT_TRUE(answer.has("Connection: close"));
  EXPECT_TRUE(busy.is_closed());
  stopping.get();
  listener.stop();
}

TEST(ListenerDeadlines, StoppingDoesNotWaitForASlowClient) {
  auto config = quick_config();
  config.deadlines.drain = 50ms;
  TestListener listener(config, ok);
  Client client(listener.port());
  client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc");
  const auto begin = std::chrono::steady_clock::now();
  listener.stop();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 2s);
}

TEST(ListenerDeadlines, StoppingDropsWhatStillWaitsForAWorker) {
  auto config = quick_config();
  config.worker_threads = 1;
  config.deadlines.drain = 20ms;
  std::latch begun(1);
  auto listener = std::make_unique<TestListener>(config, [&](const Request& request) {
    begun.count_down();
    std::this_thread::sleep_for(200ms);
    return ok(request);
  });
  Client first(listener->port());
  first.send(get("/worker"));
  begun.wait();
  Client second(listener->port());
  second.send(get("/worker"));
  std::this_thread::sleep_for(20ms);
  listener.reset();
  EXPECT_EQ(first.receive().status, 0);
  EXPECT_EQ(second.receive().status, 0);
}

}  // namespace
}  // namespace gatehouse::http
