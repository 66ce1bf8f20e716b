#include "jobs/sweeper.h"

#include "store/ended.h"
#include "testing/clock.h"
#include "testing/rows.h"

namespace gatehouse::jobs {
namespace {

using namespace testing;

class SweeperTest : public TwoOrganizations {};
ON_EVERY_ENGINE(SweeperTest);

TEST_P(SweeperTest, removes_what_has_ended_and_then_has_nothing_to_do) {
  write([&](store::Transaction& tx) { store::reserve_attempt(tx, "account:a", now, 15min); });
  FixedClock clock(now + 24h - 1ms);
  Sweeper sweeper(*database, clock);
  EXPECT_FALSE(sweeper.run_once());
  clock.advance(1ms);
  EXPECT_TRUE(sweeper.run_once());
  EXPECT_FALSE(sweeper.run_once());
}

TEST_P(SweeperTest, waits_for_no_writer_where_nothing_has_ended) {
  const FixedClock clock(now);
  const auto writing = database->begin_write();
  EXPECT_FALSE(Sweeper(*database, clock).run_once());
}

}  // namespace
}  // namespace gatehouse::jobs
