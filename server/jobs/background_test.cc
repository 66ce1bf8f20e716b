#include "jobs/background.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <stdexcept>
#include <vector>

#include "base/log.h"

namespace gatehouse::jobs {
namespace {

TEST(Background, does_everything_in_order_elsewhere_and_goes_on_after_a_failure) {
  log::quiet();
  std::vector<int> done;
  std::promise<std::thread::id> last;
  auto where = last.get_future();
  Background background;

  background.add([&] { done.push_back(1); });
  background.add([] { throw std::runtime_error("broken"); });
  background.add([&] { done.push_back(2); });
  background.add([&] { last.set_value(std::this_thread::get_id()); });

  EXPECT_NE(where.get(), std::this_thread::get_id());
  EXPECT_EQ(done, (std::vector{1, 2}));
}

TEST(Background, takes_no_more_than_it_can_hold) {
  log::quiet();
  std::promise<void> gate;
  auto open = gate.get_future();
  std::promise<void> busy;
  std::atomic<std::size_t> done = 0;
  {
    Background background;
    background.add([&] {
      busy.set_value();
      open.wait();
    });
    busy.get_future().wait();
    std::promise<void> last;
    for (std::size_t i = 1; i < Background::tasks_max; ++i) background.add([&] { ++done; });
    background.add([&] { last.set_value(); });
    background.add([&] { done = 0; });
    gate.set_value();
    last.get_future().wait();
  }
  EXPECT_EQ(done, Background::tasks_max - 1);
}

}  // namespace
}  // namespace gatehouse::jobs
