// An application's words, and who may do what with them.
#include <gtest/gtest.h>

#include "testing/authzen_caller.h"

namespace gatehouse {
namespace {

using testing::action;
using testing::administrator;
using testing::Answer;
using testing::Caller;
using testing::EnforcementPoint;
using testing::entity;
using testing::TestServer;

class ApplicationsTest : public ::testing::Test {
 protected:
  Answer register_records() {
    return admin.post(server.acme.path("/applications"), {{"service", "records"},
                                                          {"name", "Records"},
                                                          {"types", JsonArray{"record"}},
                                                          {"actions", JsonArray{"read", "write"}}});
  }
  Answer make_policy(const char* effect, const char* verb, const Json& condition = nullptr) {
    JsonObject statement{{"effect", effect},
                         {"action", JsonArray{std::string("records:") + verb}},
                         {"resource", JsonArray{"records:record/*"}}};
    if (!condition.is_null()) statement["condition"] = condition;
    return admin.post(
        server.acme.path("/permissionpolicies"),
        {{"name", std::string(effect) + verb}, {"permissionPolicy", JsonArray{statement}}});
  }
  Answer attach(const Answer& policy, const char* call, const Json& body) {
    return admin.post(server.acme.path("/permissionpolicies/" + policy.id() + "/" + call), body);
  }
  JsonObject question(const std::string& subject, const char* verb) const {
    return {{"subject", entity("user", subject)},
            {"action", action(verb)},
            {"resource", entity("record", "r-1")}};
  }

