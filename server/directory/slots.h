// A persistent array of numbered entries: copies share all their nodes, and a change copies only
// the nodes on the way to the entry. As in trie.h, nodes made under the current token are changed
// in place, and a copy that is not being changed may be read by any number of threads. Numbers of
// removed entries are given again; 0 is nobody's.
#pragma once

#include <array>
#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <boost/smart_ptr/intrusive_ref_counter.hpp>
#include <cstdint>
#include <utility>

namespace gatehouse::directory {

/// `Entry` can be vacant, and then holds a number: `Entry::vacant(next)`, `is_vacant()`,
/// `next_vacant()`.
template <class Entry>
class Slots {
 public:
  /// `number` is one that add() gave and remove() did not take back.
  const Entry& at(std::uint32_t number) const {
    const Node* node = root_.get();
    for (unsigned shift = top_shift_; shift > 0; shift -= branch_bits)
      node = static_cast<const Branch*>(node)->below[part(number, shift)].get();
    return static_cast<const Leaf*>(node)->entries[part(number, 0)];
  }

  /// The same, to be changed. Good until the next change.
  Entry& edit(std::uint32_t number, std::uint64_t token) {
    NodePointer* place = &root_;
    for (unsigned shift = top_shift_; shift > 0; shift -= branch_bits)
      place = &own<Branch>(*place, token).below[part(number, shift)];
    return own<Leaf>(*place, token).entries[part(number, 0)];
  }

  std::uint32_t add(Entry entry, std::uint64_t token) {
    ++size_;
    const std::uint32_t number = vacant_ != 0 ? vacant_ : next_++;
    while (number >> top_shift_ >= branches) grow(token);
    Entry& place = edit(number, token);
    if (number == vacant_) vacant_ = place.next_vacant();
    place = std::move(entry);
    return number;
  }

  void remove(std::uint32_t number, std::uint64_t token) {
    --size_;
    edit(number, token) = Entry::vacant(vacant_);
    vacant_ = number;
  }

  std::size_t size() const { return size_; }

  /// Calls `visit(number, entry)` in the order of the numbers.
  template <class Visit>
  void for_each(Visit&& visit) const {
    visit_below(root_.get(), top_shift_, 0, visit);
  }

  /// Of the nodes; what entries point to is not counted.
  std::size_t memory_bytes() const { return bytes_below(root_.get(), top_shift_); }

 private:
  static constexpr unsigned branch_bits = 6;
  static constexpr std::uint32_t branches = 1u << branch_bits;

  struct Node : boost::intrusive_ref_counter<Node> {
    virtual ~Node() = default;
    std::uint64_t token = 0;
  };
  using NodePointer = boost::intrusive_ptr<Node>;
  struct Branch final : Node {
    std::array<NodePointer, branches> below;
  };
  struct Leaf final : Node {
    std::array<Entry, branches> entries;
  };

  static std::uint32_t part(std::uint32_t number, unsigned shift) {
    return number >> shift & (branches - 1);
  }

  template <class SomeNode>
  static SomeNode& own(NodePointer& node, std::uint64_t token) {
    if (node == nullptr) {
      node = new SomeNode;
    } else if (node->token != token) {
      node = new SomeNode(static_cast<const SomeNode&>(*node));
    }
    node->token = token;
    return static_cast<SomeNode&>(*node);
  }

  void grow(std::uint64_t token) {
    NodePointer below = std::move(root_);
    own<Branch>(root_, token).below[0] = std::move(below);
    top_shift_ += branch_bits;
  }

  template <class Visit>
  static void visit_below(const Node* node, unsigned shift, std::uint32_t first, Visit&& visit) {
    if (node == nullptr) return;
    for (std::uint32_t i = 0; i < branches; ++i) {
      const std::uint32_t number = first | i << shift;
      if (shift > 0) {
        visit_below(static_cast<const Branch*>(node)->below[i].get(), shift - branch_bits, number,
                    visit);
      } else if (const auto& entry = static_cast<const Leaf*>(node)->entries[i];
                 !entry.is_vacant()) {
        visit(number, entry);
      }
    }
  }

  static std::size_t bytes_below(const Node* node, unsigned shift) {
    if (node == nullptr) return 0;
    if (shift == 0) return sizeof(Leaf);
    std::size_t bytes = sizeof(Branch);
    for (const NodePointer& below : static_cast<const Branch*>(node)->below)
      bytes += bytes_below(below.get(), shift - branch_bits);
    return bytes;
  }

  NodePointer root_;
  unsigned top_shift_ = 0;
  std::uint32_t next_ = 1;    // the first number that was never given
  std::uint32_t vacant_ = 0;  // the last one taken back, which leads to the one before
  std::size_t size_ = 0;
};

}  // namespace gatehouse::directory
