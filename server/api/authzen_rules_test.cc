// The rest of the standard's rules, call by call: what all calls have in common, what a search asks
// for, and the rules that the standard's own examples are made of.
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

const char* const all_calls[] = {"evaluation", "evaluations", "search/subject", "search/resource",
                                 "search/action"};

class AuthzenRulesTest : public ::testing::Test {
 protected:
  AuthzenRulesTest() {
    admin.post(server.acme.path("/applications"),
               {{"service", "records"},
                {"name", "Records"},
                {"types", JsonArray{"record"}},
                {"actions", JsonArray{"read", "write", "delete"}}});
    for (const char* id : {"r-1", "r-2"})
      admin.post(server.acme.path("/resources"), {{"type", "record"}, {"resourceId", id}});
  }
  // One policy for any subject of the application.
  void rule(const Json& statements) {
    const Answer policy = admin.post(server.acme.path("/permissionpolicies"),
                                     {{"name", "Rules"}, {"permissionPolicy", statements}});
    ASSERT_EQ(policy.status, 200) << policy.raw.body;
    ASSERT_EQ(admin
                  .post(server.acme.path("/permissionpolicies/" + policy.id() + "/addtoanysubject"),
                        {{"service", "records"}})
                  .status,
              200);
  }
  static JsonObject statement(const char* effect, const char* verb, const Json& condition) {
    JsonObject one{{"effect", effect},
                   {"action", JsonArray{std::string("records:") + verb}},
                   {"resource", JsonArray{"records:record/item/*"}}};
    if (!condition.is_null()) one["condition"] = condition;
    return one;
  }
  // May a subject with these properties do it to a record with those?
  bool permits(const char* verb, const JsonObject& subject, const JsonObject& resource,
               const JsonObject& action_properties = {}) {
    JsonObject body = question();
    body["subject"] = JsonObject{{"type", "visitor"}, {"id", "v-1"}, {"properties", subject}};
    body["action"] = JsonObject{{"name", verb}, {"properties", action_properties}};
    body["resource"].as_object()["properties"] = resource;
    return point.permits(body);
  }
  // Complete for every call.
  JsonObject question() const {
    return {{"subject", entity("user", server.acme.administrator_id)},
            {"action", action("read")},
            {"resource", entity("record", "r-1")}};
  }

  TestServer server;
  Caller admin = administrator(server, server.acme);
  EnforcementPoint point{server, server.acme, "Administrator"};
};

TEST_F(AuthzenRulesTest, every_call_answers_its_complete_question) {
  for (const char* call : all_calls) {
    const Answer answer = point.ask(call, question());
    EXPECT_EQ(answer.status, 200) << call << answer.raw.body;
    const bool is_search = std::string_view(call).starts_with("search/");
    EXPECT_TRUE(answer.json.as_object().contains(is_search ? "results" : "decision")) << call;
  }
}

TEST_F(AuthzenRulesTest, on_every_call_a_fault_of_the_body_as_a_whole_is_a_400) {
  for (const char* call : all_calls) {
    for (const char* body : {"", "{", "[]", "7", "null"}) {
      const Answer answer = point.ask(call, std::string(body));
      EXPECT_EQ(answer.status, 400) << call << body;
      EXPECT_NE(answer.text("message"), "") << call;
    }
    auto request = point.request(std::string("/access/v1/") + call, to_text(question()));
    request.headers[1].second = "text/plain";
    EXPECT_EQ(point.send(request).status, 400) << call;
    request.headers[1].second = "application/json";
    request.method = http::Method::get;
    EXPECT_EQ(point.send(request).status, 405) << call;
  }
}

TEST_F(AuthzenRulesTest, on_every_call_credentials_are_those_of_a_service_user) {
  for (const char* call : all_calls) {
    auto request = point.request(std::string("/access/v1/") + call, to_text(question()));
    request.headers.pop_back();
    EXPECT_EQ(point.send(request).status, 401) << call;
    request.headers.emplace_back("cookie", admin.cookie());
    EXPECT_EQ(point.send(request).status, 401) << call << ": a person's session";
  }
}

