// Which organizations leave the memory when they take too much of it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "base/id.h"

namespace gatehouse::directory {

struct Evictable {
  OrganizationId organization;
  std::size_t memory_bytes;
  bool is_used;  ///< since the last look
};

/// The unused first, as many as must go until the rest takes at most `bytes`.
inline std::vector<OrganizationId> choose_evicted(std::vector<Evictable> all, std::size_t bytes) {
  std::size_t total = 0;
  for (const Evictable& one : all) total += one.memory_bytes;
  std::ranges::sort(all, {}, &Evictable::is_used);
  std::vector<OrganizationId> evicted;
  for (const Evictable& one : all) {
    if (total <= bytes) break;
    evicted.push_back(one.organization);
    total -= one.memory_bytes;
  }
  return evicted;
}

}  // namespace gatehouse::directory
