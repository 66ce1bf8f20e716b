// What all connections of a listener share. Thread-safe.
#pragma once

#include <algorithm>
#include <atomic>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <utility>

#include "http/forwarded.h"
#include "http/listener.h"
#include "http/message.h"

namespace gatehouse::http {

/// Threads for handlers that may block, behind a queue of bounded length.
class WorkerPool {
 public:
  WorkerPool(unsigned threads, std::size_t queue) : capacity_(threads + queue), pool_(threads) {}

  /// Takes a place for one post(), to be given back with release(); false when there is none.
  bool try_reserve() {
    if (taken_.fetch_add(1) < capacity_) return true;
    release();
    return false;
  }
  void release() { taken_.fetch_sub(1); }

  template <class Work>
  void post(Work work) {
    boost::asio::post(pool_, std::move(work));
  }

  /// Waits for the work that has begun and drops the rest.
  void stop() {
    pool_.stop();
    pool_.join();
  }

 private:
  const std::size_t capacity_;
  std::atomic<std::size_t> taken_ = 0;
  boost::asio::thread_pool pool_;
};

class OpenConnections {
 public:
  void add() { ++count_; }
  void remove() {
    if (--count_ > 0) return;
    const std::lock_guard lock(mutex_);
    none_.notify_all();
  }
  std::size_t count() const { return count_; }
  void wait_until_none(std::chrono::milliseconds at_most) {
    std::unique_lock lock(mutex_);
    none_.wait_for(lock, at_most, [this] { return count_ == 0; });
  }

 private:
  std::atomic<std::size_t> count_ = 0;
  std::mutex mutex_;
  std::condition_variable none_;
};

struct Service {
  Service(const ListenerConfig& its_config, Handler its_handler, QuickHandler its_quick_handler)
      : config(its_config),
        handler(std::move(its_handler)),
        quick_handler(std::move(its_quick_handler)),
        proxies(config.trusted_proxies),
        workers(std::in_place, std::max(config.worker_threads, 1U), config.worker_queue) {}

  const ListenerConfig config;
  const Handler handler;
  const QuickHandler quick_handler;
  const TrustedProxies proxies;
  std::atomic<bool> is_draining = false;
  OpenConnections connections;
  /// Destroyed before the I/O threads: what it drops are connections that live on them.
  std::optional<WorkerPool> workers;
};

}  // namespace gatehouse::http
