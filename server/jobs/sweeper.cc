#include "jobs/sweeper.h"

#include "base/log.h"
#include "store/ended.h"

namespace gatehouse::jobs {

Sweeper::Sweeper(store::Database& database, const Clock& clock, std::function<void()> also)
    : database_(database), clock_(clock), also_(std::move(also)) {}

void Sweeper::start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { loop(stop); });
}

bool Sweeper::run_once() {
  const Timestamp now = clock_.now();
  if (!store::has_ended(*database_.begin_read(), now)) return false;
  const auto tx = database_.begin_write();
  store::remove_ended(*tx, now);
  tx->commit();
  return true;
}

void Sweeper::loop(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    try {
      run_once();
      if (also_) also_();
    } catch (const std::exception& failed) {
      log::error("sweeper.failed", {{"message", failed.what()}});
    }
    std::unique_lock lock(mutex_);
    stopped_.wait_for(lock, stop, std::chrono::minutes{1}, [] { return false; });
  }
}

}  // namespace gatehouse::jobs
