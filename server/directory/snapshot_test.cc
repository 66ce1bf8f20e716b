#include "directory/snapshot.h"

#include <gtest/gtest.h>

#include "testing/organization_world.h"

namespace gatehouse::directory {
namespace {

using namespace gatehouse::testing;
using policy::Cause;
using policy::Outcome;

const PolicyData administrator{.id = policy_id(0),
                               .name = "Administrator",
                               .managed = true,
                               .statements = {{Effect::allow, {"all"}, {"*"}, {}}}};
const PolicyData no_meters{.id = policy_id(1),
                           .name = "No meters",
                           .statements = {{Effect::deny, {"all"}, {"config:meter/*"}, {}}}};

SnapshotPointer empty() { return Snapshot::empty(OrganizationId{numbered(9, 1)}); }

UserData user(std::size_t number) {
  UserData user{.id = user_id(number)};
  user.email = "u" + std::to_string(number) + "@example.com";
  return user;
}

policy::Decision ask(const SnapshotPointer& snapshot, std::size_t number) {
  return snapshot->decide(Subject::user(user_id(number)), "config:create", "config:meter/*",
                          test_time(0));
}

TEST(Snapshot, an_empty_organization_refuses) {
  EXPECT_EQ(ask(empty(), 0).cause, Cause::unknown_subject);
  EXPECT_EQ(ask(empty()->with_user(user(0)), 0).cause, Cause::no_statement);
}

TEST(Snapshot, m3ter_s_example_administrator_and_a_group_that_denies_meters) {
  const auto snapshot =
      empty()
          ->with_policy(administrator)
          ->with_policy(no_meters)
          ->with_user(user(0))
          ->with_group({.id = group_id(0),
                        .type = "user",
                        .name = "Inner",
                        .items = {to_string(user_id(0))}})
          ->with_group(
              {.id = group_id(1), .type = "user", .name = "Outer", .groups = {group_id(0)}})
          ->with_attachment({administrator.id, {PrincipalKind::user, user_id(0), {}}});
  const auto denied =
      snapshot->with_attachment({no_meters.id, {PrincipalKind::user_group, group_id(1), {}}});

  EXPECT_TRUE(ask(snapshot, 0).allowed());
  EXPECT_EQ(ask(denied, 0).outcome, Outcome::explicitly_denied);
  EXPECT_TRUE(ask(snapshot, 0).allowed()) << "the older snapshot is as it was";

  Access access;
  access.action = *denied->vocabulary().find_action("config:create");
  access.type = *denied->vocabulary().find_type("config:meter");
  const auto why = denied->explain(Subject::user(user_id(0)), access, test_time(0));
  EXPECT_EQ(policy::to_text(why),
            "denied by statement 1 of policy `No meters`, through group `Inner`, through group "
            "`Outer`");
  EXPECT_FALSE(why.grant) << "Administrator is behind the deny";
}

TEST(Snapshot, access_ends_at_the_end_and_not_before) {
  UserData ending = user(0);
  ending.statements = administrator.statements;
  ending.end = test_time(1);
  const auto snapshot = empty()->with_user(ending);
  const auto at = [&](Timestamp now) {
    return snapshot->decide(Subject::user(user_id(0)), "config:create", "config:meter/*", now);
  };

  EXPECT_TRUE(at(test_time(1) - std::chrono::milliseconds(1)).allowed());
  EXPECT_EQ(at(test_time(1)).cause, Cause::ended);
}

TEST(Snapshot, a_missing_policy_or_group_refuses_everything) {
  UserData strong = user(0);
  strong.statements = administrator.statements;
  const auto sound = empty()->with_user(strong);
  const Attachment attachment{no_meters.id, {PrincipalKind::user, user_id(0), {}}};

  EXPECT_TRUE(ask(sound, 0).allowed());
  EXPECT_EQ(ask(sound->with_attachment(attachment), 0).cause, Cause::error);
  EXPECT_EQ(ask(sound->with_attachment(attachment)->with_policy(no_meters), 0).outcome,
            Outcome::explicitly_denied);
}

TEST(Snapshot, a_user_is_found_by_any_name_and_by_none_that_two_have) {
  UserData first = user(0);
  first.external_id = "E1";
  first.user_name = "ann";
  UserData second = user(1);
  second.external_id = "E2";
  const auto snapshot = empty()->with_user(first)->with_user(second);

  ASSERT_TRUE(snapshot->find_user_by_external_id("E1"));
  EXPECT_EQ(snapshot->find_user_by_external_id("E1")->id, first.id);
  EXPECT_EQ(snapshot->find_user_by_user_name("ann")->id, first.id);
  EXPECT_EQ(snapshot->find_user_by_email("u1@example.com")->id, second.id);
  EXPECT_FALSE(snapshot->find_user_by_email("E1"));
  EXPECT_FALSE(snapshot->find_user_by_user_name(""));

  second.external_id = "E1";
  EXPECT_FALSE(snapshot->with_user(second)->find_user_by_external_id("E1"));
  EXPECT_FALSE(snapshot->with_user(second)->find_user_by_external_id("E2"));
  EXPECT_FALSE(snapshot->without_user(first.id)->find_user_by_external_id("E1"));
}

TEST(Snapshot, support_staff_has_its_policies_until_the_end_of_support) {
  const auto snapshot =
      empty()
          ->with_policy(administrator)
          ->with_attachment({administrator.id, {PrincipalKind::support_users, {}, {}}});
  const Subject agent{Subject::Kind::support_user, {}, "support", "agent", nullptr};
  const auto allowed = [&](const SnapshotPointer& one) {
    return one->decide(agent, "config:retrieve", "config:meter/*", test_time(0)).allowed();
  };

  EXPECT_FALSE(allowed(snapshot));
  EXPECT_TRUE(allowed(snapshot->with_support_end(test_time(1))));
  EXPECT_FALSE(allowed(snapshot->with_support_end(test_time(0))));
}

TEST(Snapshot, a_policy_for_any_subject_counts_in_questions_about_its_application_only) {
  OrganizationData data;
  data.id = OrganizationId{numbered(9, 1)};
  data.applications = test_applications();
  data.policies = {administrator};
  data.attachments = {{administrator.id, {PrincipalKind::any_subject, {}, "records"}}};
  const auto snapshot = Snapshot::build(data);
  const Subject stranger{Subject::Kind::other, {}, "user", "stranger", nullptr};
  const auto allowed = [&](const char* action, const char* mri) {
    return snapshot->decide(stranger, action, mri, test_time(0)).allowed();
  };

  EXPECT_TRUE(allowed("records:read", "records:record/item/1"));
  EXPECT_FALSE(allowed("config:create", "config:user/*"));
}

TEST(Snapshot, thousands_of_policies_and_numbers_used_again_are_told_apart) {
  auto snapshot = empty();
  for (std::size_t i = 0; i < 300; ++i) {
    UserData one = user(i % 250);
    PolicyData policy{.id = PermissionPolicyId{numbered(7, i % 250)}, .name = "P"};
    policy.id.bytes[14] = static_cast<std::uint8_t>(i / 250);
    policy.statements = {{i % 2 == 0 ? Effect::allow : Effect::deny, {"all"}, {"*"}, {}}};
    snapshot = snapshot->with_policy(policy)->with_user(one)->with_attachment(
        {policy.id, {PrincipalKind::user, one.id, {}}});
    if (i % 3 == 0) snapshot = snapshot->without_policy(policy.id);
  }
  for (std::size_t i = 50; i < 250; ++i) {
    const Outcome expected = i % 3 == 0   ? Outcome::not_granted
                             : i % 2 == 0 ? Outcome::allowed
                                          : Outcome::explicitly_denied;
    EXPECT_EQ(ask(snapshot, i).outcome, expected) << i;
  }
}

TEST(Snapshot, the_epoch_grows_with_every_change) {
  const auto first = empty();

  EXPECT_EQ(first->with_user(user(0))->epoch(), first->epoch() + 1);
}

}  // namespace
}  // namespace gatehouse::directory
