// The rules of the AuthZEN standard (Authorization API 1.0) on the real server.
#include <gtest/gtest.h>

#include "testing/authzen_caller.h"
#include "testing/scenario.h"

namespace gatehouse {
namespace {

using testing::action;
using testing::administrator;
using testing::Answer;
using testing::Caller;
using testing::EnforcementPoint;
using testing::entity;
using testing::TestServer;

class AuthzenTest : public ::testing::Test {
 protected:
  // May the administrator read a meter? Yes. May the reader change it? No.
  JsonObject question(const std::string& email, const std::string& verb,
                      const std::string& type = "meter", const std::string& id = "m-1") const {
    return {{"subject", entity("user", email)},
            {"action", action(verb)},
            {"resource", entity(type, id)}};
  }
  JsonObject without(JsonObject object, const std::string& name) const {
    object.erase(name);
    return object;
  }
  std::string policy_for(const std::string& user, const Json& statements,
                         const std::string& name = "Custom") {
    Caller admin = administrator(server, server.acme);
    const Answer made = admin.post(server.acme.path("/permissionpolicies"),
                                   {{"name", name}, {"permissionPolicy", statements}});
    EXPECT_EQ(made.status, 200) << made.raw.body;
    admin.post(server.acme.path("/permissionpolicies/" + made.id() + "/addtouser"),
               {{"principalId", user}});
    return made.id();
  }

