// The time in tests: it stands still until it is advanced. Not thread-safe.
#pragma once

#include "base/time.h"

namespace gatehouse::testing {

class FixedClock final : public Clock {
 public:
  explicit FixedClock(Timestamp now = *parse_timestamp("2026-11-22T09:00:00Z")) : now_(now) {}
  Timestamp now() const override { return now_; }
  void advance(std::chrono::milliseconds by) { now_ += by; }

 private:
  Timestamp now_;
};

}  // namespace gatehouse::testing
