// What need not be done before the answer, in the order given, in a thread of its own: so that an
// answer takes the same time whatever there is to do. Held in memory only: a crash loses what
// waits. Thread-safe.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace gatehouse::jobs {

class Background {
 public:
  Background();
  /// Does first what is waiting.
  ~Background() = default;
  Background(const Background&) = delete;
  Background& operator=(const Background&) = delete;

  /// Drops the task, and says so in the log, when `tasks_max` are waiting.
  void add(std::function<void()> task);

  static constexpr std::size_t tasks_max = 10'000;  // a few MB

 private:
  void loop(const std::stop_token& stop);

  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<std::function<void()>> waiting_;
  std::jthread thread_;  // last: it uses the rest
};

}  // namespace gatehouse::jobs
