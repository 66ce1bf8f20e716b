// A persistent hash table: copies share all their nodes, and a change copies only the nodes on the
// way to the entry. Nodes made under the current token are still private to its holder and are
// changed in place, so that building is cheap. A copy that is not being changed is immutable and
// may be read by any number of threads.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <utility>
#include <vector>

namespace gatehouse::directory {

/// `Entry` has `std::uint64_t hash() const` and, for each type of key, `bool is(key) const`.
template <class Entry>
class Trie {
 public:
  /// The entry whose hash is `hash` and for which `is(key)`.
  template <class Key>
  const Entry* find(std::uint64_t hash, const Key& key) const {
    const Node* node = root_.get();
    for (unsigned shift = 0; node != nullptr; shift += branch_bits) {
      if (node->leaf) {
        const Leaf& leaf = static_cast<const Leaf&>(*node);
        const std::size_t index = leaf.find(hash, key);
        return index == leaf.entries.size() ? nullptr : &leaf.entries[index];
      }
      node = static_cast<const Branch*>(node)->children[child(hash, shift)].get();
    }
    return nullptr;
  }

  /// Inserts, or replaces the entry with this key. Nodes of an older token are left as they are.
  template <class Key>
  void put(Entry entry, const Key& key, std::uint64_t token) {
    const std::uint64_t hash = entry.hash();
    std::shared_ptr<Node>* place = &root_;
    unsigned shift = 0;
    for (;;) {
      if (*place == nullptr) *place = std::make_shared<Leaf>(token);
      own(*place, token);
      if ((*place)->leaf) {
        Leaf& leaf = static_cast<Leaf&>(**place);
        const std::size_t index = leaf.find(hash, key);
        if (index < leaf.entries.size()) {
          leaf.entries[index] = std::move(entry);
          return;
        }
        if (leaf.entries.size() < leaf_entries || shift >= deepest_shift) {
          leaf.add(std::move(entry), hash);
          ++size_;
          return;
        }
        split(*place, shift, token);
      }
      place = &static_cast<Branch&>(**place).children[child(hash, shift)];
      shift += branch_bits;
    }
  }

  template <class Key>
  void erase(std::uint64_t hash, const Key& key, std::uint64_t token) {
    if (find(hash, key) == nullptr) return;
    std::shared_ptr<Node>* place = &root_;
    for (unsigned shift = 0;; shift += branch_bits) {
      own(*place, token);
      if ((*place)->leaf) break;
      place = &static_cast<Branch&>(**place).children[child(hash, shift)];
    }
    Leaf& leaf = static_cast<Leaf&>(**place);
    leaf.remove(leaf.find(hash, key));
    --size_;
    if (leaf.entries.empty()) place->reset();
  }

  std::size_t size() const { return size_; }

  /// In an order that depends on the history; stops when `visit` returns false.
  template <class Visit>
  bool visit(Visit&& visit) const {
    return visit_below(root_.get(), visit);
  }

  template <class Visit>
  void for_each(Visit&& visit) const {
    visit_below(root_.get(), [&](const Entry& entry) {
      visit(entry);
      return true;
    });
  }

  /// Of the nodes; what entries point to is not counted.
  std::size_t memory_bytes() const { return bytes_below(root_.get()); }

 private:
  static constexpr unsigned branch_bits = 4;
  static constexpr unsigned deepest_shift = 52;
  static constexpr std::size_t branches = 1u << branch_bits;
  static constexpr std::size_t leaf_entries = 96;
  static constexpr std::size_t growth = 2;

  struct Node {
    Node(bool is_leaf, std::uint64_t of) : token(of), leaf(is_leaf) {}
    std::uint64_t token;
    bool leaf;
  };
  struct Branch : Node {
    explicit Branch(std::uint64_t of) : Node(false, of) {}
    std::array<std::shared_ptr<Node>, branches> children;
  };
  struct Leaf : Node {
    explicit Leaf(std::uint64_t of) : Node(true, of) {}

    template <class Key>
    std::size_t find(std::uint64_t hash, const Key& key) const {
      const auto tag = static_cast<std::uint8_t>(hash >> 56);
      const std::size_t tagged = std::min(entries.size(), leaf_entries);
      const std::uint8_t* at = tags.data();
      const std::uint8_t* const end = at + tagged;
      while (at != end) {
        at = static_cast<const std::uint8_t*>(
            std::memchr(at, tag, static_cast<std::size_t>(end - at)));
        if (at == nullptr) break;
        const auto index = static_cast<std::size_t>(at - tags.data());
        if (entries[index].is(key)) return index;
        ++at;
      }
      for (std::size_t i = tagged; i < entries.size(); ++i)
        if (entries[i].hash() == hash && entries[i].is(key)) return i;
      return entries.size();
    }
    void add(Entry entry, std::uint64_t hash) {
      if (entries.size() < leaf_entries)
        tags[entries.size()] = static_cast<std::uint8_t>(hash >> 56);
      if (entries.size() == entries.capacity()) entries.reserve(entries.size() + growth);
      entries.push_back(std::move(entry));
    }
    void remove(std::size_t index) {
      if (index + 1 != entries.size()) entries[index] = std::move(entries.back());
      entries.pop_back();
      for (std::size_t i = index; i < std::min(index + 1, std::min(entries.size(), leaf_entries));
           ++i)
        tags[i] = static_cast<std::uint8_t>(entries[i].hash() >> 56);
    }

    std::array<std::uint8_t, leaf_entries> tags{};
    std::vector<Entry> entries;
  };

  static std::size_t child(std::uint64_t hash, unsigned shift) {
    return hash >> shift & (branches - 1);
  }

  static void own(std::shared_ptr<Node>& node, std::uint64_t token) {
    if (node->token == token) return;
    if (node->leaf) {
      node = std::make_shared<Leaf>(static_cast<const Leaf&>(*node));
    } else {
      node = std::make_shared<Branch>(static_cast<const Branch&>(*node));
    }
    node->token = token;
  }

  static void split(std::shared_ptr<Node>& node, unsigned shift, std::uint64_t token) {
    auto branch = std::make_shared<Branch>(token);
    for (Entry& entry : static_cast<Leaf&>(*node).entries) {
      const std::uint64_t hash = entry.hash();
      auto& place = branch->children[child(hash, shift)];
      if (place == nullptr) place = std::make_shared<Leaf>(token);
      static_cast<Leaf&>(*place).add(std::move(entry), hash);
    }
    node = std::move(branch);
  }

  template <class Visit>
  static bool visit_below(const Node* node, Visit&& visit) {
    if (node == nullptr) return true;
    if (node->leaf)
      return std::ranges::all_of(static_cast<const Leaf*>(node)->entries,
                                 [&](const Entry& entry) { return visit(entry); });
    return std::ranges::all_of(
        static_cast<const Branch*>(node)->children,
        [&](const std::shared_ptr<Node>& below) { return visit_below(below.get(), visit); });
  }

  static std::size_t bytes_below(const Node* node) {
    constexpr std::size_t allocation_bytes = 32;  // the heap's and the counter's share
    if (node == nullptr) return 0;
    if (node->leaf)
      return sizeof(Leaf) + 2 * allocation_bytes +
             static_cast<const Leaf*>(node)->entries.capacity() * sizeof(Entry);
    std::size_t bytes = sizeof(Branch) + allocation_bytes;
    for (const auto& below : static_cast<const Branch*>(node)->children)
      bytes += bytes_below(below.get());
    return bytes;
  }

  std::shared_ptr<Node> root_;
  std::size_t size_ = 0;
};

}  // namespace gatehouse::directory