TEST_F(AuthzenRulesTest, on_every_call_unknown_members_are_ignored) {
  JsonObject body = question();
  body["future"] = JsonArray{1};
  for (const char* name : {"subject", "action", "resource"})
    body[name].as_object()["future"] = JsonObject{{"x", 1}};
  for (const char* call : all_calls)
    EXPECT_EQ(point.ask(call, body).raw.body, point.ask(call, question()).raw.body) << call;
}

TEST_F(AuthzenRulesTest, a_search_needs_what_it_does_not_seek) {
  const auto refused = [&](const char* call, const char* name, const char* inner) {
    JsonObject body = question();
    if (inner == nullptr)
      body.erase(name);
    else
      body[name].as_object().erase(inner);
    EXPECT_EQ(point.ask(call, body).status, 400) << call << " without " << name;
  };
  refused("search/subject", "action", nullptr);
  refused("search/subject", "resource", "id");
  refused("search/subject", "subject", "type");
  refused("search/resource", "subject", "id");
  refused("search/resource", "action", "name");
  refused("search/resource", "resource", "type");
  refused("search/action", "subject", "id");
  refused("search/action", "resource", "id");
}

TEST_F(AuthzenRulesTest, a_search_ignores_what_it_seeks) {
  const auto same_without = [&](const char* call, const char* name, const char* inner) {
    const Answer whole = point.ask(call, question());
    EXPECT_FALSE(whole.json.at("results").as_array().empty()) << call;
    JsonObject body = question();
    if (inner == nullptr)
      body.erase(name);
    else
      body[name].as_object().erase(inner);
    EXPECT_EQ(point.ask(call, body).raw.body, whole.raw.body) << call;
  };
  same_without("search/subject", "subject", "id");
  same_without("search/resource", "resource", "id");
  same_without("search/action", "action", nullptr);
}

TEST_F(AuthzenRulesTest, a_search_for_what_is_unknown_finds_nothing) {
  const std::string nothing = R"({"results":[]})";
  JsonObject body = question();
  body["resource"] = JsonObject{{"type", "spaceship"}, {"id", "r-1"}};
  for (const char* call : {"search/subject", "search/resource", "search/action"})
    EXPECT_EQ(point.ask(call, body).raw.body, nothing) << call;
  body = question();
  body["subject"] = entity("user", "nobody@acme.example");
  for (const char* call : {"search/resource", "search/action"})
    EXPECT_EQ(point.ask(call, body).raw.body, nothing) << call;
  body = question();
  body["action"] = action("fly");
  for (const char* call : {"search/subject", "search/resource"})
    EXPECT_EQ(point.ask(call, body).raw.body, nothing) << call;
}

TEST_F(AuthzenRulesTest, a_page_token_is_good_for_its_caller_and_its_search_only) {
  JsonObject body = question();
  body["page"] = JsonObject{{"limit", 1}};
  const Answer first = point.ask("search/resource", body);
  ASSERT_EQ(first.json.at("page").at("count").as_int64(), 1);
  ASSERT_EQ(first.json.at("results").as_array().size(), 1u);
  body["page"] = JsonObject{{"token", first.json.at("page").at("next_token")}};
  EXPECT_EQ(point.ask("search/resource", body).status, 200);
  EXPECT_EQ(point.ask("search/subject", body).status, 400);
  EnforcementPoint other(server, server.acme, "Administrator", "Other");
  EXPECT_EQ(other.ask("search/resource", body).status, 400);
}

TEST_F(AuthzenRulesTest, the_default_context_is_replaced_whole) {
  rule(JsonArray{
      statement("allow", "read", JsonObject{{"exists", JsonObject{{"context.a", true}}}})});
  JsonObject body = question();
  body["subject"] = entity("visitor", "v-1");
  body["context"] = JsonObject{{"a", 1}};
  body["evaluations"] = JsonArray{JsonObject{}, JsonObject{{"context", JsonObject{{"b", 1}}}}};
  EXPECT_EQ(point.ask("evaluations", body).raw.body,
            R"({"evaluations":[{"decision":true},{"decision":false}]})");
}

