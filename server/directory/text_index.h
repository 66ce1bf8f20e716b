// Which texts contain a string, found by the runs of three bytes in it. Each text belongs to a
// slot, a small number. Not thread-safe for changes; any number of threads may ask at once.
#pragma once

#include <array>
#include <cstdint>
#include <roaring/roaring.hh>
#include <string_view>
#include <unordered_map>

namespace gatehouse::directory {

class TextIndex {
 public:
  void add(std::uint32_t slot, std::string_view text);
  /// `text` is the one that was added.
  void remove(std::uint32_t slot, std::string_view text);

  struct Candidates {
    Roaring slots;
    bool is_exact = false;  ///< else some of them contain only parts of `part`
  };
  /// Every slot whose text contains `part` (not empty).
  Candidates find(std::string_view part) const;

  std::size_t memory_bytes() const;

 private:
  Roaring with_bytes(std::string_view part) const;
  Roaring with_pair(std::string_view pair) const;

  std::array<Roaring, 256> bytes_;
  std::unordered_map<std::uint32_t, Roaring> runs_;  // of three bytes; the text's end is two zeros
};

}  // namespace gatehouse::directory
