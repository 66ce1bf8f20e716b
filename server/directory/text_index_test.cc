#include "directory/text_index.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

namespace gatehouse::directory {
namespace {

// Two letters only, so that short parts are found often and long ones now and then.
rc::Gen<std::string> some_text(int size_max) {
  return rc::gen::resize(size_max,
                         rc::gen::container<std::string>(rc::gen::element('a', 'b', '\xC3')));
}

// Those that contain the part, the obvious way.
std::vector<std::uint32_t> looked_through(const std::vector<std::string>& texts,
                                          const std::vector<bool>& is_there,
                                          const std::string& part) {
  std::vector<std::uint32_t> slots;
  for (std::uint32_t slot = 0; slot < texts.size(); ++slot)
    if (is_there[slot] && texts[slot].contains(part)) slots.push_back(slot);
  return slots;
}

RC_GTEST_PROP(TextIndex, every_text_that_contains_the_part_is_a_candidate, ()) {
  const auto texts = *rc::gen::container<std::vector<std::string>>(some_text(12));
  TextIndex index;
  std::vector<bool> is_there(texts.size(), true);
  for (std::uint32_t slot = 0; slot < texts.size(); ++slot) index.add(slot, texts[slot]);
  for (std::uint32_t slot = 0; slot < texts.size(); ++slot) {
    is_there[slot] = *rc::gen::inRange(0, 3) > 0;
    if (!is_there[slot]) index.remove(slot, texts[slot]);
  }
  const auto part = *rc::gen::suchThat(some_text(6), [](const auto& s) { return !s.empty(); });
  const auto candidates = index.find(part);
  const auto expected = looked_through(texts, is_there, part);
  for (const std::uint32_t slot : expected) RC_ASSERT(candidates.slots.contains(slot));
  if (candidates.is_exact) RC_ASSERT(candidates.slots.cardinality() == expected.size());
  for (const std::uint32_t slot : candidates.slots) RC_ASSERT(is_there[slot]);
}

TEST(TextIndex, up_to_three_bytes_are_answered_exactly) {
  TextIndex index;
  index.add(7, "abc");
  index.add(9, "bca");
  EXPECT_TRUE(index.find("a").is_exact);
  EXPECT_EQ(index.find("a").slots.cardinality(), 2u);
  EXPECT_TRUE(index.find("ca").is_exact);
  EXPECT_TRUE(index.find("ca").slots.contains(9));
  EXPECT_EQ(index.find("ca").slots.cardinality(), 1u) << "also at the very end of a text";
  EXPECT_TRUE(index.find("abc").is_exact);
  EXPECT_FALSE(index.find("abcd").is_exact);
  EXPECT_TRUE(index.find("x").slots.isEmpty());
}

TEST(TextIndex, what_was_removed_leaves_nothing_behind) {
  TextIndex index;
  const auto empty = index.memory_bytes();
  for (std::uint32_t slot = 0; slot < 500; ++slot) index.add(slot, "some text of its own");
  EXPECT_GT(index.memory_bytes(), empty);
  for (std::uint32_t slot = 0; slot < 500; ++slot) index.remove(slot, "some text of its own");
  EXPECT_TRUE(index.find("text").slots.isEmpty());
  EXPECT_LT(index.memory_bytes(), empty + 5'000);
}

}  // namespace
}  // namespace gatehouse::directory
