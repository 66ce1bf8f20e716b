// From a hash to the numbers of the entries that have it: a persistent multimap of eight bytes an
// entry. A key is the upper half of the hash and the number; keys lie sorted in leaves, which hang
// in a tree over the bits of the hash, and as hashes spread evenly the place of one in its leaf is
// known at once. Whoever finds a number has to compare what was hashed. Copies share all nodes.
#pragma once

#include <array>
#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <boost/smart_ptr/intrusive_ref_counter.hpp>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include "base/id.h"
#include "policy/hash.h"

namespace gatehouse::directory {

inline std::uint64_t hash_id(const Uuid& id) {
  std::uint64_t halves[2];
  std::memcpy(halves, id.bytes.data(), sizeof halves);
  return policy::mix(halves[0], halves[1]);
}

class HashIndex {
 public:
  using Key = std::uint64_t;
  static Key key(std::uint64_t hash, std::uint32_t number) { return hash >> 32 << 32 | number; }

  HashIndex() = default;
  /// Of all these at once.
  explicit HashIndex(std::vector<Key> keys);

  /// Each key is there once, however often it is added.
  void add(Key key) { root_ = with(root_, top_shift, key); }
  void remove(Key key) { root_ = without(root_, top_shift, key); }

  /// The first number under this hash for which `is(number)`; 0: none.
  template <class Is>
  std::uint32_t find(std::uint64_t hash, Is&& is) const {
    const Place* place = &root_;
    unsigned shift = top_shift;
    for (; place->is_branch(); shift -= branch_bits)
      place = &static_cast<const Branch*>(place->node.get())->below[part(hash, shift)];
    const std::span<const Key> keys = place->keys();
    std::size_t at = guess(keys.size(), hash, shift);
    while (at > 0 && keys[at - 1] >> 32 >= hash >> 32) --at;
    while (at < keys.size() && keys[at] >> 32 < hash >> 32) ++at;
    for (; at < keys.size() && keys[at] >> 32 == hash >> 32; ++at)
      if (const auto number = static_cast<std::uint32_t>(keys[at]); is(number)) return number;
    return 0;
  }

  std::size_t memory_bytes() const { return bytes_below(root_); }

 private:
  static constexpr unsigned branch_bits = 4;
  static constexpr unsigned top_shift = 64 - branch_bits;
  static constexpr std::size_t branches = 1u << branch_bits;
  static constexpr std::size_t leaf_keys = 1024;

  struct Node : boost::intrusive_ref_counter<Node> {
    virtual ~Node() = default;
  };
  // The keys follow in the same allocation.
  struct Leaf final : Node {
    static void* operator new(std::size_t size, std::size_t keys) {
      return ::operator new(size + keys * sizeof(Key));
    }
    static void operator delete(void* at) { ::operator delete(at); }
    Key* begin() { return reinterpret_cast<Key*>(this + 1); }
    const Key* begin() const { return reinterpret_cast<const Key*>(this + 1); }
  };
  // A branch, a leaf, or nothing. How many keys a leaf has is told here, so that the place of one
  // in it is known before the leaf is read.
  struct Place {
    boost::intrusive_ptr<const Node> node;
    std::uint32_t count = 0;

    bool is_branch() const { return node != nullptr && count == 0; }
    std::span<const Key> keys() const {
      if (count == 0) return {};
      return {static_cast<const Leaf*>(node.get())->begin(), count};
    }
  };
  struct Branch final : Node {
    std::array<Place, branches> below;
  };

  static std::size_t part(std::uint64_t hash, unsigned shift) {
    return hash >> shift & (branches - 1);
  }
  // The bits above `shift` are the same in the whole leaf.
  static std::size_t guess(std::size_t count, std::uint64_t hash, unsigned shift) {
    return (hash << (top_shift - shift) >> 32) * count >> 32;
  }

  static Place make(std::span<const Key> keys, unsigned shift);
  static Place with(const Place& place, unsigned shift, Key key);
  static Place without(const Place& place, unsigned shift, Key key);
  static std::size_t bytes_below(const Place& place);

  Place root_;
};

}  // namespace gatehouse::directory
