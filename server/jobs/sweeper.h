// Removes rows whose time is over (store/ended.h), once a minute, in a thread of its own. It looks
// first: where nothing has ended, nobody waits for a write.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "base/time.h"
#include "store/database.h"

namespace gatehouse::jobs {

class Sweeper {
 public:
  /// `also` is done each time too, in the same thread.
  Sweeper(store::Database& database, const Clock& clock, std::function<void()> also = {});
  Sweeper(const Sweeper&) = delete;
  Sweeper& operator=(const Sweeper&) = delete;

  /// Begins the thread, which ends with this.
  void start();
  /// Whether there was something to remove. What the thread does, for tests.
  bool run_once();

 private:
  void loop(const std::stop_token& stop);

  store::Database& database_;
  const Clock& clock_;
  const std::function<void()> also_;
  std::mutex mutex_;
  std::condition_variable_any stopped_;
  std::jthread thread_;  // last: it uses the rest
};

}  // namespace gatehouse::jobs
