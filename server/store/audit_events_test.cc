#include "store/audit_events.h"

#include "testing/rows.h"

namespace gatehouse::store {
namespace {

using namespace testing;

class AuditEventsTest : public TwoOrganizations {
 protected:
  AuditEvent make(std::int64_t index) const {
    return {.id = AuditEventId::generate(now),
            .index = index,
            .time = now + std::chrono::seconds(index),
            .actor_type = ActorType::service_user,
            .actor_id = "actor",
            .actor_name = "An \"Actor\"",
            .action = "user.deactivate",
            .target_type = "user",
            .target_id = "target",
            .target_name = "Tärget",
            .outcome = Outcome::denied,
            .source_address = "203.0.113.7",
            .request_id = "request",
            .details = {{"before", {{"status", "ACTIVE"}}}, {"count", 7}}};
  }
  void add(OrganizationId organization, const AuditEvent& event) {
    write([&](Transaction& tx) {
      insert_audit_event(tx, organization, event, "leaf " + std::to_string(event.index));
    });
  }
  std::vector<std::int64_t> indexes(const AuditFilter& filter) {
    return read([&](Transaction& tx) {
      std::vector<std::int64_t> found;
      for (const AuditEvent& event : list_audit_events(tx, acme, filter, {}).data)
        found.push_back(event.index);
      EXPECT_EQ(count_audit_events(tx, acme, filter), static_cast<std::int64_t>(found.size()));
      return found;
    });
  }
};
ON_EVERY_ENGINE(AuditEventsTest);

TEST_P(AuditEventsTest, an_event_reads_back_as_written) {
  const AuditEvent written = make(0);
  add(acme, written);
  const auto found = read([&](Transaction& tx) { return find_audit_event(tx, acme, written.id); });
  ASSERT_TRUE(found);
  EXPECT_EQ(to_json(*found), to_json(written));
}

TEST_P(AuditEventsTest, another_organization_sees_nothing_of_it) {
  const AuditEvent event = make(0);
  add(acme, event);
  read([&](Transaction& tx) {
    EXPECT_FALSE(find_audit_event(tx, globex, event.id));
    EXPECT_FALSE(find_audit_event(tx, acme, AuditEventId::generate(now)));
    EXPECT_TRUE(list_audit_events(tx, globex, {}, {}).data.empty());
    EXPECT_EQ(count_audit_events(tx, globex, {}), 0);
    EXPECT_TRUE(list_audit_leaves(tx, globex, 0, 10).empty());
  });
}

TEST_P(AuditEventsTest, a_place_in_the_trail_and_an_id_are_taken_once) {
  const AuditEvent event = make(0);
  add(acme, event);
  add(globex, make(0));
  EXPECT_EQ(failure_of([&](Transaction& tx) { insert_audit_event(tx, acme, make(0), "x"); }),
            Code::conflict);
  AuditEvent same_id = event;
  same_id.index = 1;
  EXPECT_EQ(failure_of([&](Transaction& tx) { insert_audit_event(tx, acme, same_id, "x"); }),
            Code::conflict);
}

TEST_P(AuditEventsTest, the_tree_is_kept_with_its_organization) {
  write([&](Transaction& tx) { update_audit_tree(tx, acme, {3, "ab,cd"}); });
  read([&](Transaction& tx) {
    EXPECT_EQ(find_audit_tree(tx, acme).size, 3);
    EXPECT_EQ(find_audit_tree(tx, acme).frontier, "ab,cd");
    EXPECT_EQ(find_audit_tree(tx, globex).size, 0);
    EXPECT_EQ(find_audit_tree(tx, globex).frontier, "");
  });
}

TEST_P(AuditEventsTest, pages_are_newest_first_and_new_events_shift_nothing) {
  for (std::int64_t i = 0; i < 5; ++i) add(acme, make(i));
  std::vector<std::int64_t> order;
  for (const AuditEvent& event : every_page(
           2,
           [&](const PageRequest& page) {
             return read([&](Transaction& tx) { return list_audit_events(tx, acme, {}, page); });
           },
           [&] { add(acme, make(5)); }))
    order.push_back(event.index);
  EXPECT_EQ(order, (std::vector<std::int64_t>{4, 3, 2, 1, 0}));
}

TEST_P(AuditEventsTest, each_filter_narrows_and_all_together_too) {
  for (std::int64_t i = 0; i < 4; ++i) {
    AuditEvent event = make(i);
    event.actor_id = i < 2 ? "ann" : "ben";
    event.target_id = i % 2 == 0 ? "even" : "odd";
    event.action = i == 3 ? "users_export" : i == 0 ? "user.create" : "user.deactivate";
    event.outcome = i == 1 ? Outcome::success : Outcome::failed;
    add(acme, event);
  }
  using Indexes = std::vector<std::int64_t>;
  EXPECT_EQ(indexes({.actor = "ann"}), (Indexes{1, 0}));
  EXPECT_EQ(indexes({.target = "even"}), (Indexes{2, 0}));
  EXPECT_EQ(indexes({.action = "user.deactivate"}), (Indexes{2, 1}));
  EXPECT_EQ(indexes({.action = "user."}), (Indexes{2, 1, 0}));
  EXPECT_EQ(indexes({.outcome = Outcome::success}), Indexes{1});
  EXPECT_EQ(indexes({.from = now + 1s, .to = now + 3s}), (Indexes{2, 1}));
  EXPECT_EQ(indexes({.actor = "ben",
                     .target = "even",
                     .action = "user.",
                     .outcome = Outcome::failed,
                     .from = now,
                     .to = now + 9s}),
            Indexes{2});
}

TEST_P(AuditEventsTest, the_action_asked_for_is_taken_literally) {
  AuditEvent event = make(0);
  event.action = "user.create";
  add(acme, event);
  for (const char* action : {"%", "user%", "user_create", "%.", "user\\", "\\", "user\\."})
    EXPECT_TRUE(indexes({.action = action}).empty()) << action;
  EXPECT_EQ(indexes({.action = "user."}).size(), 1u);
}

TEST_P(AuditEventsTest, leaves_come_in_order_of_their_index_from_anywhere) {
  for (std::int64_t i = 0; i < 4; ++i) add(acme, make(i));
  const auto leaves = read([&](Transaction& tx) { return list_audit_leaves(tx, acme, 1, 2); });
  ASSERT_EQ(leaves.size(), 2u);
  EXPECT_EQ(leaves[0].first.index, 1);
  EXPECT_EQ(leaves[0].second, "leaf 1");
  EXPECT_EQ(leaves[1].first.index, 2);
  EXPECT_EQ(leaves[1].second, "leaf 2");
}

}  // namespace
}  // namespace gatehouse::store
