// Searches answer what evaluation says, for each result and for each one left out.
#include "api/authzen_search.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "api/authzen_evaluation.h"
#include "testing/authzen_caller.h"
#include "testing/law.h"
#include "testing/organization_world.h"

namespace gatehouse {
namespace {

using testing::action;
using testing::administrator;
using testing::Answer;
using testing::Caller;
using testing::EnforcementPoint;
using testing::entity;
using testing::TestServer;

class AuthzenSearchTest : public ::testing::Test {
 protected:
  // An application, five users in nested groups, and policies that grant and deny at random.
  AuthzenSearchTest() {
    admin.post(server.acme.path("/applications"),
               {{"service", "records"},
                {"name", "Records"},
                {"types", JsonArray{"record"}},
                {"actions", JsonArray{"read", "write", "sign"}}});
    users = {server.acme.administrator_id, server.acme.reader_id};
    for (int i = 0; i < 5; ++i)
      users.push_back(admin
                          .post(server.acme.path("/users"),
                                {{"email", "user" + std::to_string(i) + "@acme.example"},
                                 {"firstName", "User"},
                                 {"lastName", std::to_string(i)}})
                          .id());
    std::ranges::sort(users);
    const std::string outer = admin.post(groups, {{"name", "Outer"}}).id();
    const std::string inner = admin.post(groups, {{"name", "Inner"}}).id();
    add(outer, inner, "GROUP");
    add(inner, users[2], "ITEM");
    add(outer, users[3], "ITEM");
    for (int i = 0; i < 8; ++i) make_policy(i, outer);
  }

  void add(const std::string& group, const std::string& target, const char* type) {
    const Answer added = admin.post(groups + "/" + group + "/addresource",
                                    {{"targetId", target}, {"targetType", type}});
    EXPECT_EQ(added.status, 200) << added.raw.body;
  }
  void make_policy(int number, const std::string& group) {
    const char* verbs[] = {"records:read", "records:write", "records:sign"};
    const char* resources[] = {"records:record/*", "records:record/item/a",
                               "records:record/item/b"};
    const Answer policy =
        admin.post(server.acme.path("/permissionpolicies"),
                   {{"name", "P" + std::to_string(number)},
                    {"permissionPolicy",
                     JsonArray{JsonObject{{"effect", random() % 4 == 0 ? "deny" : "allow"},
                                          {"action", JsonArray{verbs[random() % 3]}},
                                          {"resource", JsonArray{resources[random() % 3]}}}}}});
    const std::string path = server.acme.path("/permissionpolicies/" + policy.id());
    if (number == 0) {
      EXPECT_EQ(admin.post(path + "/addtousergroup", {{"principalId", group}}).status, 200);
    } else {
      admin.post(path + "/addtouser", {{"principalId", users[1 + random() % 6]}});
    }
  }
  bool permits(const std::string& user, const std::string& verb, const std::string& resource) {
    return point.permits({{"subject", entity("user", user)},
                          {"action", action(verb)},
                          {"resource", entity("record", resource)}});
  }
  JsonObject who(const std::string& verb, const std::string& resource) const {
    return {{"subject", JsonObject{{"type", "user"}, {"id", "ignored"}}},
            {"action", action(verb)},
            {"resource", entity("record", resource)}};
  }
  static std::vector<std::string> found(const Answer& answer, const char* member) {
    std::vector<std::string> values;
    for (const Json& result : answer.json.at("results").as_array())
      values.emplace_back(result.at(member).as_string());
    return values;
  }

