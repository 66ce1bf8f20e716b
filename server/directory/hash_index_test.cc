#include "directory/hash_index.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

namespace gatehouse::directory {
namespace {

using Pairs = std::set<std::pair<std::uint64_t, std::uint32_t>>;

// The upper half decides; few different ones, so that some are held by several.
std::uint64_t hash_of(std::uint32_t number) { return policy::mix(number % 1000, 7); }

std::set<std::uint32_t> found(const HashIndex& index, std::uint64_t hash) {
  std::set<std::uint32_t> numbers;
  index.find(hash, [&](std::uint32_t number) { return !numbers.insert(number).second; });
  return numbers;
}

void expect_same(const HashIndex& index, const Pairs& pairs) {
  for (std::uint32_t i = 0; i < 1000; ++i) {
    std::set<std::uint32_t> expected;
    for (auto at = pairs.lower_bound({hash_of(i), 0}); at != pairs.end() && at->first == hash_of(i);
         ++at)
      expected.insert(at->second);
    RC_ASSERT(found(index, hash_of(i)) == expected);
  }
}

RC_GTEST_PROP(HashIndex, finds_what_was_added_and_not_removed_and_older_copies_keep_theirs, ()) {
  const auto at_once = *rc::gen::inRange<std::uint32_t>(0, 3000);
  Pairs pairs;
  std::vector<HashIndex::Key> keys;
  for (std::uint32_t number = 1; number <= at_once; ++number) {
    keys.push_back(HashIndex::key(hash_of(number), number));
    pairs.emplace(hash_of(number), number);
  }
  HashIndex index(keys);
  expect_same(index, pairs);
  const HashIndex older = index;
  const Pairs older_pairs = pairs;
  for (const auto change : *rc::gen::container<std::vector<std::uint32_t>>(
           300, rc::gen::inRange<std::uint32_t>(1, 4000))) {
    if (change % 3 == 0) {
      index.remove(HashIndex::key(hash_of(change), change));
      pairs.erase({hash_of(change), change});
    } else {
      index.add(HashIndex::key(hash_of(change), change));
      pairs.emplace(hash_of(change), change);
    }
  }
  expect_same(index, pairs);
  expect_same(older, older_pairs);
}

TEST(HashIndex, a_thousand_entries_with_one_hash_are_all_found) {
  HashIndex index;
  for (std::uint32_t number = 1; number <= 1000; ++number) index.add(HashIndex::key(42, number));

  EXPECT_EQ(found(index, 42).size(), 1000u);
  EXPECT_TRUE(found(index, std::uint64_t{43} << 32).empty());
  for (std::uint32_t number = 1; number <= 1000; ++number) index.remove(HashIndex::key(42, number));
  EXPECT_EQ(index.memory_bytes(), 0u);
}

}  // namespace
}  // namespace gatehouse::directory
