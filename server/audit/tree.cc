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

Tree::Tree(std::int64_t size, std::string_view frontier_hex) : size_(size) {
  const auto complete = static_cast<std::size_t>(std::popcount(static_cast<std::uint64_t>(size)));
  check(frontier_hex.size() == complete * kHashHex, "the audit frontier does not fit its size");
  for (std::size_t i = 0; i < complete; ++i)
    subtrees_.push_back(from_hex(frontier_hex.substr(i * kHashHex, kHashHex)));
}

void Tree::append(std::string_view leaf) {
  subtrees_.emplace_back(leaf);
  // Each trailing one bit of the old size is a complete subtree as large as the one just made.
  for (std::int64_t bits = size_++; bits & 1; bits >>= 1) {
    const std::string right = std::move(subtrees_.back());
    subtrees_.pop_back();
    subtrees_.back() = node_hash(subtrees_.back(), right);
  }
}

std::string Tree::frontier() const {
  std::string hex;
  for (const std::string& subtree : subtrees_) hex += to_hex(subtree);
  return hex;
}

std::string Tree::root() const {
  if (subtrees_.empty()) return sha256("");
  std::string root = subtrees_.back();
  for (auto left = subtrees_.rbegin() + 1; left != subtrees_.rend(); ++left)
    root = node_hash(*left, root);
  return root;
}

}  // namespace gatehouse::audit
