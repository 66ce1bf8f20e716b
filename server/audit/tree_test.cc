#include "audit/tree.h"

#include <gtest/gtest.h>

#include "base/crypto.h"

namespace gatehouse::audit {
namespace {

// The classic eight leaves of RFC 6962's reference tests, with the roots that the specification's
// definition gives (docs/security.md 5.6).
TEST(AuditTree, roots_are_those_of_rfc_6962) {
  const std::vector<std::string> leaves{
      "",
      std::string(1, '\0'),
      "\x10",
      "\x20\x21",
      "\x30\x31",
      "\x40\x41\x42\x43",
      "\x50\x51\x52\x53\x54\x55\x56\x57",
      "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"};
  const std::vector<std::string> roots{
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  Tree tree;
  EXPECT_EQ(to_hex(tree.root()),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    tree.append(leaf_hash(leaves[i]));
    EXPECT_EQ(to_hex(tree.root()), roots[i]) << i + 1;
  }
}

TEST(AuditTree, continues_from_a_stored_frontier) {
  Tree whole;
  Tree resumed;
  for (int i = 0; i < 100; ++i) {
    const std::string leaf = leaf_hash(std::to_string(i));
    whole.append(leaf);
    resumed = Tree(resumed.size(), resumed.frontier());
    resumed.append(leaf);
    EXPECT_EQ(resumed.root(), whole.root());
  }
}

TEST(AuditTree, a_frontier_of_another_size_is_refused) {
  Tree tree;
  for (int i = 0; i < 5; ++i) tree.append(leaf_hash("x"));
  EXPECT_THROW(Tree(4, tree.frontier()), std::logic_error);
}

}  // namespace
}  // namespace gatehouse::audit