TEST_F(AuthzenRulesTest, an_item_that_cannot_be_read_denies_and_may_end_the_batch) {
  JsonObject body = question();
  body["options"] = JsonObject{{"evaluations_semantic", "deny_on_first_deny"}};
  body["evaluations"] = JsonArray{JsonObject{}, JsonObject{{"resource", 7}}, JsonObject{}};
  const Answer answer = point.ask("evaluations", body);
  ASSERT_EQ(answer.status, 200);
  const auto& items = answer.json.at("evaluations").as_array();
  ASSERT_EQ(items.size(), 2u) << answer.raw.body;
  EXPECT_TRUE(items[0].at("decision").as_bool());
  EXPECT_FALSE(items[1].at("decision").as_bool());
  EXPECT_EQ(items[1].at("context").at("error").at("status").as_int64(), 400);
}

TEST_F(AuthzenRulesTest, each_item_of_a_batch_carries_its_own_reason_when_asked_for) {
  JsonObject body = question();
  body["options"] = JsonObject{{"reason", true}};
  body["evaluations"] = JsonArray{JsonObject{}, JsonObject{{"action", action("fly")}}};
  const Answer answer = point.ask("evaluations", body);
  const auto& items = answer.json.at("evaluations").as_array();
  ASSERT_EQ(items.size(), 2u);
  EXPECT_EQ(items[0].at("context").at("reason").at("outcome").as_string(), "allowed");
  EXPECT_EQ(items[1].at("context").at("reason").at("outcome").as_string(), "not_granted");
  EXPECT_NE(items[0].at("context").at("id"), items[1].at("context").at("id"));
}

TEST_F(AuthzenRulesTest, what_is_archived_is_written_by_the_role_admin_only) {
  rule(JsonArray{statement("allow", "write", nullptr),
                 statement("deny", "write",
                           JsonObject{{"equals", JsonObject{{"resource.status", "archived"}}},
                                      {"notEquals", JsonObject{{"subject.role", "admin"}}}})});
  EXPECT_TRUE(permits("write", {{"role", "clerk"}}, {{"status", "open"}}));
  EXPECT_FALSE(permits("write", {{"role", "clerk"}}, {{"status", "archived"}}));
  EXPECT_TRUE(permits("write", {{"role", "admin"}}, {{"status", "archived"}}));
  EXPECT_FALSE(permits("write", {}, {{"status", "archived"}})) << "no role is not the role admin";
}

TEST_F(AuthzenRulesTest, deleting_is_allowed_only_softly) {
  rule(JsonArray{
      statement("allow", "delete", JsonObject{{"equals", JsonObject{{"action.soft", true}}}})});
  EXPECT_TRUE(permits("delete", {}, {}, {{"soft", true}}));
  EXPECT_FALSE(permits("delete", {}, {}, {{"soft", false}}));
  EXPECT_FALSE(permits("delete", {}, {}));
}

TEST_F(AuthzenRulesTest, a_manager_sees_the_records_of_the_own_department) {
  rule(JsonArray{
      statement("allow", "read",
                JsonObject{{"equals", JsonObject{{"subject.role", "manager"},
                                                 {"resource.department",
                                                  JsonObject{{"ref", "subject.department"}}}}}})});
  const JsonObject manager{{"role", "manager"}, {"department", "sales"}};
  EXPECT_TRUE(permits("read", manager, {{"department", "sales"}}));
  EXPECT_FALSE(permits("read", manager, {{"department", "legal"}}));
  EXPECT_FALSE(
      permits("read", {{"role", "clerk"}, {"department", "sales"}}, {{"department", "sales"}}));
}

TEST_F(AuthzenRulesTest, the_metadata_says_one_address_whatever_host_is_asked) {
  auto request = point.request("/.well-known/authzen-configuration", "");
  request.method = http::Method::get;
  const Answer answer = point.send(request);
  request.headers = {{"host", "attacker.example"}};
  EXPECT_EQ(point.send(request).raw.body, answer.raw.body);
  const std::string base = answer.text("policy_decision_point");
  EXPECT_EQ(base.find_first_of("?#"), std::string::npos);
  for (const char* call : all_calls) {
    std::string name = call;
    const bool is_search = name.starts_with("search/");
    if (is_search) name[6] = '_';
    EXPECT_EQ(answer.text(((is_search ? "" : "access_") + name + "_endpoint").c_str()),
              base + "/access/v1/" + call);
  }
  request.path += "/t1";
  EXPECT_EQ(point.send(request).status, 0) << "organizations have no addresses of their own";
}

}  // namespace
}  // namespace gatehouse
