#include "directory/user_order.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <optional>

namespace gatehouse::directory {
namespace {

UserListEntry entry(int key, int number) {
  UserListEntry made;
  made.id.bytes[15] = static_cast<std::uint8_t>(number);
  made.id.bytes[14] = static_cast<std::uint8_t>(number / 256);
  made.name_key = std::string(1, static_cast<char>('a' + key));
  return made;
}

std::vector<std::uint32_t> walked(const UserOrder& order, const UserListEntry* after,
                                  bool is_descending) {
  std::vector<std::uint32_t> slots;
  order.walk(after, is_descending, [&](std::uint32_t slot) {
    slots.push_back(slot);
    return true;
  });
  return slots;
}

// Thousands, so that blocks are split and emptied.
RC_GTEST_PROP(UserOrder, a_walk_is_the_sorted_rest_behind_a_position, ()) {
  const int count = *rc::gen::inRange(0, 3'000);
  UserListEntries entries;
  UserOrder order(entries, UserSort::name);
  const int built = *rc::gen::inRange(0, count + 1);
  for (int i = 0; i < built; ++i) entries.push_back(entry(*rc::gen::inRange(0, 5), i));
  order.build();
  for (int i = built; i < count; ++i) {
    entries.push_back(entry(i % 5, i));
    order.insert(static_cast<std::uint32_t>(i));
  }
  const int removed_from = *rc::gen::inRange(0, count + 1);
  for (int i = removed_from; i < count; ++i) order.erase(static_cast<std::uint32_t>(i));

  std::vector<std::uint32_t> expected;
  for (int i = 0; i < removed_from; ++i) expected.push_back(static_cast<std::uint32_t>(i));
  std::ranges::sort(expected, [&](auto a, auto b) {
    return std::pair(entries[a].name_key, a) < std::pair(entries[b].name_key, b);
  });
  RC_ASSERT(walked(order, nullptr, false) == expected);

  const UserListEntry after = entry(*rc::gen::inRange(0, 5), *rc::gen::inRange(0, 3'000));
  const auto is_behind = [&](std::uint32_t slot) { return order.before(after, entries[slot]); };
  const auto is_in_front = [&](std::uint32_t slot) { return order.before(entries[slot], after); };
  std::vector<std::uint32_t> up;
  std::ranges::copy_if(expected, std::back_inserter(up), is_behind);
  RC_ASSERT(walked(order, &after, false) == up);
  std::vector<std::uint32_t> down;
  std::ranges::copy_if(expected, std::back_inserter(down), is_in_front);
  std::ranges::reverse(down);
  RC_ASSERT(walked(order, &after, true) == down);
  for (const std::uint32_t slot : expected) RC_ASSERT(order.find(entries[slot]) == slot);
}

TEST(UserOrder, a_walk_ends_when_told) {
  UserListEntries entries;
  UserOrder order(entries, UserSort::created);
  for (int i = 0; i < 10; ++i) entries.push_back(entry(0, i));
  order.build();
  std::vector<std::uint32_t> seen;
  order.walk(nullptr, true, [&](std::uint32_t slot) {
    seen.push_back(slot);
    return seen.size() < 3;
  });
  EXPECT_EQ(seen, (std::vector<std::uint32_t>{9, 8, 7}));
  EXPECT_FALSE(order.find(entry(0, 10)));
}

}  // namespace
}  // namespace gatehouse::directory
