#include "store/administrators.h"

#include "testing/rows.h"

namespace gatehouse::store {
namespace {

using namespace testing;

class AdministratorsTest : public TwoOrganizations {
 protected:
  void SetUp() override {
    TwoOrganizations::SetUp();
    if (!database) return;
    PermissionPolicy managed = make_policy(acme, std::string(administrator_policy));
    managed.is_managed = true;
    policy = managed.id;
    write([&](Transaction& tx) { ASSERT_TRUE(insert_permission_policy(tx, managed)); });
  }
  User member(const std::string& email) {
    return write([&](Transaction& tx) {
      User user = add_user(tx, acme, email);
      set_password(tx, user.account_id, "argon", now);
      return user;
    });
  }
  void give(PrincipalType type, const Uuid& principal) {
    write([&](Transaction& tx) { attach(tx, acme, policy, type, to_string(principal)); });
  }
  std::vector<UserId> found(OrganizationId organization) {
    return read([&](Transaction& tx) { return list_permanent_administrators(tx, organization); });
  }
  PermissionPolicyId policy;
};
ON_EVERY_ENGINE(AdministratorsTest);

TEST_P(AdministratorsTest, who_holds_the_policy_is_one_and_nobody_else) {
  EXPECT_TRUE(found(acme).empty());
  const User holder = member("a@b.example");
  member("other@b.example");
  give(PrincipalType::user, holder.id);
  EXPECT_EQ(found(acme), std::vector{holder.id});
  EXPECT_TRUE(found(globex).empty());
}

TEST_P(AdministratorsTest, a_policy_that_only_has_the_name_makes_nobody_one) {
  const User user = member("a@b.example");
  write([&](Transaction& tx) {
    remove_permission_policy(tx, acme, policy);
    const PermissionPolicy own = add_policy(tx, acme, "Administrator");
    attach(tx, acme, own.id, PrincipalType::user, to_string(user.id));
  });
  EXPECT_TRUE(found(acme).empty());
}

TEST_P(AdministratorsTest, through_nested_groups_too_and_only_once) {
  const User user = member("a@b.example");
  const ResourceGroup outer = write([&](Transaction& tx) {
    const ResourceGroup made = add_group(tx, acme, "Outer");
    const ResourceGroup inner = add_group(tx, acme, "Inner");
    add_item(tx, made, TargetType::group, to_string(inner.id));
    add_item(tx, inner, TargetType::group, to_string(made.id));  // a circle ends too
    add_item(tx, inner, TargetType::item, to_string(user.id));
    add_item(tx, made, TargetType::item, to_string(user.id));
    return made;
  });
  EXPECT_TRUE(found(acme).empty());
  give(PrincipalType::user_group, outer.id);
  give(PrincipalType::user, user.id);
  EXPECT_EQ(found(acme), std::vector{user.id});
}

TEST_P(AdministratorsTest, who_cannot_always_sign_in_does_not_count) {
  const auto with = [&](const std::string& email, bool is_active, std::optional<Timestamp> end) {
    User user = member(email);
    user.is_active = is_active;
    user.end_at = end;
    write([&](Transaction& tx) { ASSERT_TRUE(update_user(tx, user)); });
    give(PrincipalType::user, user.id);
  };
  with("off@b.example", false, {});
  with("ending@b.example", true, now + std::chrono::hours(24 * 365));
  const User without_password =
      write([&](Transaction& tx) { return add_user(tx, acme, "new@b.example"); });
  give(PrincipalType::user, without_password.id);
  const ServiceUser program =
      write([&](Transaction& tx) { return add_service_user(tx, acme, "S"); });
  give(PrincipalType::service_user, program.id);
  EXPECT_TRUE(found(acme).empty());
}

}  // namespace
}  // namespace gatehouse::store