  TestServer server;
  std::mt19937 random{20261122};
  Caller admin = administrator(server, server.acme);
  EnforcementPoint point{server, server.acme, "Administrator"};
  const std::string groups = server.acme.path("/resourcegroups/user");
  std::vector<std::string> users;
};

TEST_F(AuthzenSearchTest, a_subject_search_equals_evaluation) {
  std::size_t results = 0;
  for (const char* verb : {"read", "write", "sign", "records:read"})
    for (const char* resource : {"a", "b", "c"}) {
      std::vector<std::string> expected;
      for (const auto& user : users)
        if (permits(user, verb, resource)) expected.push_back(user);
      const Answer answer = point.ask("search/subject", who(verb, resource));
      ASSERT_EQ(answer.status, 200) << answer.raw.body;
      EXPECT_EQ(found(answer, "id"), expected) << verb << resource;
      EXPECT_FALSE(answer.json.as_object().contains("page")) << "everything fits";
      results += expected.size();
    }
  EXPECT_GT(results, 12u);
}

TEST_F(AuthzenSearchTest, an_action_search_equals_evaluation) {
  for (const auto& user : users)
    for (const char* resource : {"a", "b", "c"}) {
      std::vector<std::string> expected;
      for (const char* verb : {"read", "sign", "write"})
        if (permits(user, verb, resource)) expected.emplace_back(verb);
      const Answer answer = point.ask(
          "search/action",
          JsonObject{{"subject", entity("user", user)}, {"resource", entity("record", resource)}});
      ASSERT_EQ(answer.status, 200) << answer.raw.body;
      EXPECT_EQ(found(answer, "name"), expected);
    }
}

TEST_F(AuthzenSearchTest, pages_together_are_the_whole_and_the_last_has_an_empty_token) {
  const auto all = found(point.ask("search/subject", who("read", "a")), "id");
  ASSERT_GT(all.size(), 1u);
  std::vector<std::string> together;
  std::string token;
  do {
    JsonObject body = who("read", "a");
    body["page"] = JsonObject{{"limit", 1}, {"token", token}};
    const Answer answer = point.ask("search/subject", body);
    ASSERT_EQ(answer.status, 200) << answer.raw.body;
    EXPECT_EQ(answer.json.as_object().begin()->key(), "page");
    for (const auto& id : found(answer, "id")) together.push_back(id);
    token = answer.json.at("page").at("next_token").as_string();
  } while (!token.empty());
  EXPECT_EQ(together, all);
}

TEST_F(AuthzenSearchTest, a_token_is_good_for_the_same_search_only) {
  JsonObject body = who("read", "a");
  body["page"] = JsonObject{{"limit", 0}};
  const Answer first = point.ask("search/subject", body);
  const Json token = first.json.at("page").at("next_token");
  JsonObject other = who("write", "a");
  other["page"] = JsonObject{{"token", token}};
  EXPECT_EQ(point.ask("search/subject", other).status, 400);
  body["page"] = JsonObject{{"token", "forged"}};
  EXPECT_EQ(point.ask("search/subject", body).status, 400);
  for (const Json& wrong : {Json(JsonObject{{"limit", -1}}), Json(JsonObject{{"limit", "1"}}),
                            Json(JsonObject{{"token", 1}}), Json("x")}) {
    body["page"] = wrong;
    EXPECT_EQ(point.ask("search/subject", body).status, 400) << to_text(wrong);
  }
}

TEST_F(AuthzenSearchTest, what_is_unknown_has_no_results_and_what_is_missing_is_a_400) {
  JsonObject body = who("read", "a");
  body["subject"] = JsonObject{{"type", "robot"}};
  EXPECT_EQ(point.ask("search/subject", body).raw.body, R"({"results":[]})");
  EXPECT_EQ(point.ask("search/subject", who("fly", "a")).raw.body, R"({"results":[]})");
  body = who("read", "a");
  body["resource"] = entity("spaceship", "a");
  EXPECT_EQ(point.ask("search/subject", body).raw.body, R"({"results":[]})");
  body["resource"] = JsonObject{{"type", "record"}};
  EXPECT_EQ(point.ask("search/subject", body).status, 400);
  body = who("read", "a");
  body.erase("subject");
  EXPECT_EQ(point.ask("search/subject", body).status, 400);
  EXPECT_EQ(point.ask("search/action", JsonObject{{"resource", entity("record", "a")}}).status,
            400);
}

TEST_F(AuthzenSearchTest, a_resource_search_answers_registered_resources_that_the_subject_reaches) {
  const std::string resources = server.acme.path("/resources");
  for (const char* id : {"b", "a", "c"})
    ASSERT_EQ(admin.post(resources, {{"type", "record"}, {"resourceId", id}}).status, 200);
  std::size_t results = 0;
  for (const auto& user : users)
    for (const char* verb : {"read", "write", "sign"})
      for (const char* type : {"record", "records:record"}) {
        std::vector<std::string> expected;
        for (const char* id : {"a", "b", "c"})
          if (permits(user, verb, id)) expected.emplace_back(id);
        const Answer answer =
            point.ask("search/resource", JsonObject{{"subject", entity("user", user)},
                                                    {"action", action(verb)},
                                                    {"resource", entity(type, "ignored")}});
        ASSERT_EQ(answer.status, 200) << answer.raw.body;
        EXPECT_EQ(found(answer, "id"), expected);
        for (const auto& kind : found(answer, "type")) EXPECT_EQ(kind, type) << "named as asked";
        results += expected.size();
      }
  EXPECT_GT(results, 12u);
}

TEST_F(AuthzenSearchTest, resources_come_in_pages_too) {
  for (const char* id : {"b", "a", "d", "c"})
    admin.post(server.acme.path("/resources"), {{"type", "record"}, {"resourceId", id}});
  JsonObject body{{"subject", entity("user", server.acme.administrator_id)},
                  {"action", action("read")},
                  {"resource", JsonObject{{"type", "record"}}},
                  {"page", JsonObject{{"limit", 3}}}};
  const Answer first = point.ask("search/resource", body);
  ASSERT_EQ(first.status, 200) << first.raw.body;
  EXPECT_EQ(found(first, "id"), (std::vector<std::string>{"a", "b", "c"}));
  body["page"] = JsonObject{{"token", first.json.at("page").at("next_token")}};
  const Answer second = point.ask("search/resource", body);
  EXPECT_EQ(found(second, "id"), (std::vector<std::string>{"d"}));
  EXPECT_EQ(second.json.at("page").at("next_token").as_string(), "");
  body["action"] = action("write");
  EXPECT_EQ(point.ask("search/resource", body).status, 400) << "another search";
}

TEST_F(AuthzenSearchTest, service_users_are_found_like_users) {
  JsonObject body = who("read", "a");
  body["subject"] = JsonObject{{"type", "service_user"}};
  const Answer answer = point.ask("search/subject", body);
  ASSERT_EQ(answer.status, 200) << answer.raw.body;
  EXPECT_EQ(to_text(answer.json.at("results")),
            to_text(JsonArray{entity("service_user", point.id)}));
}

// Each result is permitted by evaluation, and everything left out is refused, in any organization.
class SearchedWorld {
 public:
  explicit SearchedWorld(testing::Choices& choices)
      : data_(testing::random_organization(choices)),
        properties_(testing::random_properties(choices)) {
    asker_.snapshot = directory::Snapshot::build(data_);
    asker_.may_ask_about_others = true;
    asker_.now = testing::test_time(0);
    asker_.page_key = std::string(32, 'k');
    for (const auto& user : data_.users) subjects_.push_back(entity("user", to_string(user.id)));
    for (const auto& one : data_.service_users)
      subjects_.push_back(entity("service_user", to_string(one.id)));
  }

