// Nobody hands out what they do not hold, and an organization keeps an
// administrator.
#include <gtest/gtest.h>

#include "testing/scenario.h"

namespace gatehouse {
namespace {

using namespace testing;

class HandingOut : public ::testing::Test {
 protected:
  TestServer server;
  const TestServer::Organization& acme = server.acme;
  Caller admin = administrator(server, acme);
  Member manager = user_manager(server, acme);
  Caller& uma = manager.caller;
  std::string administrator_policy = policy_named(admin, acme, "administrator");
  std::string before;

  void refused(const Answer& answer) {
    EXPECT_EQ(answer.status, 403) << answer.raw.body;
    EXPECT_EQ(answer.code(), "grant_exceeds_own") << answer.raw.body;
    EXPECT_EQ(server.fingerprint(), before);
  }
  void watch() { before = server.fingerprint(); }
};

TEST_F(HandingOut, what_one_holds_oneself_can_be_given) {
  const std::string narrow = make_policy(
      uma, acme, "See users", {statement("allow", {"config:retrieve"}, "config:user/*")});
  ASSERT_FALSE(narrow.empty());
  Member nora = invite(server, acme, "nora@example.com");
  EXPECT_EQ(attach(uma, acme, narrow, "addtouser", nora.id).status, 200);
  EXPECT_EQ(nora.caller.get(acme.path("/users")).status, 200);
}

TEST_F(HandingOut, attaching_a_stronger_policy_is_refused_to_oneself_and_others) {
  watch();
  refused(attach(uma, acme, administrator_policy, "addtouser", manager.id));
  refused(attach(uma, acme, administrator_policy, "addtouser", acme.reader_id));
}

TEST_F(HandingOut, a_policy_wider_than_ones_own_cannot_be_written) {
  watch();
  JsonObject body{{"name", "Wide"}};
  body["permissionPolicy"] = list({statement("allow", {"all"}, "*")});
  refused(uma.post(acme.path("/permissionpolicies"), body));
}

TEST_F(HandingOut, a_policy_cannot_be_widened_beyond_ones_own) {
  const std::string narrow =
      make_policy(uma, acme, "Narrow", {statement("allow", {"config:retrieve"}, "config:user/*")});
  watch();
  JsonObject body{{"name", "Narrow"}, {"version", 1}};
  body["permissionPolicy"] = list({statement("allow", {"audit:retrieve"}, "*")});
  refused(uma.put(acme.path("/permissionpolicies/" + narrow), body));
}

TEST_F(HandingOut, inline_statements_are_measured_too) {
  watch();
  JsonObject body{{"version", 1}};
  body["permissionPolicy"] = list({statement("allow", {"all"}, "*")});
  refused(uma.put(acme.path("/users/" + manager.id), body));
}

TEST_F(HandingOut, joining_a_stronger_group_is_refused) {
  const std::string group = make_group(admin, acme, "Admins");
  attach(admin, acme, administrator_policy, "addtousergroup", group);
  watch();
  refused(change_group(uma, acme, group, "addresource", manager.id));
}

TEST_F(HandingOut, nesting_ones_group_into_a_stronger_one_is_refused) {
  const std::string strong = make_group(admin, acme, "Admins");
  attach(admin, acme, administrator_policy, "addtousergroup", strong);
  const std::string own = make_group(uma, acme, "Own");
  change_group(uma, acme, own, "addresource", manager.id);
  watch();
  refused(change_group(uma, acme, strong, "addresource", own, "GROUP"));
}

TEST_F(HandingOut, a_stronger_policy_cannot_be_moved_to_ones_group) {
  const std::string own = make_group(uma, acme, "Own");
  watch();
  refused(attach(uma, acme, administrator_policy, "addtousergroup", own));
}

TEST_F(HandingOut, a_created_user_gets_no_more_than_the_creator_has) {
  watch();
  JsonObject body = person("puppet@example.com");
  body["permissionPolicyIds"] = list({Json(administrator_policy)});
  refused(uma.post(acme.path("/users"), body));
}

TEST_F(HandingOut, an_invitation_offers_no_more_than_the_inviter_has) {
  const std::string group = make_group(admin, acme, "Admins");
  attach(admin, acme, administrator_policy, "addtousergroup", group);
  watch();
  JsonObject body = person("puppet@example.com");
  body["permissionPolicyIds"] = list({Json(administrator_policy)});
  refused(uma.post(acme.path("/invitations"), body));
  body.erase("permissionPolicyIds");
  body["userGroupIds"] = list({Json(group)});
  refused(uma.post(acme.path("/invitations"), body));
}

TEST_F(HandingOut, a_key_of_a_stronger_service_user_is_refused) {
  Program robot = make_program(server, acme, "Robot", {administrator_policy});
  watch();
  const std::string path = acme.path("/serviceusers/" + robot.id);
  refused(uma.post(path + "/accesskeys"));
  refused(uma.post(path + "/accesskeys/" + robot.key_id + "/deactivate"));
  refused(uma.del(path + "/accesskeys/" + robot.key_id));
  refused(uma.del(path));
}

TEST_F(HandingOut, a_service_user_gets_no_stronger_policy) {
  Program robot = make_program(server, acme, "Robot");
  watch();
  refused(attach(uma, acme, administrator_policy, "addtoserviceuser", robot.id));
}

TEST_F(HandingOut, support_gets_no_stronger_rights) {
  watch();
  refused(
      uma.post(acme.path("/permissionpolicies/" + administrator_policy + "/addtosupportusers")));
  JsonObject body{{"dtEndSupportUsersAccess", "2026-12-01T00:00:00Z"}};
  body["supportUsersPermissionPolicy"] = list({statement("allow", {"all"}, "*")});
  refused(uma.put(acme.path("/support"), body));
}

TEST_F(HandingOut, an_administrator_is_not_touched_by_somebody_weaker) {
  watch();
  const std::string ada = acme.path("/users/" + acme.administrator_id);
  refused(uma.post(ada + "/deactivate"));
  refused(uma.post(ada + "/activate"));
  refused(uma.put(ada + "/password/resend"));
  refused(uma.put(ada, JsonObject{{"version", 1}, {"dtEndAccess", "2027-01-01T00:00:00Z"}}));
  refused(attach(uma, acme, administrator_policy, "removefromuser", acme.administrator_id));
}

TEST_F(HandingOut, taking_a_deny_away_is_giving_rights) {
  const std::string no_audit =
      make_policy(admin, acme, "Mostly", {statement("allow", {"all"}, "*")});
  const std::string deny = make_policy(admin, acme, "But not", {statement("deny", {"all"}, "*")});
  Member nora = invite(server, acme, "nora@example.com", {no_audit, deny});
  EXPECT_EQ(nora.caller.get(acme.path("/users")).status, 403) << "deny beats allow";
  watch();
  refused(attach(uma, acme, deny, "removefromuser", nora.id));
  refused(uma.del(acme.path("/permissionpolicies/" + deny)));
}

TEST_F(HandingOut, leaving_a_group_that_denies_is_giving_rights) {
  const std::string mostly = make_policy(admin, acme, "Mostly", {statement("allow", {"all"}, "*")});
  const std::string deny = make_policy(admin, acme, "But not", {statement("deny", {"all"}, "*")});
  const std::string group = make_group(admin, acme, "Denied");
  attach(admin, acme, deny, "addtousergroup", group);
  Member nora = invite(server, acme, "nora@example.com", {mostly});
  change_group(admin, acme, group, "addresource", nora.id);
  EXPECT_EQ(nora.caller.get(acme.path("/users")).status, 403) << "deny through a group beats allow";
  watch();
  refused(change_group(uma, acme, group, "removeresource", nora.id));
  refused(uma.del(acme.path("/resourcegroups/user/" + group)));
}

TEST_F(HandingOut, somebody_stronger_cannot_be_weakened_by_a_deny) {
  const std::string deny = make_policy(admin, acme, "Nothing", {statement("deny", {"all"}, "*")});
  watch();
  refused(attach(uma, acme, deny, "addtouser", acme.administrator_id));
}

class LastAdministrator : public ::testing::Test {
 protected:
  TestServer server;
  const TestServer::Organization& acme = server.acme;
  Caller admin = administrator(server, acme);
  std::string policy = policy_named(admin, acme, "administrator");
  Program program = make_program(server, acme, "Root", {policy});
  Caller& root = program.caller;
  std::string ada = acme.path("/users/" + acme.administrator_id);
  std::string before;

