#include "base/id.h"

#include <sodium.h>

#include <algorithm>
#include <atomic>

namespace gatehouse {

// Milliseconds and a 12-bit counter as one number, greater than every one before it.
static std::uint64_t next_tick(Timestamp now) {
  static std::atomic<std::uint64_t> last{0};
  const std::uint64_t wanted = static_cast<std::uint64_t>(now.time_since_epoch().count()) << 12;
  std::uint64_t seen = last.load(std::memory_order_relaxed);
  std::uint64_t next;
  do {
    next = std::max(wanted, seen + 1);
  } while (!last.compare_exchange_weak(seen, next, std::memory_order_relaxed));
  return next;
}

Uuid Uuid::generate(Timestamp now) {
  Uuid uuid;
  randombytes_buf(uuid.bytes.data(), uuid.bytes.size());
  const std::uint64_t tick = next_tick(now);
  const std::uint64_t millis = tick >> 12;
  for (unsigned i = 0; i < 6; ++i)
    uuid.bytes[i] = static_cast<std::uint8_t>(millis >> (40 - 8 * i));
  uuid.bytes[6] = static_cast<std::uint8_t>(0x70 | ((tick >> 8) & 0x0F));
  uuid.bytes[7] = static_cast<std::uint8_t>(tick);
  uuid.bytes[8] = static_cast<std::uint8_t>((uuid.bytes[8] & 0x3F) | 0x80);
  return uuid;
}

void append_to(std::string& text, const Uuid& uuid) {
  constexpr char digits[] = "0123456789abcdef";
  char form[36];
  char* at = form;
  for (std::size_t i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) *at++ = '-';
    *at++ = digits[uuid.bytes[i] >> 4];
    *at++ = digits[uuid.bytes[i] & 15];
  }
  text.append(form, sizeof form);
}

std::string to_string(const Uuid& uuid) {
  std::string text;
  append_to(text, uuid);
  return text;
}

std::optional<Uuid> parse_uuid(std::string_view text) {
  if (text.size() != 36) return {};
  Uuid uuid;
  std::size_t nibble = 0;
  for (std::size_t i = 0; i < 36; ++i) {
    const char c = text[i];
    if (i == 8 || i == 13 || i == 18 || i == 23) {
      if (c != '-') return {};
      continue;
    }
    int value;
    if (c >= '0' && c <= '9')
      value = c - '0';
    else if (c >= 'a' && c <= 'f')
      value = c - 'a' + 10;
    else if (c >= 'A' && c <= 'F')
      value = c - 'A' + 10;
    else
      return {};
    uuid.bytes[nibble / 2] =
        static_cast<std::uint8_t>(nibble % 2 == 0 ? value << 4 : uuid.bytes[nibble / 2] | value);
    ++nibble;
  }
  return uuid;
}

}  // namespace gatehouse
