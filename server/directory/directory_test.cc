#include "directory/directory.h"

#include <gtest/gtest.h>

#include <thread>

#include "base/failure.h"
#include "testing/random_world.h"

namespace gatehouse::directory {
namespace {

using testing::numbered;
using testing::test_time;
using testing::user_id;

const OrganizationId known{numbered(9, 1)};
const OrganizationId unknown{numbered(9, 2)};

UserData administrator(std::size_t number, bool active = true) {
  UserData user{.id = user_id(number)};
  user.active = active;
  user.statements = {{Effect::allow, {"all"}, {"*"}, {}}};
  return user;
}

struct Store {
  int loads = 0;
  OrganizationData operator()(OrganizationId organization) {
    ++loads;
    if (organization != known) throw Failure(Code::not_found, "no such organization");
    OrganizationData data;
    data.id = organization;
    data.users = {administrator(0)};
    return data;
  }
};

bool allows(const Snapshot& snapshot, std::size_t user) {
  return snapshot
      .decide(Subject::user(user_id(user)), "config:create", "config:meter/*", test_time(0))
      .allowed();
}

TEST(Directory, an_organization_is_loaded_on_first_use_and_once) {
  Store store;
  Directory directory(std::ref(store));

  EXPECT_EQ(directory.warm(known), nullptr);
  EXPECT_TRUE(allows(*directory.snapshot(known), 0));
  directory.snapshot(known);
  EXPECT_EQ(store.loads, 1);
  EXPECT_NE(directory.warm(known), nullptr);
}

TEST(Directory, an_organization_that_is_not_there_leaves_no_trace) {
  Store store;
  Directory directory(std::ref(store));

  EXPECT_THROW(directory.snapshot(unknown), Failure);
  EXPECT_THROW(directory.snapshot(unknown), Failure);
  EXPECT_TRUE(directory.usage().empty());
}

TEST(Directory, a_change_is_visible_to_the_next_decision) {
  Store store;
  Directory directory(std::ref(store));
  const auto before = directory.snapshot(known);

  const auto hold = directory.publish(before->with_user(administrator(0, false)));

  EXPECT_FALSE(allows(*directory.snapshot(known), 0));
  EXPECT_TRUE(allows(*before, 0)) << "who holds the old picture keeps it";
}

// Who loads it from the store now may not see the change there yet.
TEST(Directory, what_is_published_of_a_cold_organization_is_what_is_seen) {
  Store store;
  Directory directory(std::ref(store));
  const auto before = directory.snapshot(known);
  directory.forget(known);

  const auto hold = directory.publish(before->with_user(administrator(0, false)));

  EXPECT_FALSE(allows(*directory.snapshot(known), 0));
  EXPECT_EQ(store.loads, 1);
}

TEST(Directory, what_is_held_is_not_evicted_until_it_is_let_go) {
  Store store;
  Directory directory(std::ref(store));
  {
    const auto hold =
        directory.publish(directory.snapshot(known)->with_user(administrator(0, false)));
    directory.shrink(0);
    EXPECT_FALSE(allows(*directory.snapshot(known), 0));
  }
  directory.shrink(0);
  EXPECT_EQ(directory.warm(known), nullptr);
}

TEST(Directory, memory_is_reported_and_bounded) {
  Store store;
  Directory directory(std::ref(store));
  directory.snapshot(known);

  ASSERT_EQ(directory.usage().size(), 1u);
  EXPECT_EQ(directory.usage()[0].organization, known);
  EXPECT_EQ(directory.usage()[0].users, 1u);
  EXPECT_GT(directory.usage()[0].memory_bytes, 1000u);
  directory.shrink(std::size_t{1} << 30);
  EXPECT_EQ(directory.usage().size(), 1u);
  directory.shrink(0);
  EXPECT_TRUE(directory.usage().empty());
  EXPECT_TRUE(allows(*directory.snapshot(known), 0));
}

TEST(Directory, what_is_forgotten_is_read_again_even_when_held) {
  Store store;
  Directory directory(std::ref(store));
  const auto hold =
      directory.publish(directory.snapshot(known)->with_user(administrator(0, false)));
  directory.forget(known);
  EXPECT_TRUE(allows(*directory.snapshot(known), 0));
  EXPECT_EQ(store.loads, 2);
}

TEST(Directory, readers_never_see_half_a_change) {
  Store store;
  Directory directory(std::ref(store));
  directory.snapshot(known);
  // Users 0 and 1 always have opposite states.
  std::atomic<bool> done{false};
  std::atomic<int> wrong{0};
  std::thread reader([&] {
    while (!done) {
      const auto snapshot = directory.snapshot(known);
      if (allows(*snapshot, 0) == allows(*snapshot, 1)) ++wrong;
    }
  });

  for (int i = 0; i < 2000; ++i) {
    const auto hold = directory.publish(directory.snapshot(known)
                                            ->with_user(administrator(0, i % 2 == 0))
                                            ->with_user(administrator(1, i % 2 == 1)));
  }
  done = true;
  reader.join();

  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace gatehouse::directory
