#include "store/directory_rows.h"

#include "store/applications.h"
#include "testing/rows.h"

namespace gatehouse::store {
namespace {

using namespace testing;

class DirectoryRowsTest : public TwoOrganizations {};
ON_EVERY_ENGINE(DirectoryRowsTest);

TEST_P(DirectoryRowsTest, users_come_all_or_one_and_never_from_another_organization) {
  const User user = write([&](Transaction& tx) {
    User made = add_user(tx, acme, "a@b.example");
    made.external_id = "hr-7";
    made.end_at = now + 1h;
    made.is_active = false;
    made.statements = make_policy(acme, "").statements;
    EXPECT_TRUE(update_user(tx, made));
    add_user(tx, acme, "c@b.example");
    return made;
  });
  read([&](Transaction& tx) {
    EXPECT_EQ(directory_users(tx, acme).size(), 2u);
    EXPECT_TRUE(directory_users(tx, globex).empty());
    EXPECT_TRUE(directory_users(tx, globex, user.id).empty());
    const auto rows = directory_users(tx, acme, user.id);
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0].id<UserId>(0), user.id);
    EXPECT_FALSE(rows[0].boolean(1));
    EXPECT_EQ(rows[0].optional_time(2), now + 1h);
    EXPECT_EQ(statements_of(rows[0].text(3)), user.statements);
    EXPECT_EQ(rows[0].text(4), "hr-7");
    EXPECT_EQ(rows[0].text(5), "a");
    EXPECT_EQ(rows[0].text(6), "a@b.example");
  });
}

TEST_P(DirectoryRowsTest, programs_groups_and_policies_come_all_or_one) {
  const auto [program, group, policy] = write([&](Transaction& tx) {
    auto made = std::tuple(add_service_user(tx, acme, "S"), add_group(tx, acme, "G", "meter"),
                           add_policy(tx, acme, "P"));
    add_service_user(tx, acme, "T");
    add_group(tx, acme, "H", "meter");
    add_policy(tx, acme, "Q");
    return made;
  });
  read([&, program_id = program.id, group_id = group.id, policy_id = policy.id](Transaction& tx) {
    EXPECT_EQ(directory_service_users(tx, acme).size(), 2u);
    ASSERT_EQ(directory_service_users(tx, acme, program_id).size(), 1u);
    EXPECT_TRUE(directory_service_users(tx, acme, program_id)[0].boolean(1));
    EXPECT_TRUE(directory_service_users(tx, globex, program_id).empty());
    EXPECT_EQ(directory_groups(tx, acme).size(), 2u);
    ASSERT_EQ(directory_groups(tx, acme, group_id).size(), 1u);
    EXPECT_EQ(directory_groups(tx, acme, group_id)[0].text(1), "meter");
    EXPECT_EQ(directory_groups(tx, acme, group_id)[0].text(2), "G");
    EXPECT_TRUE(directory_groups(tx, globex, group_id).empty());
    EXPECT_EQ(directory_policies(tx, acme).size(), 2u);
    ASSERT_EQ(directory_policies(tx, acme, policy_id).size(), 1u);
    EXPECT_EQ(directory_policies(tx, acme, policy_id)[0].text(1), "P");
    EXPECT_FALSE(directory_policies(tx, acme, policy_id)[0].boolean(2));
    EXPECT_EQ(statements_of(directory_policies(tx, acme, policy_id)[0].text(3)),
              make_policy(acme, "").statements);
    EXPECT_TRUE(directory_policies(tx, globex, policy_id).empty());
  });
}

TEST_P(DirectoryRowsTest, memberships_and_attachments_are_listed_and_asked_for_one_by_one) {
  const auto [group, policy] = write([&](Transaction& tx) {
    auto made = std::pair(add_group(tx, acme, "G"), add_policy(tx, acme, "P"));
    add_item(tx, made.first, TargetType::item, "x");
    attach(tx, acme, made.second.id, PrincipalType::any_subject, "records");
    return made;
  });
  read([&, group_id = to_string(group.id), policy_id = to_string(policy.id),
        id = group.id](Transaction& tx) {
    for (const auto& rows :
         {directory_group_items(tx, acme), directory_group_items(tx, acme, id)}) {
      ASSERT_EQ(rows.size(), 1u);
      EXPECT_EQ(rows[0].text(0), group_id);
      EXPECT_EQ(rows[0].text(1), "ITEM");
      EXPECT_EQ(rows[0].text(2), "x");
    }
    EXPECT_TRUE(has_group_item(tx, acme, group_id, "ITEM", "x"));
    EXPECT_FALSE(has_group_item(tx, acme, group_id, "GROUP", "x"));
    EXPECT_FALSE(has_group_item(tx, globex, group_id, "ITEM", "x"));
    const auto attachments = directory_attachments(tx, acme);
    ASSERT_EQ(attachments.size(), 1u);
    EXPECT_EQ(attachments[0].text(0), policy_id);
    EXPECT_EQ(attachments[0].text(1), "ANYSUBJECT");
    EXPECT_EQ(attachments[0].text(2), "records");
    EXPECT_TRUE(has_attachment(tx, acme, policy_id, "ANYSUBJECT", "records"));
    EXPECT_FALSE(has_attachment(tx, acme, policy_id, "ANYSUBJECT", "other"));
    EXPECT_FALSE(has_attachment(tx, globex, policy_id, "ANYSUBJECT", "records"));
  });
}

TEST_P(DirectoryRowsTest, applications_and_the_end_of_support_are_of_one_organization) {
  write([&](Transaction& tx) {
    RegisteredApplication application;
    application.id = ApplicationId::generate(now);
    application.organization_id = acme;
    application.service = "records";
    application.types = {"record"};
    application.actions = {"read"};
    application.created_at = now;
    EXPECT_TRUE(insert_application(tx, application));
    EXPECT_TRUE(update_support_access(tx, {.id = acme, .version = 1, .end_at = now + 1h}));
  });
  read([&](Transaction& tx) {
    const auto rows = directory_applications(tx, acme);
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0].text(0), "records");
    EXPECT_EQ(rows[0].text(1), R"(["record"])");
    EXPECT_EQ(rows[0].text(2), R"(["read"])");
    EXPECT_TRUE(directory_applications(tx, globex).empty());
    EXPECT_EQ(directory_support_end(tx, acme), now + 1h);
    EXPECT_FALSE(directory_support_end(tx, globex));
  });
}

}  // namespace
}  // namespace gatehouse::store
