#include "base/time.h"

namespace gatehouse {
namespace {

using namespace std::chrono;

// Reads exactly `digits` digits and advances; nothing when another character is met.
std::optional<int> number(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return {};
  int value = 0;
  for (char c : text.substr(0, digits)) {
    if (c < '0' || c > '9') return {};
    value = value * 10 + (c - '0');
  }
  text.remove_prefix(digits);
  return value;
}

bool literal(std::string_view& text, std::string_view accepted) {
  if (text.empty() || accepted.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

// ".123456" → 123 ms; further digits are dropped.
std::optional<milliseconds> fraction(std::string_view& text) {
  if (text.empty() || text.front() != '.') return milliseconds{0};
  text.remove_prefix(1);
  int value = 0;
  std::size_t digits = 0;
  while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
    if (digits < 3) value = value * 10 + (text.front() - '0');
    ++digits;
    text.remove_prefix(1);
  }
  if (digits == 0 || digits > 9) return {};
  for (std::size_t i = digits; i < 3; ++i) value *= 10;
  return milliseconds{value};
}

std::optional<minutes> offset(std::string_view& text) {
  if (literal(text, "Zz")) return minutes{0};
  if (text.empty()) return {};
  const int sign = text.front() == '-' ? -1 : 1;
  if (!literal(text, "+-")) return {};
  const auto hour = number(text, 2);
  if (!hour || !literal(text, ":")) return {};
  const auto minute = number(text, 2);
  if (!minute || *hour > 23 || *minute > 59) return {};
  return minutes{sign * (*hour * 60 + *minute)};
}

}  // namespace

void append_to(std::string& text, Timestamp time) {
  const auto day = floor<days>(time);
  const year_month_day date{day};
  const hh_mm_ss clock{time - day};
  char form[] = "0000-00-00T00:00:00.000Z";
  const auto put = [&](std::size_t at, std::size_t digits, auto value) {
    for (auto rest = static_cast<unsigned>(value); digits > 0; rest /= 10)
      form[at + --digits] = static_cast<char>('0' + rest % 10);
  };
  put(0, 4, static_cast<int>(date.year()));
  put(5, 2, static_cast<unsigned>(date.month()));
  put(8, 2, static_cast<unsigned>(date.day()));
  put(11, 2, clock.hours().count());
  put(14, 2, clock.minutes().count());
  put(17, 2, clock.seconds().count());
  put(20, 3, clock.subseconds().count());
  text.append(form, sizeof form - 1);
}

std::string to_string(Timestamp time) {
  std::string text;
  append_to(text, time);
  return text;
}

std::optional<Timestamp> parse_timestamp(std::string_view text) {
  const auto y = number(text, 4);
  if (!y || !literal(text, "-")) return {};
  const auto m = number(text, 2);
  if (!m || !literal(text, "-")) return {};
  const auto d = number(text, 2);
  if (!d || !literal(text, "Tt")) return {};
  const auto hour = number(text, 2);
  if (!hour || !literal(text, ":")) return {};
  const auto minute = number(text, 2);
  if (!minute || !literal(text, ":")) return {};
  const auto second = number(text, 2);
  if (!second) return {};
  const auto millis = fraction(text);
  if (!millis) return {};
  const auto zone = offset(text);
  if (!zone || !text.empty()) return {};

  const year_month_day date{year{*y}, month{static_cast<unsigned>(*m)},
                            day{static_cast<unsigned>(*d)}};
  if (!date.ok() || *hour > 23 || *minute > 59 || *second > 59) return {};
  const Timestamp time =
      sys_days{date} + hours{*hour} + minutes{*minute} + seconds{*second} + *millis - *zone;
  if (time < Timestamp{} || time >= sys_days{year{10000} / 1 / 1}) return {};
  return time;
}

Timestamp SystemClock::now() const { return floor<milliseconds>(system_clock::now()); }

}  // namespace gatehouse
