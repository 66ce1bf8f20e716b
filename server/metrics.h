// Counters in Prometheus's text format, version 0.0.4. Thread-safe.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <string>

#include "directory/directory.h"
#include "directory/user_list.h"

namespace gatehouse {

class Metrics {
 public:
  void count(int status, std::chrono::nanoseconds taken);
  std::string text(const directory::Directory& directory,
                   const directory::UserLists& user_lists) const;

 private:
  // Seconds; the last bucket is +Inf.
  static constexpr std::array<double, 8> kBounds{0.0005, 0.001, 0.0025, 0.01, 0.05, 0.25, 1, 5};

  std::array<std::atomic<std::uint64_t>, 6> by_class_{};  // 1xx … 5xx
  std::array<std::atomic<std::uint64_t>, kBounds.size() + 1> buckets_{};
  std::atomic<std::uint64_t> nanos_{0};
};

}  // namespace gatehouse