  void watch() { before = server.fingerprint(); }
  void refused(const Answer& answer) {
    EXPECT_EQ(answer.status, 409) << answer.raw.body;
    EXPECT_EQ(answer.code(), "last_administrator") << answer.raw.body;
    EXPECT_EQ(header_of(answer, "x-should-retry"), "false");
    EXPECT_EQ(server.fingerprint(), before);
    EXPECT_EQ(admin.get(acme.path("/users")).status, 200);
  }
  // Ada holds the policy through this group only.
  std::string through_group() {
    const std::string group = make_group(admin, acme, "Admins");
    attach(admin, acme, policy, "addtousergroup", group);
    change_group(admin, acme, group, "addresource", acme.administrator_id);
    EXPECT_EQ(attach(admin, acme, policy, "removefromuser", acme.administrator_id).status, 200);
    return group;
  }
};

TEST_F(LastAdministrator, is_not_deactivated) {
  watch();
  refused(root.post(ada + "/deactivate"));
  refused(admin.post(ada + "/deactivate"));
}

TEST_F(LastAdministrator, keeps_the_policy) {
  watch();
  refused(attach(root, acme, policy, "removefromuser", acme.administrator_id));
}

TEST_F(LastAdministrator, gets_no_end_date_now_or_later) {
  watch();
  refused(root.put(ada, JsonObject{{"version", 1}, {"dtEndAccess", "2036-01-01T00:00:00Z"}}));
  const Answer now =
      root.put(ada, JsonObject{{"version", 1}, {"dtEndAccess", to_string(server.clock.now())}});
  EXPECT_EQ(now.status, 400);
  EXPECT_EQ(server.fingerprint(), before);
}

TEST_F(LastAdministrator, is_not_denied_by_a_policy) {
  const std::string deny =
      make_policy(admin, acme, "No", {statement("deny", {"config:create"}, "config:user/*")});
  watch();
  refused(attach(root, acme, deny, "addtouser", acme.administrator_id));
}

TEST_F(LastAdministrator, is_not_denied_inline) {
  watch();
  JsonObject body{{"version", 1}};
  body["permissionPolicy"] = list({statement("deny", {"config:create"}, "config:user/*")});
  refused(root.put(ada, body));
}

TEST_F(LastAdministrator, is_not_denied_through_a_group) {
  const std::string deny =
      make_policy(admin, acme, "No", {statement("deny", {"config:create"}, "config:user/*")});
  const std::string group = make_group(admin, acme, "Denied");
  attach(admin, acme, deny, "addtousergroup", group);
  watch();
  refused(change_group(root, acme, group, "addresource", acme.administrator_id));
}

TEST_F(LastAdministrator, is_not_denied_by_editing_a_policy_in_use) {
  const std::string harmless = make_policy(
      admin, acme, "Harmless", {statement("allow", {"config:retrieve"}, "config:user/*")});
  attach(admin, acme, harmless, "addtouser", acme.administrator_id);
  watch();
  JsonObject body{{"name", "Harmless"}, {"version", 1}};
  body["permissionPolicy"] = list({statement("deny", {"config:retrieve"}, "config:user/*")});
  refused(root.put(acme.path("/permissionpolicies/" + harmless), body));
}

TEST_F(LastAdministrator, stays_in_the_group_that_makes_one) {
  const std::string group = through_group();
  watch();
  refused(change_group(root, acme, group, "removeresource", acme.administrator_id));
}

TEST_F(LastAdministrator, keeps_the_group_that_makes_one) {
  const std::string group = through_group();
  watch();
  refused(root.del(acme.path("/resourcegroups/user/" + group)));
}

TEST_F(LastAdministrator, keeps_the_policy_of_the_group_that_makes_one) {
  const std::string group = through_group();
  watch();
  refused(attach(root, acme, policy, "removefromusergroup", group));
}

TEST_F(LastAdministrator, keeps_the_nesting_that_makes_one) {
  const std::string outer = make_group(admin, acme, "Outer");
  const std::string inner = make_group(admin, acme, "Inner");
  attach(admin, acme, policy, "addtousergroup", outer);
  change_group(admin, acme, outer, "addresource", inner, "GROUP");
  change_group(admin, acme, inner, "addresource", acme.administrator_id);
  ASSERT_EQ(attach(admin, acme, policy, "removefromuser", acme.administrator_id).status, 200);
  watch();
  refused(change_group(root, acme, outer, "removeresource", inner, "GROUP"));
}

TEST_F(LastAdministrator, is_not_made_up_for_by_somebody_who_has_never_signed_in) {
  JsonObject body = person("pending@example.com");
  body["permissionPolicyIds"] = list({Json(policy)});
  ASSERT_EQ(admin.post(acme.path("/users"), body).status, 200);
  watch();
  refused(root.post(ada + "/deactivate"));
}

TEST_F(LastAdministrator, is_not_made_up_for_by_one_whose_access_ends) {
  Member nora = invite(server, acme, "nora@example.com", {policy});
  ASSERT_EQ(root.put(acme.path("/users/" + nora.id),
                     JsonObject{{"version", 1}, {"dtEndAccess", "2036-01-01T00:00:00Z"}})
                .status,
            200);
  watch();
  refused(root.post(ada + "/deactivate"));
}

TEST_F(LastAdministrator, may_go_when_another_is_there) {
  invite(server, acme, "nora@example.com", {policy});
  EXPECT_EQ(admin.post(ada + "/deactivate").status, 200);
  EXPECT_EQ(admin.get(acme.path("/users")).status, 401);
}

TEST_F(LastAdministrator, two_who_remove_each_other_at_once_leave_one) {
  Member nora = invite(server, acme, "nora@example.com", {policy});
  const std::string path = acme.path("/users/" + nora.id);
  for (int round = 0; round < 10; ++round) {
    Answer first;
    Answer second;
    {
      const std::jthread one([&] { first = admin.post(path + "/deactivate"); });
      const std::jthread two([&] { second = nora.caller.post(ada + "/deactivate"); });
    }
    EXPECT_NE(first.status == 200, second.status == 200) << first.raw.body << second.raw.body;
    root.post(path + "/activate");
    root.post(ada + "/activate");
    admin.sign_in(acme.administrator_email, administrator_password);
    nora.caller.sign_in(nora.email, invited_password);
  }
}

}  // namespace
}  // namespace gatehouse