  TestServer server;
  Caller admin = administrator(server, server.acme);
  EnforcementPoint point{server, server.acme, "Administrator"};
  const std::string reader_email = server.acme.reader_email;
};

TEST_F(ApplicationsTest, words_can_be_used_once_they_are_registered) {
  EXPECT_EQ(make_policy("allow", "read").status, 400) << "a mistyped word is refused";
  ASSERT_EQ(register_records().status, 200);
  EXPECT_FALSE(point.permits(question(reader_email, "read")));
  const Answer policy = make_policy("allow", "read");
  ASSERT_EQ(policy.status, 200) << policy.raw.body;
  EXPECT_EQ(attach(policy, "addtouser", {{"principalId", server.acme.reader_id}}).status, 200);
  EXPECT_TRUE(point.permits(question(reader_email, "read")));
  EXPECT_TRUE(point.permits(question(reader_email, "records:read")));
  EXPECT_FALSE(point.permits(question(reader_email, "write")));
  server.directory.forget(*OrganizationId::parse(server.acme.id));
  EXPECT_TRUE(point.permits(question(reader_email, "read"))) << "loaded again, it is the same";
}

// A group of users is one whatever applications call their own things.
TEST_F(ApplicationsTest, an_application_with_a_type_named_user_takes_no_denies_away) {
  register_records();
  attach(make_policy("allow", "read"), "addtouser", {{"principalId", server.acme.reader_id}});
  const std::string groups = server.acme.path("/resourcegroups/user");
  const std::string group = admin.post(groups, {{"name", "Blind"}}).id();
  admin.post(groups + "/" + group + "/addresource",
             {{"targetId", server.acme.reader_id}, {"targetType", "ITEM"}});
  attach(make_policy("deny", "read"), "addtousergroup", {{"principalId", group}});
  ASSERT_FALSE(point.permits(question(reader_email, "read")));

  ASSERT_EQ(admin
                .post(server.acme.path("/applications"), {{"service", "crm"},
                                                          {"name", "CRM"},
                                                          {"types", JsonArray{"user", "meter"}},
                                                          {"actions", JsonArray{"read"}}})
                .status,
            200);
  EXPECT_FALSE(point.permits(question(reader_email, "read")));
  EXPECT_EQ(admin.get(groups + "/" + group).status, 200);
  EXPECT_EQ(admin.get(server.acme.path("/resourcegroups/meter")).status, 200);
  server.directory.forget(*OrganizationId::parse(server.acme.id));
  EXPECT_FALSE(point.permits(question(reader_email, "read"))) << "loaded again, it is the same";
}

TEST_F(ApplicationsTest, an_application_lives_its_whole_life) {
  const Answer made = register_records();
  ASSERT_EQ(made.status, 200) << made.raw.body;
  EXPECT_EQ(register_records().code(), "already_exists");
  const std::string one = server.acme.path("/applications/" + made.id());
  EXPECT_EQ(admin.get(one).text("service"), "records");
  EXPECT_EQ(admin.get(server.acme.path("/applications")).data().size(), 1u);
  JsonObject change{{"name", "Records"},
                    {"types", JsonArray{"record", "folder"}},
                    {"actions", JsonArray{"read"}},
                    {"version", 1}};
  EXPECT_EQ(admin.put(one, change).version(), 2);
  EXPECT_EQ(admin.put(one, change).code(), "stale_version");
  change["version"] = 2;
  change["types"] = JsonArray{"No Word"};
  EXPECT_EQ(admin.put(one, change).status, 400);
  EXPECT_EQ(admin.del(one).status, 200);
  EXPECT_EQ(admin.get(one).status, 404);
}

TEST_F(ApplicationsTest, a_word_in_use_cannot_be_taken_away) {
  const Answer made = register_records();
  ASSERT_EQ(make_policy("deny", "write").status, 200);
  const std::string one = server.acme.path("/applications/" + made.id());
  EXPECT_EQ(admin.del(one).status, 409);
  EXPECT_EQ(admin
                .put(one, {{"name", "Records"},
                           {"types", JsonArray{"record"}},
                           {"actions", JsonArray{"read"}},
                           {"version", 1}})
                .status,
            409);
  EXPECT_EQ(admin.get(one).version(), 1);
}

TEST_F(ApplicationsTest, a_word_in_use_for_support_cannot_be_taken_away) {
  const Answer made = register_records();
  const std::string support = server.acme.path("/support");
  JsonObject body{{"dtEndSupportUsersAccess", "2026-12-01T00:00:00Z"},
                  {"supportUsersPermissionPolicy",
                   JsonArray{JsonObject{{"effect", "deny"},
                                        {"action", JsonArray{"records:write"}},
                                        {"resource", JsonArray{"records:record/*"}}}}}};
  body["version"] = admin.get(support).version();
  const Answer set = admin.put(support, body);
  ASSERT_EQ(set.status, 200) << set.raw.body;
  const std::string one = server.acme.path("/applications/" + made.id());
  EXPECT_EQ(admin.del(one).status, 409);
  EXPECT_NE(admin.del(one).text("message").find("support"), std::string::npos);
  EXPECT_EQ(admin.get(one).status, 200);
}

TEST_F(ApplicationsTest, a_type_that_has_groups_cannot_be_taken_away) {
  const Answer made = register_records();
  const Answer group = admin.post(server.acme.path("/resourcegroups/records:record"),
                                  JsonObject{{"name", "Folder"}});
  ASSERT_EQ(group.status, 200) << group.raw.body;
  const std::string one = server.acme.path("/applications/" + made.id());
  EXPECT_EQ(admin.del(one).status, 409);
  EXPECT_NE(admin.del(one).text("message").find("Folder"), std::string::npos);
  ASSERT_EQ(admin.del(server.acme.path("/resourcegroups/records:record/") + group.id()).status,
            200);
  EXPECT_EQ(admin.del(one).status, 200);
}

TEST_F(ApplicationsTest, words_of_standard_services_are_not_for_applications) {
  EXPECT_EQ(admin
                .post(server.acme.path("/applications"), {{"service", "config"},
                                                          {"name", "X"},
                                                          {"types", JsonArray{"record"}},
                                                          {"actions", JsonArray{"read"}}})
                .status,
            400);
}

TEST_F(ApplicationsTest, a_policy_for_all_users_reaches_users_and_nobody_else) {
  register_records();
  const Answer policy = make_policy("allow", "read");
  ASSERT_EQ(attach(policy, "addtoallusers", JsonObject{}).status, 200);
  EXPECT_TRUE(point.permits(question(reader_email, "read")));
  EXPECT_FALSE(point.permits(question("a stranger", "read")));
  ASSERT_EQ(attach(policy, "removefromallusers", JsonObject{}).status, 200);
  EXPECT_FALSE(point.permits(question(reader_email, "read")));
}

TEST_F(ApplicationsTest, a_policy_for_any_subject_needs_no_list_of_names) {
  register_records();
  const Answer policy =
      make_policy("allow", "write", JsonObject{{"equals", JsonObject{{"subject.role", "editor"}}}});
  EXPECT_EQ(attach(policy, "addtoanysubject", {{"service", "nothing"}}).status, 404);
  const Answer attached = attach(policy, "addtoanysubject", {{"service", "records"}});
  ASSERT_EQ(attached.status, 200) << attached.raw.body;
  EXPECT_EQ(attached.text("principalType"), "ANYSUBJECT");
  JsonObject body = question("stranger-17", "write");
  EXPECT_FALSE(point.permits(body));
  body["subject"].as_object()["properties"] = JsonObject{{"role", "editor"}};
  EXPECT_TRUE(point.permits(body));
  body["action"] = action("read");
  EXPECT_FALSE(point.permits(body));
  body["action"] = action("write");
  server.directory.forget(*OrganizationId::parse(server.acme.id));
  EXPECT_TRUE(point.permits(body)) << "loaded again, it is the same";
  ASSERT_EQ(attach(policy, "removefromanysubject", {{"service", "records"}}).status, 200);
  EXPECT_FALSE(point.permits(body));
}

TEST_F(ApplicationsTest, a_policy_says_that_everybody_has_it) {
  register_records();
  const Answer policy = make_policy("allow", "read");
  const auto attachments = [&] {
    return admin.get(server.acme.path("/permissionpolicies/" + policy.id()))
        .json.at("attachments")
        .as_object();
  };
  EXPECT_EQ(attachments().at("allUsers").to_number<int>(), 0);
  EXPECT_TRUE(attachments().at("anySubjectOf").as_array().empty());
  attach(policy, "addtoallusers", JsonObject{});
  attach(policy, "addtoanysubject", {{"service", "records"}});
  EXPECT_EQ(attachments().at("allUsers").to_number<int>(), 1);
  EXPECT_EQ(attachments().at("anySubjectOf"), Json(JsonArray{"records"}));
  for (const Json& listed : admin.get(server.acme.path("/permissionpolicies")).data())
    EXPECT_EQ(listed.at("attachments").at("anySubjectOf").as_array().size(),
              listed.at("id").as_string() == policy.id() ? 1u : 0u);
}

TEST_F(ApplicationsTest, a_decision_about_a_user_is_explained) {
  const std::string path = server.acme.path("/users/" + server.acme.reader_id + "/decision");
  const Answer allowed = admin.get(path + "?action=config:retrieve&resource=config:meter/item/7");
  ASSERT_EQ(allowed.status, 200) << allowed.raw.body;
  EXPECT_TRUE(allowed.json.at("decision").as_bool());
  EXPECT_EQ(allowed.json.at("explanation").at("decisive").at("policyName").as_string(), "ReadOnly");
  const Answer refused = admin.get(path + "?action=config:delete&resource=config:meter/item/7");
  EXPECT_FALSE(refused.json.at("decision").as_bool());
  EXPECT_EQ(refused.json.at("explanation").at("grant").at("action").at(0).as_string(),
            "config:delete");
  EXPECT_EQ(admin.get(path + "?action=fly&resource=config:meter/item/7").status, 400);
  EXPECT_EQ(admin.get(path + "?action=config:delete&resource=nothing").status, 400);
}

TEST_F(ApplicationsTest, a_simulation_tells_who_gains_and_loses_and_changes_nothing) {
  const std::string before = server.fingerprint();
  const Json deny{{"effect", "deny"},
                  {"action", JsonArray{"config:retrieve"}},
                  {"resource", JsonArray{"config:meter/*"}}};
  const Json allow{{"effect", "allow"},
                   {"action", JsonArray{"config:delete"}},
                   {"resource", JsonArray{"config:meter/*"}}};
  const JsonArray questions{
      JsonObject{{"action", "config:retrieve"}, {"resource", "config:meter/item/7"}},
      JsonObject{{"action", "config:delete"}, {"resource", "config:meter/item/7"}}};
  const Answer answer = admin.post(server.acme.path("/permissionpolicies/simulate"),
                                   {{"permissionPolicy", JsonArray{deny, allow}},
                                    {"userIds", JsonArray{server.acme.reader_id}},
                                    {"questions", questions}});
  ASSERT_EQ(answer.status, 200) << answer.raw.body;
  EXPECT_EQ(answer.json.at("users").as_int64(), 2);
  ASSERT_EQ(answer.json.at("gains").as_array().size(), 1u);
  EXPECT_EQ(answer.json.at("gains").at(0).at("email").as_string(), reader_email);
  EXPECT_EQ(answer.json.at("gains").at(0).at("action").as_string(), "config:delete");
  ASSERT_EQ(answer.json.at("losses").as_array().size(), 1u);
  EXPECT_EQ(answer.json.at("losses").at(0).at("action").as_string(), "config:retrieve");
  EXPECT_EQ(server.fingerprint(), before);
}

}  // namespace
}  // namespace gatehouse
