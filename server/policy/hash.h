// Hashing for the decision engine's tables: fast, unseeded, the same in every process. Never the
// only proof of equality: whoever finds by hash compares the text as well. Thread-safe.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace gatehouse::policy {

/// Both halves of the 128-bit product, folded.
inline std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  __extension__ using Wide = unsigned __int128;
  const Wide product = static_cast<Wide>(a ^ 0x9E3779B97F4A7C15u) * (b ^ 0xD1B54A32D192ED03u);
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

inline std::uint64_t hash_text(std::string_view text) {
  std::uint64_t state = text.size();
  const char* at = text.data();
  std::size_t left = text.size();
  for (; left >= 8; at += 8, left -= 8) {
    std::uint64_t word;
    std::memcpy(&word, at, 8);
    state = mix(state, word);
  }
  std::uint64_t tail = 0;
  if (left != 0) std::memcpy(&tail, at, left);
  return mix(state, tail);
}

}  // namespace gatehouse::policy
