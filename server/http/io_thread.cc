#include "http/io_thread.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <charconv>
#include <exception>
#include <vector>

#include "base/crypto.h"
#include "base/log.h"
#include "http/answer.h"

namespace gatehouse::http {

namespace asio = boost::asio;

Watched::Watched(IoThread& thread)
    : thread_(thread),
      place_(thread.watched_.insert(thread.watched_.end(), this)),
      since_(thread.now()) {}

Watched::~Watched() { thread_.watched_.erase(place_); }

void Watched::enter(Phase phase, std::chrono::milliseconds at_most) {
  phase_ = phase;
  since_ = thread_.now();
  deadline_ = since_ + at_most + thread_.tick();  // now() is up to a tick behind
}

IoThread::IoThread(std::chrono::milliseconds tick)
    : tick_(tick), date_(http_date()), id_prefix_(to_hex(random_bytes(8)) + "-") {}

IoThread::~IoThread() { stop(); }

void IoThread::start() {
  asio::co_spawn(context_, watch(), asio::detached);
  thread_ = std::jthread([this] { run(); });
}

void IoThread::stop() {
  context_.stop();
  if (thread_.joinable()) thread_.join();
}

void IoThread::run() {
  for (;;) {
    try {
      context_.run();
      return;
    } catch (const std::exception& mistake) {
      log::error("http.io_thread", {{"error", mistake.what()}});
    }
  }
}

Awaitable<void> IoThread::watch() {
  Timer timer(executor());
  for (;;) {
    timer.expires_after(tick_);
    if (const auto [error] = co_await timer.async_wait(kAsTuple); error) co_return;
    now_ = SteadyClock::now();
    date_ = http_date();
    expire_due();
  }
}

void IoThread::expire_due() {
  for (Watched* connection : watched_)
    if (connection->deadline() <= now_) connection->expire();
}

void IoThread::next_id(std::string& id) {
  char digits[16];
  const auto end = std::to_chars(digits, digits + sizeof digits, ++ids_, 16).ptr;
  id.assign(id_prefix_).append(digits, end);
}

void IoThread::close_idle() {
  for (Watched* connection : watched_) connection->close_if_idle();
}

void IoThread::evict(std::size_t count) {
  std::vector<Watched*> waiting;
  std::ranges::copy_if(watched_, std::back_inserter(waiting), [](const Watched* connection) {
    return connection->phase() <= Watched::Phase::head;
  });
  const auto last = waiting.begin() + static_cast<std::ptrdiff_t>(std::min(count, waiting.size()));
  std::ranges::partial_sort(waiting, last, {}, &Watched::since);
  std::for_each(waiting.begin(), last, [](Watched* connection) { connection->expire(); });
}

}  // namespace gatehouse::http
