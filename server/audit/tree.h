// The Merkle tree of an audit trail: RFC 6962 section 2.1 over SHA-256. The frontier, the roots of
// the complete subtrees from the largest to the smallest, is all that appending needs. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gatehouse::audit {

/// SHA-256(0x00 || leaf), 32 raw bytes.
std::string leaf_hash(std::string_view leaf);
/// SHA-256(0x01 || left || right).
std::string node_hash(std::string_view left, std::string_view right);

class Tree {
 public:
  Tree() = default;
  /// `frontier` as frontier() gave it; throws std::logic_error when it does not fit `size`.
  Tree(std::int64_t size, std::string_view frontier_hex);

  void append(std::string_view leaf_hash);
  std::int64_t size() const { return size_; }
  const std::string& frontier() const { return frontier_; }  ///< hexadecimal
  /// Root of the whole tree; of no leaves: SHA-256 of nothing.
  std::string root() const;

 private:
  std::string subtree_before(std::size_t end) const;

  std::int64_t size_ = 0;
  std::string frontier_;  // hexadecimal, as it is stored: appending changes its end only
};

}  // namespace gatehouse::audit
