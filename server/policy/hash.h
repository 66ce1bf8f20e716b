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

/// `fold` is set in every byte before.
inline std::uint64_t hash_text(std::string_view text, std::uint64_t fold = 0) {
  const auto load = [](const char* at, auto word) {
    std::memcpy(&word, at, sizeof word);
    return std::uint64_t{word};
  };
  std::uint64_t state = text.size();
  const char* at = text.data();
  std::size_t left = text.size();
  for (; left > 8; at += 8, left -= 8) state = mix(state, load(at, std::uint64_t{}) | fold);
  std::uint64_t tail = 0;  // what is left, read in parts of fixed size, which may overlap
  if (left == 8) {
    tail = load(at, std::uint64_t{});
  } else if (left >= 4) {
    tail = load(at, std::uint32_t{}) << 32 | load(at + left - 4, std::uint32_t{});
  } else if (left > 0) {
    tail = load(at, std::uint8_t{}) << 16 | load(at + left / 2, std::uint8_t{}) << 8 |
           load(at + left - 1, std::uint8_t{});
  }
  return mix(state, tail | fold);
}

/// The same for letters of either case; other characters may collide.
inline std::uint64_t hash_folded(std::string_view text) {
  return hash_text(text, 0x2020202020202020u);
}

}  // namespace gatehouse::policy
