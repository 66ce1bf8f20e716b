#include "audit/tree.h"

#include <bit>

#include "base/crypto.h"
#include "base/failure.h"

namespace gatehouse::audit {
namespace {

constexpr std::size_t kHashHex = 64;

}  // namespace

std::string leaf_hash(std::string_view leaf) {
  return sha256(std::string(1, '\0') + std::string(leaf));
}

std::string node_hash(std::string_view left, std::string_view right) {
  return sha256("\x01" + std::string(left) + std::string(right));
}

Tree::Tree(std::int64_t size, std::string_view frontier_hex)
    : size_(size), frontier_(frontier_hex) {
  const auto complete = static_cast<std::size_t>(std::popcount(static_cast<std::uint64_t>(size)));
  check(frontier_.size() == complete * kHashHex, "the audit frontier does not fit its size");
}

std::string Tree::subtree_before(std::size_t end) const {
  return from_hex(std::string_view(frontier_).substr(end - kHashHex, kHashHex));
}

void Tree::append(std::string_view leaf) {
  std::string last(leaf);
  // Each trailing one bit of the old size is a complete subtree as large as the one just made.
  for (std::int64_t bits = size_++; bits & 1; bits >>= 1) {
    last = node_hash(subtree_before(frontier_.size()), last);
    frontier_.resize(frontier_.size() - kHashHex);
  }
  frontier_ += to_hex(last);
}

std::string Tree::root() const {
  if (frontier_.empty()) return sha256("");
  std::size_t at = frontier_.size();
  std::string root = subtree_before(at);
  while ((at -= kHashHex) > 0) root = node_hash(subtree_before(at), root);
  return root;
}

}  // namespace gatehouse::audit
