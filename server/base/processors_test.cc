#include "base/processors.h"

#include <gtest/gtest.h>

#include <thread>

namespace gatehouse {
namespace {

TEST(Processors, are_those_that_this_process_may_use) {
  cpu_set_t all;
  ASSERT_EQ(sched_getaffinity(0, sizeof all, &all), 0);
  EXPECT_EQ(usable_processors(), static_cast<unsigned>(CPU_COUNT(&all)));

  unsigned pinned = 0;
  std::jthread([&] {  // a thread of its own: other tests keep all of them
    cpu_set_t one;
    CPU_ZERO(&one);
    for (int i = 0; i < CPU_SETSIZE && CPU_COUNT(&one) == 0; ++i)
      if (CPU_ISSET(i, &all)) CPU_SET(i, &one);
    ASSERT_EQ(sched_setaffinity(0, sizeof one, &one), 0);
    pinned = usable_processors();
  })
      .join();
  EXPECT_EQ(pinned, 1U);
}

}  // namespace
}  // namespace gatehouse
