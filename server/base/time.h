// Points in time and the clock that gives them. Every deadline, expiry and audit time comes from a
// `Clock` that is passed in, so tests set the time and never sleep.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse {

/// UTC, milliseconds since 1970, as stored in the database and compared for every expiry.
using Timestamp = std::chrono::sys_time<std::chrono::milliseconds>;

/// RFC 3339 in UTC with milliseconds: `2026-11-22T00:41:12.000Z`.
std::string to_string(Timestamp time);
void append_to(std::string& text, Timestamp time);

/// RFC 3339 date-time with any offset below 24 hours, years 1970 to 9999; at most millisecond
/// precision is kept. Nothing for a date that does not exist, a leap second or trailing text.
std::optional<Timestamp> parse_timestamp(std::string_view text);

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Timestamp now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Timestamp now() const override;
};

}  // namespace gatehouse
