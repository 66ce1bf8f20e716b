#include "jobs/background.h"

#include "base/log.h"

namespace gatehouse::jobs {

Background::Background() : thread_([this](const std::stop_token& stop) { loop(stop); }) {}

void Background::add(std::function<void()> task) {
  {
    const std::scoped_lock lock(mutex_);
    if (waiting_.size() >= tasks_max) {
      log::error("background.full", {{"tasks", tasks_max}});
      return;
    }
    waiting_.push_back(std::move(task));
  }
  changed_.notify_one();
}

void Background::loop(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (changed_.wait(lock, stop, [&] { return !waiting_.empty(); })) {
    const auto task = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    try {
      task();
    } catch (const std::exception& problem) {
      log::error("background.failed", {{"message", problem.what()}});
    }
    lock.lock();
  }
}

}  // namespace gatehouse::jobs
