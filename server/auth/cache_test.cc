#include "auth/cache.h"

#include <gtest/gtest.h>

namespace gatehouse::auth {
namespace {

using namespace std::chrono_literals;
using Cache = LeasedCache<std::string, int>;
using SteadyClock = std::chrono::steady_clock;

TEST(LeasedCache, gives_what_was_put_until_it_is_erased) {
  Cache cache(100, 0ms);
  EXPECT_FALSE(cache.find("a"));
  cache.put("a", 1, SteadyClock::now());
  cache.put("b", 2, SteadyClock::now());
  EXPECT_EQ(cache.find("a"), 1);
  cache.erase("a");
  EXPECT_FALSE(cache.find("a"));
  EXPECT_EQ(cache.find("b"), 2);
  cache.update("b", [](int& value) { value = 3; });
  EXPECT_EQ(cache.find("b"), 3);
}

TEST(LeasedCache, erases_what_a_test_names) {
  Cache cache(1000, 0ms);
  for (int i = 0; i < 50; ++i) cache.put(std::to_string(i), i, SteadyClock::now());
  cache.erase_if([](int value) { return value % 2 == 0; });
  for (int i = 0; i < 50; ++i) EXPECT_EQ(cache.find(std::to_string(i)).has_value(), i % 2 == 1);
}

TEST(LeasedCache, what_was_read_before_an_erasing_is_not_kept) {
  Cache cache(100, 0ms);
  const auto read_at = SteadyClock::now();
  cache.erase("a");
  cache.put("a", 1, read_at);
  EXPECT_FALSE(cache.find("a")) << "it may be what was erased";
  const auto read_later = SteadyClock::now();
  cache.erase_if([](int) { return false; });
  cache.put("a", 1, read_later);
  EXPECT_FALSE(cache.find("a"));
  cache.put("a", 1, SteadyClock::now() + 1ms);
  EXPECT_EQ(cache.find("a"), 1);
}

TEST(LeasedCache, a_lease_counts_from_the_reading) {
  Cache cache(100, 1h);
  cache.put("old", 1, SteadyClock::now() - 1h);
  cache.put("new", 2, SteadyClock::now() - 1min);
  EXPECT_FALSE(cache.find("old"));
  EXPECT_EQ(cache.find("new"), 2);
  Cache forever(100, 0ms);
  forever.put("old", 1, SteadyClock::now() - 1h);
  EXPECT_EQ(forever.find("old"), 1);
}

TEST(LeasedCache, stays_within_its_bound) {
  Cache cache(160, 0ms);
  for (int i = 0; i < 10'000; ++i) cache.put(std::to_string(i), i, SteadyClock::now());
  int kept = 0;
  for (int i = 0; i < 10'000; ++i) kept += cache.find(std::to_string(i)) ? 1 : 0;
  EXPECT_GT(kept, 0);
  EXPECT_LE(kept, 160 + 16) << "each of the 16 shards rounds up";
}

}  // namespace
}  // namespace gatehouse::auth