  TestServer server;
  EnforcementPoint point{server, server.acme, "Administrator"};
  const std::string admin_email = server.acme.administrator_email;
  const std::string reader_email = server.acme.reader_email;
};

TEST_F(AuthzenTest, a_decision_is_a_200_whether_it_permits_or_denies) {
  const Answer permitted = point.ask("evaluation", question(admin_email, "update"));
  EXPECT_EQ(permitted.status, 200);
  EXPECT_EQ(permitted.raw.body, R"({"decision":true})");
  EXPECT_EQ(permitted.raw.content_type, "application/json");
  const Answer denied = point.ask("evaluation", question(reader_email, "update"));
  EXPECT_EQ(denied.status, 200);
  EXPECT_EQ(denied.raw.body, R"({"decision":false})");
}

TEST_F(AuthzenTest, a_user_is_named_by_id_external_id_or_email_in_any_case) {
  EXPECT_TRUE(point.permits(question(server.acme.administrator_id, "update")));
  EXPECT_TRUE(point.permits(question("Admin@Acme.Example", "update")));
  Caller admin = administrator(server, server.acme);
  const Answer made = admin.post(server.acme.path("/users"), {{"email", "nadia@example.com"},
                                                              {"firstName", "Nadia"},
                                                              {"lastName", "Haddad"},
                                                              {"externalId", "hr-17"}});
  ASSERT_EQ(made.status, 200) << made.raw.body;
  EXPECT_FALSE(point.permits(question("hr-17", "retrieve")));
  policy_for(made.id(), JsonArray{JsonObject{{"effect", "allow"},
                                             {"action", JsonArray{"config:retrieve"}},
                                             {"resource", JsonArray{"config:meter/item/m-1"}}}});
  EXPECT_TRUE(point.permits(question("hr-17", "retrieve")));
  EXPECT_FALSE(point.permits(question("hr-17", "retrieve", "meter", "m-2")));
}

TEST_F(AuthzenTest, a_user_is_named_by_user_name_in_any_case) {
  EXPECT_TRUE(point.permits(question("admin", "update")));
  EXPECT_TRUE(point.permits(question("Admin", "update")));
  EXPECT_FALSE(point.permits(question("reader", "update")));
  EXPECT_TRUE(point.permits(question("reader", "retrieve")));
  for (const char* nobody : {"admin_1", "admi", "admin ", "admin%", "ADM_N", "@admin", "admin@"})
    EXPECT_FALSE(point.permits(question(nobody, "update"))) << nobody;
}

TEST_F(AuthzenTest, a_new_user_is_known_by_user_name_at_once) {
  EXPECT_FALSE(point.permits(question("nadia", "retrieve")));
  Caller admin = administrator(server, server.acme);
  const auto create = [&](const std::string& email) {
    JsonObject body{{"email", email}, {"firstName", "Nadia"}, {"lastName", "Haddad"}};
    body["company"] = "Initech";
    body["permissionPolicyIds"] =
        JsonArray{Json(testing::policy_named(admin, server.acme, "readonly"))};
    return admin.post(server.acme.path("/users"), body);
  };
  const std::string first = create("nadia@one.example").id();
  EXPECT_EQ(create("nadia@two.example").text("userName"), "nadia_initech");
  EXPECT_TRUE(point.permits(question("nadia", "retrieve")));
  EXPECT_TRUE(point.permits(question("nadia_initech", "retrieve")));
  admin.post(server.acme.path("/users/" + first + "/deactivate"));
  EXPECT_FALSE(point.permits(question("nadia", "retrieve")));
  EXPECT_TRUE(point.permits(question("nadia_initech", "retrieve")));
}

// The user who gets the name came later: an external id that somebody else is known by is refused.
TEST_F(AuthzenTest, an_external_id_comes_before_a_user_name) {
  Caller admin = administrator(server, server.acme);
  const Answer reader = admin.get(server.acme.path("/users/" + server.acme.reader_id));
  admin.put(server.acme.path("/users/" + server.acme.reader_id),
            {{"version", reader.version()}, {"externalId", "zoe"}});
  const Json all = admin.get(server.acme.path("/permissionpolicies?q=administrator")).data().at(0);
  const Answer zoe =
      admin.post(server.acme.path("/users"), {{"email", "zoe@acme.example"},
                                              {"firstName", "Zoe"},
                                              {"lastName", "Quill"},
                                              {"permissionPolicyIds", JsonArray{all.at("id")}}});
  ASSERT_EQ(zoe.text("userName"), "zoe") << zoe.raw.body;
  EXPECT_FALSE(point.permits(question("zoe", "update"))) << "the reader's external id";
  EXPECT_TRUE(point.permits(question("Zoe", "update")));
}

TEST_F(AuthzenTest, conditions_see_the_user_name) {
  policy_for(server.acme.reader_id,
             JsonArray{JsonObject{
                 {"effect", "allow"},
                 {"action", JsonArray{"config:update"}},
                 {"resource", JsonArray{"config:meter/*"}},
                 {"condition",
                  JsonObject{{"equals", JsonObject{{"resource.owner",
                                                    JsonObject{{"ref", "subject.userName"}}}}}}}}});
  JsonObject own = question(reader_email, "update");
  own["resource"].as_object()["properties"] = JsonObject{{"owner", "reader"}};
  EXPECT_TRUE(point.permits(own));
  own["resource"].as_object()["properties"] = JsonObject{{"owner", "admin"}};
  EXPECT_FALSE(point.permits(own));
}

TEST_F(AuthzenTest, names_may_be_fully_qualified_and_unknown_ones_are_refused) {
  EXPECT_TRUE(point.permits(question(admin_email, "config:update", "config:meter")));
  EXPECT_FALSE(point.permits(question(admin_email, "all", "config:meter")));
  EXPECT_FALSE(point.permits(question(admin_email, "destroy")));
  EXPECT_FALSE(point.permits(question(admin_email, "update", "spaceship")));
  EXPECT_FALSE(point.permits(question("nobody@acme.example", "retrieve")));
  JsonObject other = question(admin_email, "update");
  other["subject"] = entity("robot", server.acme.administrator_id);
  EXPECT_FALSE(point.permits(other)) << "an id of a user under another type is nobody";
}

TEST_F(AuthzenTest, a_service_user_may_ask_about_itself_and_about_others_with_permission) {
  EnforcementPoint powerless(server, server.acme, "", "Powerless");
  const Answer about_other = powerless.ask("evaluation", question(admin_email, "update"));
  EXPECT_EQ(about_other.status, 403);
  EXPECT_NE(about_other.text("message"), "");
  const Answer about_nobody = powerless.ask("evaluation", question("nobody", "update"));
  EXPECT_EQ(about_nobody.raw.body, about_other.raw.body) << "who is there stays unknown";
  JsonObject itself = question("", "update");
  itself["subject"] = entity("service_user", powerless.id);
  EXPECT_EQ(powerless.ask("evaluation", itself).raw.body, R"({"decision":false})");
  itself["subject"] = entity("service_user", point.id);
  EXPECT_EQ(point.ask("evaluation", itself).raw.body, R"({"decision":true})");
}

TEST_F(AuthzenTest, users_of_another_organization_are_unknown) {
  EXPECT_FALSE(point.permits(question(server.globex.administrator_email, "retrieve")));
  EXPECT_FALSE(point.permits(question(server.globex.administrator_id, "retrieve")));
}

TEST_F(AuthzenTest, a_caller_that_did_not_authenticate_gets_401_with_a_message) {
  const std::string good = point.authorization;
  for (const std::string& bad : {std::string(), std::string("Bearer gh_at_wrong"),
                                 std::string("Basic dXNlcjpwYXNz"), good + "x"}) {
    point.authorization = bad;
    const Answer answer = point.ask("evaluation", question(admin_email, "update"));
    EXPECT_EQ(answer.status, 401) << bad;
    EXPECT_NE(answer.text("message"), "");
  }
}

TEST_F(AuthzenTest, a_withdrawn_service_user_is_refused_at_once) {
  EXPECT_TRUE(point.permits(question(admin_email, "update")));
  Caller admin = administrator(server, server.acme);
  ASSERT_EQ(admin.del(server.acme.path("/serviceusers/" + point.id)).status, 200);
  EXPECT_EQ(point.ask("evaluation", question(admin_email, "update")).status, 401);
}

TEST_F(AuthzenTest, every_fault_of_the_body_is_a_400_with_a_message) {
  const JsonObject good = question(admin_email, "update");
  std::vector<std::string> bodies{"", "{", "[]", "null", "\"x\"", R"({"subject":1,"subject":1})"};
  for (const char* name : {"subject", "action", "resource"}) {
    bodies.push_back(to_text(without(good, name)));
    for (const Json& wrong : {Json(nullptr), Json("x"), Json(7), Json(JsonArray{})}) {
      JsonObject body = good;
      body[name] = wrong;
      bodies.push_back(to_text(body));
    }
    for (const auto& inner : good.at(name).as_object()) {
      JsonObject body = good;
      body[name] = without(good.at(name).as_object(), inner.key());
      bodies.push_back(to_text(body));
      body[name].as_object()[inner.key()] = 7;
      bodies.push_back(to_text(body));
    }
    JsonObject body = good;
    body[name].as_object()["properties"] = "x";
    bodies.push_back(to_text(body));
  }
  JsonObject body = good;
  body["context"] = "x";
  bodies.push_back(to_text(body));
  for (const std::string& text : bodies) {
    const Answer answer = point.ask("evaluation", text);
    EXPECT_EQ(answer.status, 400) << text;
    EXPECT_NE(answer.text("message"), "") << text;
    EXPECT_EQ(answer.raw.content_type, "application/json");
  }
}

TEST_F(AuthzenTest, a_wrong_content_type_is_a_400_and_parameters_of_it_are_fine) {
  auto request = point.request("/access/v1/evaluation", to_text(question(admin_email, "update")));
  for (const char* type : {"text/plain", "application/x-www-form-urlencoded", ""}) {
    request.headers[1].second = type;
    EXPECT_EQ(point.send(request).status, 400) << type;
  }
  request.headers[1].second = "Application/JSON; charset=utf-8";
  EXPECT_EQ(point.send(request).status, 200);
}

TEST_F(AuthzenTest, problem_json_goes_only_to_a_caller_that_accepts_it) {
  auto request = point.request("/access/v1/evaluation", "{");
  EXPECT_EQ(point.send(request).raw.content_type, "application/json");
  request.headers.emplace_back("accept", "application/json, application/problem+json");
  const Answer answer = point.send(request);
  EXPECT_EQ(answer.raw.content_type, "application/problem+json");
  EXPECT_EQ(answer.json.at("status").as_int64(), 400);
}

TEST_F(AuthzenTest, unknown_fields_are_ignored) {
  JsonObject body = question(admin_email, "update");
  body["future"] = JsonArray{1, 2};
  body["subject"].as_object()["nickname"] = "Ada";
  EXPECT_TRUE(point.permits(body));
}

TEST_F(AuthzenTest, paths_and_methods_outside_the_standard_are_404_and_405) {
  EXPECT_EQ(point.ask("evaluate", std::string("{}")).status, 404);
  auto request = point.request("/access/v1/evaluation", "");
  request.method = http::Method::get;
  EXPECT_EQ(point.send(request).status, 405);
  EXPECT_EQ(point.send(point.request("/api/access", "{}")).status, 0) << "not ours";
}

TEST_F(AuthzenTest, items_of_a_batch_replace_defaults_whole) {
  JsonObject body = question(reader_email, "retrieve");
  body["evaluations"] = JsonArray{
      JsonObject{}, JsonObject{{"action", action("update")}},
      JsonObject{{"action", action("update")}, {"subject", entity("user", admin_email)}},
      JsonObject{{"resource", JsonObject{{"id", "m-2"}}}},  // the default's type is not merged in
      Json("x")};
  const Answer answer = point.ask("evaluations", body);
  ASSERT_EQ(answer.status, 200) << answer.raw.body;
  EXPECT_FALSE(answer.json.as_object().contains("decision"));
  const auto& items = answer.json.at("evaluations").as_array();
  ASSERT_EQ(items.size(), 5u);
  EXPECT_EQ(to_text(items[0]), R"({"decision":true})");
  EXPECT_EQ(to_text(items[1]), R"({"decision":false})");
  EXPECT_EQ(to_text(items[2]), R"({"decision":true})");
  for (const std::size_t bad : {3u, 4u}) {
    EXPECT_FALSE(items[bad].at("decision").as_bool());
    EXPECT_EQ(items[bad].at("context").at("error").at("status").as_int64(), 400);
    EXPECT_NE(items[bad].at("context").at("error").at("message").as_string(), "");
  }
}

TEST_F(AuthzenTest, defaults_alone_are_not_validated) {
  JsonObject good = question(admin_email, "update");
  const JsonObject body{{"subject", "nonsense"}, {"evaluations", JsonArray{good}}};
  EXPECT_EQ(point.ask("evaluations", body).raw.body, R"({"evaluations":[{"decision":true}]})");
}

TEST_F(AuthzenTest, a_batch_without_evaluations_is_one_evaluation) {
  JsonObject body = question(admin_email, "update");
  EXPECT_EQ(point.ask("evaluations", body).raw.body, R"({"decision":true})");
  body["evaluations"] = JsonArray{};
  EXPECT_EQ(point.ask("evaluations", body).raw.body, R"({"decision":true})");
  EXPECT_EQ(point.ask("evaluations", without(body, "subject")).status, 400);
  body["evaluations"] = JsonObject{};
  EXPECT_EQ(point.ask("evaluations", body).status, 400);
}

TEST_F(AuthzenTest, the_semantic_cuts_the_answer_after_the_item_that_stopped_it) {
  JsonObject body = question(reader_email, "retrieve");
  body["evaluations"] =
      JsonArray{JsonObject{}, JsonObject{{"action", action("update")}}, JsonObject{}};
  const auto count = [&](const char* semantic) {
    body["options"] = JsonObject{{"evaluations_semantic", semantic}};
    return point.ask("evaluations", body).json.at("evaluations").as_array().size();
  };
  EXPECT_EQ(count("execute_all"), 3u);
  EXPECT_EQ(count("deny_on_first_deny"), 2u);
  EXPECT_EQ(count("permit_on_first_permit"), 1u);
  body["options"] = JsonObject{{"evaluations_semantic", "whatever"}};
  EXPECT_EQ(point.ask("evaluations", body).status, 400);
  body["options"] = "x";
  EXPECT_EQ(point.ask("evaluations", body).status, 400);
}

TEST_F(AuthzenTest, properties_of_the_request_reach_conditions) {
  const JsonObject may_delete_softly{
      {"effect", "allow"},
      {"action", JsonArray{"config:delete"}},
      {"resource", JsonArray{"config:meter/item/*"}},
      {"condition", JsonObject{{"equals", JsonObject{{"action.soft", true}}}}}};
  const JsonObject may_update_own{
      {"effect", "allow"},
      {"action", JsonArray{"config:update"}},
      {"resource", JsonArray{"config:meter/item/*"}},
      {"condition", JsonObject{{"equals", JsonObject{{"resource.ownerID",
                                                      JsonObject{{"ref", "subject.id"}}}}}}}};
  policy_for(server.acme.reader_id, JsonArray{may_delete_softly, may_update_own});
  JsonObject soft = question(reader_email, "delete");
  EXPECT_FALSE(point.permits(soft));
  soft["action"].as_object()["properties"] = JsonObject{{"soft", true}};
  EXPECT_TRUE(point.permits(soft));
  JsonObject own = question(reader_email, "update");
  own["resource"].as_object()["properties"] = JsonObject{{"ownerID", reader_email}};
  EXPECT_TRUE(point.permits(own));
  own["resource"].as_object()["properties"] = JsonObject{{"ownerID", admin_email}};
  EXPECT_FALSE(point.permits(own));
}

TEST_F(AuthzenTest, the_reason_comes_only_when_asked_for) {
  JsonObject body = question(reader_email, "update");
  body["options"] = JsonObject{{"reason", true}};
  const Answer denied = point.ask("evaluation", body);
  ASSERT_EQ(denied.status, 200);
  EXPECT_FALSE(denied.json.at("decision").as_bool());
  const auto& context = denied.json.at("context").as_object();
  EXPECT_EQ(context.at("id").as_string().size(), 36u);
  EXPECT_EQ(context.at("reason").at("outcome").as_string(), "not_granted");
  EXPECT_EQ(context.at("reason").at("grant").at("resource").at(0).as_string(),
            "config:meter/item/m-1");
  body["subject"] = entity("user", admin_email);
  const Answer permitted = point.ask("evaluation", body);
  EXPECT_EQ(permitted.json.at("context").at("reason").at("decisive").at("policyName").as_string(),
            "Administrator");
  body["options"] = JsonObject{{"reason", "yes"}};
  EXPECT_EQ(point.ask("evaluation", body).status, 400);
}

TEST_F(AuthzenTest, plain_questions_are_inline_once_credentials_and_organization_are_known) {
  const auto request =
      point.request("/access/v1/evaluation", to_text(question(admin_email, "update")));
  point.send(request);
  EXPECT_TRUE(point.answers_at_once(request));
  server.directory.forget(*OrganizationId::parse(server.acme.id));
  EXPECT_FALSE(point.answers_at_once(request));
  point.send(request);
  EXPECT_TRUE(point.answers_at_once(request));
  auto anonymous = request;
  anonymous.headers.pop_back();
  EXPECT_FALSE(point.answers_at_once(anonymous));
}

// The I/O thread has others to serve; what a question costs is up to the organization's policies.
TEST_F(AuthzenTest, many_dear_questions_leave_the_io_thread) {
  JsonArray numbers;
  for (int i = 0; i < 88; ++i) numbers.push_back(i);
  JsonArray statements;
  for (int i = 0; i < 100; ++i)
    statements.push_back({{"effect", "allow"},
                          {"action", JsonArray{"config:update"}},
                          {"resource", JsonArray{"config:plan/*"}},
                          {"condition", {{"in", {{"resource.tier", numbers}}}}}});
  Caller admin = administrator(server, server.acme);
  const Answer policy = admin.post(server.acme.path("/permissionpolicies"),
                                   {{"name", "Dear"}, {"permissionPolicy", statements}});
  ASSERT_EQ(policy.status, 200) << policy.raw.body;
  ASSERT_EQ(admin
                .post(server.acme.path("/permissionpolicies/" + policy.id() + "/addtouser"),
                      {{"principalId", server.acme.reader_id}})
                .status,
            200);
  const auto batch = [&](int questions) {
    return point.request(
        "/access/v1/evaluations",
        to_text(JsonObject{
            {"subject", entity("user", server.acme.reader_email)},
            {"action", action("config:update")},
            {"resource",
             {{"type", "plan"}, {"id", "p"}, {"properties", {{"tier", "never a number"}}}}},
            {"evaluations", JsonArray(static_cast<std::size_t>(questions), JsonObject{})}}));
  };
  point.send(batch(1));
  EXPECT_TRUE(point.answers_at_once(batch(1)));
  EXPECT_FALSE(point.answers_at_once(batch(9000)));
  EXPECT_EQ(point.send(batch(200)).json.at("evaluations").as_array().size(), 200u)
      << "a worker answers";
}

TEST_F(AuthzenTest, metadata_names_the_endpoints) {
  auto request = point.request("/.well-known/authzen-configuration", "");
  request.method = http::Method::get;
  request.headers = {{"host", "gatehouse.test"}};
  const Answer answer = point.send(request);
  ASSERT_EQ(answer.status, 200);
  EXPECT_EQ(answer.text("policy_decision_point"), "http://gatehouse.test");
  EXPECT_EQ(answer.text("access_evaluation_endpoint"),
            "http://gatehouse.test/access/v1/evaluation");
  for (const auto& [name, value] : answer.json.as_object())
    EXPECT_FALSE(value.as_string().empty()) << name;
}

}  // namespace
}  // namespace gatehouse
