#include "directory/hash_index.h"

#include <algorithm>

#include "directory/sorted.h"

namespace gatehouse::directory {

HashIndex::HashIndex(std::vector<Key> keys) {
  make_set(keys);
  root_ = make(keys, top_shift);
}

// `keys` are sorted, and the same above `shift`. There is nothing to tell apart below the hash.
HashIndex::Place HashIndex::make(std::span<const Key> keys, unsigned shift) {
  if (keys.empty()) return {};
  if (keys.size() <= leaf_keys || shift < 32) {
    boost::intrusive_ptr<Leaf> leaf(new (keys.size()) Leaf);
    std::ranges::copy(keys, leaf->begin());
    return {leaf, static_cast<std::uint32_t>(keys.size())};
  }
  boost::intrusive_ptr<Branch> branch(new Branch);
  for (std::size_t i = 0; i < branches; ++i) {
    const auto end =
        std::ranges::partition_point(keys, [&](Key key) { return part(key, shift) <= i; });
    const auto count = static_cast<std::size_t>(end - keys.begin());
    branch->below[i] = make(keys.first(count), shift - branch_bits);
    keys = keys.subspan(count);
  }
  return {branch};
}

HashIndex::Place HashIndex::with(const Place& place, unsigned shift, Key key) {
  if (place.is_branch()) {
    boost::intrusive_ptr<Branch> branch(new Branch(static_cast<const Branch&>(*place.node)));
    Place& below = branch->below[part(key, shift)];
    below = with(below, shift - branch_bits, key);
    return {branch};
  }
  std::vector<Key> keys(place.keys().begin(), place.keys().end());
  insert_sorted(keys, key);
  return make(keys, shift);
}

HashIndex::Place HashIndex::without(const Place& place, unsigned shift, Key key) {
  if (place.is_branch()) {
    boost::intrusive_ptr<Branch> branch(new Branch(static_cast<const Branch&>(*place.node)));
    Place& below = branch->below[part(key, shift)];
    below = without(below, shift - branch_bits, key);
    for (const Place& one : branch->below)
      if (one.node != nullptr) return {branch};
    return {};
  }
  std::vector<Key> keys(place.keys().begin(), place.keys().end());
  erase_sorted(keys, key);
  return make(keys, shift);
}

std::size_t HashIndex::bytes_below(const Place& place) {
  constexpr std::size_t allocation_bytes = 8;
  if (place.node == nullptr) return 0;
  if (!place.is_branch()) return sizeof(Leaf) + place.count * sizeof(Key) + allocation_bytes;
  std::size_t bytes = sizeof(Branch) + allocation_bytes;
  for (const Place& below : static_cast<const Branch&>(*place.node).below)
    bytes += bytes_below(below);
  return bytes;
}

}  // namespace gatehouse::directory
