#include "base/id.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <thread>
#include <vector>

#include "base/crypto.h"

namespace gatehouse {
namespace {

const Timestamp now = *parse_timestamp("2026-11-22T09:00:00Z");

TEST(Id, is_a_version_7_uuid_of_its_time) {
  init_crypto();
  // Far in the future, because ids only grow and other tests make some too.
  const Timestamp later = *parse_timestamp("2100-01-01T00:00:00.123Z");
  const Uuid id = Uuid::generate(later);
  std::uint64_t millis = 0;
  for (int i = 0; i < 6; ++i) millis = millis << 8 | id.bytes[static_cast<std::size_t>(i)];
  EXPECT_EQ(millis, static_cast<std::uint64_t>(later.time_since_epoch().count()));
  EXPECT_EQ(id.bytes[6] >> 4, 7);
  EXPECT_EQ(id.bytes[8] >> 6, 2);
}

TEST(Id, grows_also_within_a_millisecond_and_when_the_clock_goes_back) {
  Uuid last = Uuid::generate(now);
  for (int i = 0; i < 10'000; ++i) {
    const Uuid next = Uuid::generate(now - std::chrono::milliseconds(i % 3));
    ASSERT_LT(last, next);
    ASSERT_LT(to_string(last), to_string(next)) << "as text too: lists are ordered by it";
    last = next;
  }
}

TEST(Id, no_two_are_the_same_from_several_threads) {
  std::vector<std::vector<Uuid>> made(4);
  {
    std::vector<std::jthread> threads;
    for (auto& own : made)
      threads.emplace_back([&own] {
        for (int i = 0; i < 5'000; ++i) own.push_back(Uuid::generate(now));
      });
  }
  std::set<Uuid> all;
  for (const auto& own : made) {
    EXPECT_TRUE(std::ranges::is_sorted(own));
    all.insert(own.begin(), own.end());
  }
  EXPECT_EQ(all.size(), 20'000u);
}

TEST(Id, is_read_in_either_case_and_written_in_lower) {
  const char* text = "01234567-89ab-7def-8123-456789abcdef";
  ASSERT_TRUE(parse_uuid(text));
  EXPECT_EQ(to_string(*parse_uuid(text)), text);
  EXPECT_EQ(parse_uuid("01234567-89AB-7DEF-8123-456789ABCDEF"), parse_uuid(text));
  EXPECT_TRUE(parse_uuid("00000000-0000-0000-0000-000000000000")->is_nil());
}

TEST(Id, anything_else_is_no_id) {
  for (const char* text :
       {"", "01234567", "0123456789ab7def8123456789abcdef", "01234567-89ab-7def-8123-456789abcde",
        "01234567-89ab-7def-8123-456789abcdef0", "{1234567-89ab-7def-8123-456789abcde}",
        "g1234567-89ab-7def-8123-456789abcdef", "01234567089ab-7def-8123-456789abcdef",
        "01234567-89ab-7def-8123 456789abcdef"})
    EXPECT_FALSE(parse_uuid(text)) << text;
}

}  // namespace
}  // namespace gatehouse