  void check() {
    for (const char* verb : {"read", "records:write", "config:retrieve"}) {
      for (const auto& subject : subjects_) resources(subject, verb);
      for (const char* type : {"user", "service_user"})
        for (const auto& id : testing::item_ids()) subjects(type, verb, id);
    }
    for (const auto& subject : subjects_)
      for (const auto& id : testing::item_ids()) actions(subject, id);
  }

 private:
  JsonObject question(const JsonObject& subject, const std::string& verb, const std::string& id) {
    return {{"subject", subject},
            {"action", JsonObject{{"name", verb}, {"properties", properties_.action}}},
            {"resource", entity("record", id)},
            {"context", properties_.context}};
  }
  // Not this thread's reader, which reads the answers.
  JsonMembers read(const JsonObject& body) {
    return reader_.read(to_text(body)).get_object().value();
  }
  bool permits(const JsonObject& body) {
    return api::evaluate_one(asker_, read(body)) == R"({"decision":true})";
  }
  // All results, gathered in pages of two.
  template <class Search>
  std::string all(Search search, JsonObject body) {
    JsonArray results;
    std::string token;
    do {
      body["page"] = JsonObject{{"limit", 2}, {"token", token}};
      const Json answer = parse_json(search(asker_, read(body)));
      for (const Json& result : answer.at("results").as_array()) results.push_back(result);
      const Json* page = answer.as_object().if_contains("page");
      token = page == nullptr ? "" : page->at("next_token").as_string();
    } while (!token.empty());
    return to_text(results);
  }
  void resources(const JsonObject& subject, const std::string& verb) {
    std::set<std::string> ids;
    for (const auto& resource : data_.resources) ids.insert(resource.id);
    JsonArray expected;
    for (const auto& id : ids)
      if (permits(question(subject, verb, id))) expected.push_back(entity("record", id));
    RC_ASSERT(all(api::search_resources, question(subject, verb, "")) == to_text(expected));
  }
  void subjects(const std::string& type, const std::string& verb, const std::string& id) {
    JsonArray expected;
    for (const auto& subject : subjects_)
      if (subject.at("type").as_string() == type && permits(question(subject, verb, id)))
        expected.push_back(subject);
    const JsonObject body = question(JsonObject{{"type", type}}, verb, id);
    RC_ASSERT(all(api::search_subjects, body) == to_text(expected));
  }
  void actions(const JsonObject& subject, const std::string& id) {
    JsonArray expected;
    for (const char* verb : {"read", "write"}) {
      JsonObject body = question(subject, verb, id);
      body["action"] = action(verb);
      if (permits(body)) expected.push_back(action(verb));
    }
    JsonObject body = question(subject, "", id);
    body.erase("action");
    RC_ASSERT(all(api::search_actions, body) == to_text(expected));
  }

  directory::OrganizationData data_;
  testing::Properties properties_;
  api::Asker asker_;
  JsonReader reader_;
  std::vector<JsonObject> subjects_;
};

TEST(AuthzenSearch, every_search_equals_evaluation_in_random_organizations) {
  testing::check_law(60, [](const std::vector<std::uint8_t>& bytes) {
    testing::Choices choices(bytes);
    SearchedWorld(choices).check();
  });
}

TEST_F(AuthzenSearchTest, searching_needs_the_permission_to_ask_about_others) {
  EnforcementPoint powerless(server, server.acme, "", "Powerless");
  EXPECT_EQ(powerless.ask("search/subject", who("read", "a")).status, 403);
  EXPECT_EQ(powerless
                .ask("search/action", JsonObject{{"subject", entity("user", users[0])},
                                                 {"resource", entity("record", "a")}})
                .status,
            403);
}

}  // namespace
}  // namespace gatehouse
