// Permission policies, and attaching them (attachments.cc).
#include <gtest/gtest.h>

#include "testing/scenario.h"

namespace gatehouse {
namespace {

using namespace testing;

class Policies : public ::testing::Test {
 protected:
  TestServer server;
  const TestServer::Organization& acme = server.acme;
  Caller admin = administrator(server, acme);

  JsonObject body(const std::string& name, Json one) {
    JsonObject object{{"name", name}};
    object["permissionPolicy"] = list({std::move(one)});
    return object;
  }
  Json see_users() { return statement("allow", {"config:retrieve"}, "config:user/*"); }
  std::string path(const std::string& id) { return acme.path("/permissionpolicies/" + id); }
};

TEST_F(Policies, live_from_creation_to_deletion) {
  const Answer made = admin.post(acme.path("/permissionpolicies"), body("See", see_users()));
  ASSERT_EQ(made.status, 200) << made.raw.body;
  EXPECT_EQ(made.version(), 1);
  EXPECT_EQ(made.json.at("managedPolicy"), Json(false));
  JsonObject change = body("Look", see_users());
  change["version"] = 1;
  const Answer changed = admin.put(path(made.id()), change);
  EXPECT_EQ(changed.version(), 2);
  EXPECT_EQ(changed.text("name"), "Look");
  EXPECT_EQ(admin.put(path(made.id()), change).code(), "stale_version");
  EXPECT_EQ(admin.del(path(made.id())).status, 200);
  EXPECT_EQ(admin.get(path(made.id())).status, 404);
}

TEST_F(Policies, that_are_changed_keep_the_reason_in_the_audit_trail) {
  const std::string id =
      admin.post(acme.path("/permissionpolicies"), body("See", see_users())).id();
  JsonObject change = body("Look", see_users());
  change["version"] = 1;
  change["reason"] = Json(std::string(501, 'x'));
  EXPECT_EQ(admin.put(path(id), change).text("field"), "reason");
  change["reason"] = "ticket 4711";
  ASSERT_EQ(admin.put(path(id), change).status, 200);
  const Answer found = admin.get(acme.path("/auditevents?action=permissionpolicy.update"));
  const Json& details = found.data().at(0).at("details");
  EXPECT_EQ(text_of(details, "reason"), "ticket 4711");
  EXPECT_EQ(text_of(details.at("before"), "name"), "See");
  EXPECT_EQ(text_of(details.at("after"), "name"), "Look");
}

TEST_F(Policies, that_are_managed_are_fixed) {
  const std::string managed = policy_named(admin, acme, "readonly");
  const std::string before = server.fingerprint();
  JsonObject change = body("ReadOnly", see_users());
  change["version"] = 1;
  EXPECT_EQ(admin.put(path(managed), change).status, 409);
  EXPECT_EQ(admin.del(path(managed)).status, 409);
  EXPECT_EQ(server.fingerprint(), before);
}

TEST_F(Policies, have_names_that_look_like_no_other) {
  const std::string before = server.fingerprint();
  const auto create = [&](const char* name) {
    return admin.post(acme.path("/permissionpolicies"), body(name, see_users()));
  };
  EXPECT_EQ(create("Administrator").code(), "already_exists");
  EXPECT_EQ(create("administrator ").code(), "already_exists");
  EXPECT_EQ(create("ADMINISTRATOR").code(), "already_exists");
  EXPECT_EQ(create("Ａdministrator").code(), "already_exists") << "full width";
  EXPECT_EQ(create("\u0410dministrator").code(), "already_exists") << "Cyrillic A";
  EXPECT_EQ(create("READ\u041enly").code(), "already_exists") << "Cyrillic O";
  EXPECT_EQ(create("Admin\u200bistrator").status, 400) << "zero width space";
  EXPECT_EQ(create(" ").status, 400);
  EXPECT_EQ(server.fingerprint(), before);
}

TEST_F(Policies, with_mistyped_statements_are_refused_when_written) {
  const std::string before = server.fingerprint();
  const auto refused = [&](Json one) {
    const Answer answer = admin.post(acme.path("/permissionpolicies"), body("X", std::move(one)));
    EXPECT_EQ(answer.status, 400) << answer.raw.body;
    return answer.text("message");
  };
  EXPECT_NE(refused(statement("deny", {"config:updat"}, "*")).find("did you mean"),
            std::string::npos);
  refused(statement("deny", {"config:update"}, "config:usr/*"));
  refused(statement("forbid", {"config:update"}, "*"));
  refused(statement("deny", {}, "*"));
  EXPECT_EQ(server.fingerprint(), before);
}

TEST_F(Policies, take_upper_case_and_answer_lower_case) {
  const Answer made = admin.post(acme.path("/permissionpolicies"),
                                 body("Upper", statement("ALLOW", {"CONFIG:RETRIEVE"}, "*")));
  ASSERT_EQ(made.status, 200) << made.raw.body;
  EXPECT_NE(made.raw.body.find("\"allow\""), std::string::npos);
  EXPECT_NE(made.raw.body.find("\"config:retrieve\""), std::string::npos);
}

TEST_F(Policies, cannot_be_made_managed_by_a_caller) {
  JsonObject managed = body("Mine", see_users());
  managed["managedPolicy"] = true;
  EXPECT_EQ(admin.post(acme.path("/permissionpolicies"), managed).code(), "unknown_field");
}

TEST_F(Policies, act_at_once_when_attached_and_detached) {
  Member nora = invite(server, acme, "nora@example.com");
  const std::string see = make_policy(admin, acme, "See", {see_users()});
  EXPECT_EQ(nora.caller.get(acme.path("/users")).status, 403);
  const Answer first = attach(admin, acme, see, "addtouser", nora.id);
  EXPECT_EQ(first.text("principalType"), "USER");
  EXPECT_EQ(first.text("principalId"), nora.id);
  EXPECT_EQ(nora.caller.get(acme.path("/users")).status, 200);
  EXPECT_EQ(attach(admin, acme, see, "addtouser", nora.id).id(), first.id()) << "twice is once";
  EXPECT_EQ(attach(admin, acme, see, "removefromuser", nora.id).status, 200);
  EXPECT_EQ(nora.caller.get(acme.path("/users")).status, 403);
  EXPECT_EQ(attach(admin, acme, see, "removefromuser", nora.id).status, 404);
}

TEST_F(Policies, reach_members_of_nested_groups) {
  Member nora = invite(server, acme, "nora@example.com");
  const std::string see = make_policy(admin, acme, "See", {see_users()});
  const std::string outer = make_group(admin, acme, "Outer");
  const std::string inner = make_group(admin, acme, "Inner");
  change_group(admin, acme, outer, "addresource", inner, "GROUP");
  change_group(admin, acme, inner, "addresource", nora.id);
  attach(admin, acme, see, "addtousergroup", outer);
  EXPECT_EQ(nora.caller.get(acme.path("/users")).status, 200);
  admin.del(path(see));
  EXPECT_EQ(nora.caller.get(acme.path("/users")).status, 403) << "gone with its attachments";
}

TEST_F(Policies, are_attached_to_support_without_a_body) {
  const std::string see = make_policy(admin, acme, "See", {see_users()});
  EXPECT_EQ(admin.post(path(see) + "/addtosupportusers").text("principalType"), "SUPPORTUSERS");
  EXPECT_EQ(admin.get(acme.path("/support-permissions")).data().size(), 1u);
  EXPECT_EQ(admin.post(path(see) + "/removefromsupportusers").status, 200);
  EXPECT_TRUE(admin.get(acme.path("/support-permissions")).data().empty());
}

TEST_F(Policies, do_not_reach_into_another_organization) {
  Caller other = administrator(server, server.globex);
  const std::string theirs = policy_named(other, server.globex, "readonly");
  const std::string ours = policy_named(admin, acme, "readonly");
  const std::string before = server.fingerprint();
  EXPECT_EQ(attach(admin, acme, theirs, "addtouser", acme.reader_id).status, 404);
  EXPECT_EQ(attach(admin, acme, ours, "addtouser", server.globex.reader_id).status, 404);
  EXPECT_EQ(server.fingerprint(), before);
}

TEST_F(Policies, are_read_with_readonly_and_not_written) {
  Caller rita = reader(server, acme);
  EXPECT_EQ(rita.get(acme.path("/permissionpolicies")).status, 200);
  EXPECT_EQ(rita.post(acme.path("/permissionpolicies"), body("X", see_users())).status, 403);
}

}  // namespace
}  // namespace gatehouse
