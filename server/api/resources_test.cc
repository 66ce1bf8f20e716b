// Registered resources: their life, what they refuse, and their part in decisions.
#include <gtest/gtest.h>

#include "base/limits.h"
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

class ResourcesTest : public ::testing::Test {
 protected:
  ResourcesTest() {
    application =
        admin
            .post(server.acme.path("/applications"), {{"service", "records"},
                                                      {"name", "Records"},
                                                      {"types", JsonArray{"record", "folder"}},
                                                      {"actions", JsonArray{"read"}}})
            .id();
  }
  Answer add(const std::string& id, const JsonObject& properties = {},
             const std::string& type = "record") {
    return admin.post(all, {{"type", type}, {"resourceId", id}, {"properties", properties}});
  }
  void allow_reader(const Json& condition) {
    const Answer policy = admin.post(
        server.acme.path("/permissionpolicies"),
        {{"name", "Conditional"},
         {"permissionPolicy", JsonArray{JsonObject{{"effect", "allow"},
                                                   {"action", JsonArray{"records:read"}},
                                                   {"resource", JsonArray{"records:record/item/*"}},
                                                   {"condition", condition}}}}});
    ASSERT_EQ(policy.status, 200) << policy.raw.body;
    admin.post(server.acme.path("/permissionpolicies/" + policy.id() + "/addtouser"),
               {{"principalId", server.acme.reader_id}});
  }
  bool may_read(const std::string& id, const Json& properties = nullptr) {
    JsonObject resource = entity("record", id);
    if (!properties.is_null()) resource["properties"] = properties;
    return point.permits({{"subject", entity("user", server.acme.reader_email)},
                          {"action", action("read")},
                          {"resource", resource}});
  }
  static std::vector<std::string> ids(const Answer& answer) {
    std::vector<std::string> found;
    for (const Json& one : answer.data()) found.emplace_back(one.at("resourceId").as_string());
    return found;
  }

  TestServer server;
  Caller admin = administrator(server, server.acme);
  EnforcementPoint point{server, server.acme, "Administrator"};
  const std::string all = server.acme.path("/resources");
  std::string application;
};

TEST_F(ResourcesTest, a_resource_lives_its_whole_life) {
  const Answer made = add("r-1", {{"status", "draft"}});
  ASSERT_EQ(made.status, 200) << made.raw.body;
  EXPECT_EQ(made.text("type"), "records:record");
  EXPECT_EQ(made.text("resourceId"), "r-1");
  EXPECT_EQ(made.version(), 1);
  const std::string one = all + "/" + made.id();
  EXPECT_EQ(admin.get(one).raw.body, made.raw.body);
  const JsonObject change{{"properties", JsonObject{{"owner", "ada"}}}, {"version", 1}};
  const Answer changed = admin.put(one, change);
  EXPECT_EQ(changed.version(), 2);
  EXPECT_EQ(to_text(changed.json.at("properties")), R"({"owner":"ada"})");
  EXPECT_EQ(admin.put(one, change).code(), "stale_version");
  EXPECT_EQ(admin.del(one).status, 200);
  EXPECT_EQ(admin.get(one).status, 404);
  EXPECT_EQ(admin.del(one).status, 404);
  EXPECT_EQ(add("r-1").status, 200) << "the id is free again";
}

TEST_F(ResourcesTest, its_changes_are_in_the_audit_trail_with_before_and_after) {
  const Answer made = add("r-1", {{"status", "draft"}});
  admin.put(all + "/" + made.id(),
            {{"properties", JsonObject{{"status", "final"}}}, {"version", 1}});
  const Answer trail = admin.get(server.acme.path("/auditevents?pageSize=1"));
  const Json& event = trail.data().at(0);
  EXPECT_EQ(event.at("action").as_string(), "resource.update");
  EXPECT_EQ(event.at("targetName").as_string(), "records:record/r-1");
  const auto status = [&](const char* when) {
    return event.at("details").at(when).at("properties").at("status").as_string();
  };
  EXPECT_EQ(status("before"), "draft");
  EXPECT_EQ(status("after"), "final");
}

TEST_F(ResourcesTest, what_is_no_resource_of_an_application_is_refused_and_changes_nothing) {
  ASSERT_EQ(add("r-1").status, 200);
  const std::string before = server.fingerprint();
  EXPECT_EQ(add("r-1").code(), "already_exists");
  EXPECT_EQ(add("r-2", {}, "spaceship").status, 400);
  EXPECT_EQ(add("r-2", {}, "meter").status, 400) << "a standard type";
  EXPECT_EQ(add("r-2", {}, "config:user").status, 400);
  EXPECT_EQ(add("").status, 400);
  EXPECT_EQ(add("a\nb").text("field"), "resourceId");
  EXPECT_EQ(add(std::string(257, 'x')).status, 400);
  const std::string long_text(limits::resource_properties_bytes, 'x');
  EXPECT_EQ(add("r-2", {{"text", long_text}}).text("field"), "properties");
  EXPECT_EQ(
      admin.post(all, {{"type", "record"}, {"resourceId", "r-2"}, {"properties", "x"}}).status,
      400);
  EXPECT_EQ(server.fingerprint(), before);
}

TEST_F(ResourcesTest, a_uuid_is_the_same_resource_in_any_case) {
  const std::string id = "0190aaaa-bbbb-7ccc-8ddd-eeeeffff0000";
  std::string upper = id;
  std::ranges::transform(upper, upper.begin(), [](char c) { return std::toupper(c); });
  EXPECT_EQ(add(upper).text("resourceId"), id);
  EXPECT_EQ(add(id).code(), "already_exists");
}

TEST_F(ResourcesTest, a_list_is_newest_first_in_pages_and_filtered) {
  for (const char* id : {"a-1", "a-2", "b_1"}) add(id);
  add("a-1", {}, "folder");
  EXPECT_EQ(ids(admin.get(all)), (std::vector<std::string>{"a-1", "b_1", "a-2", "a-1"}));
  EXPECT_EQ(ids(admin.get(all + "?type=record&q=a-")), (std::vector<std::string>{"a-2", "a-1"}));
  EXPECT_EQ(ids(admin.get(all + "?type=records:folder")), (std::vector<std::string>{"a-1"}));
  EXPECT_EQ(ids(admin.get(all + "?resourceId=a-2")), (std::vector<std::string>{"a-2"}));
  EXPECT_EQ(ids(admin.get(all + "?q=_")), (std::vector<std::string>{"b_1"}));
  EXPECT_EQ(admin.get(all + "?type=spaceship").status, 400);
  const Answer first = admin.get(all + "?type=record&pageSize=2&count=true");
  EXPECT_EQ(ids(first), (std::vector<std::string>{"b_1", "a-2"}));
  EXPECT_EQ(first.json.at("total").as_int64(), 3);
  const std::string rest = "&pageSize=2&nextToken=" + first.text("nextToken");
  const Answer second = admin.get(all + "?type=record" + rest);
  EXPECT_EQ(ids(second), (std::vector<std::string>{"a-1"}));
  EXPECT_TRUE(second.json.at("nextToken").is_null());
  EXPECT_EQ(admin.get(all + "?type=folder" + rest).code(), "invalid_cursor");
}

TEST_F(ResourcesTest, registered_properties_reach_conditions_until_the_request_says_more) {
  allow_reader({{"equals", JsonObject{{"resource.status", "final"}}}});
  EXPECT_FALSE(may_read("r-1")) << "not registered";
  const Answer made = add("r-1", {{"status", "draft"}, {"owner", "ada"}});
  EXPECT_FALSE(may_read("r-1"));
  EXPECT_TRUE(may_read("r-1", JsonObject{{"status", "final"}})) << "the request wins";
  const std::string one = all + "/" + made.id();
  ASSERT_EQ(
      admin.put(one, {{"properties", JsonObject{{"status", "final"}}}, {"version", 1}}).status,
      200);
  EXPECT_TRUE(may_read("r-1")) << "the next decision sees the change";
  EXPECT_TRUE(may_read("r-1", JsonObject{{"owner", "bob"}})) << "other members stay registered";
  EXPECT_FALSE(may_read("r-1", JsonObject{{"status", "draft"}}));
  EXPECT_FALSE(may_read("r-1", JsonObject{{"status", nullptr}})) << "said to be missing";
  EXPECT_FALSE(may_read("r-2"));
  server.directory.forget(*OrganizationId::parse(server.acme.id));
  EXPECT_TRUE(may_read("r-1")) << "loaded again, it is the same";
  EXPECT_FALSE(may_read("r-2"));
  ASSERT_EQ(admin.del(one).status, 200);
  EXPECT_FALSE(may_read("r-1"));
}

TEST_F(ResourcesTest, a_decision_with_registered_properties_stays_on_the_io_thread) {
  allow_reader({{"equals", JsonObject{{"resource.status", "final"}}}});
  add("r-1", {{"status", "final"}});
  ASSERT_TRUE(may_read("r-1"));
  EXPECT_TRUE(point.answers_at_once(
      point.request("/access/v1/evaluation",
                    to_text(JsonObject{{"subject", entity("user", server.acme.reader_email)},
                                       {"action", action("read")},
                                       {"resource", entity("record", "r-1")}}))));
}

TEST_F(ResourcesTest, a_type_with_resources_cannot_be_taken_away) {
  const Answer made = add("r-1");
  const std::string one = server.acme.path("/applications/" + application);
  EXPECT_EQ(admin.del(one).status, 409);
  const JsonObject fewer{{"name", "Records"},
                         {"types", JsonArray{"folder"}},
                         {"actions", JsonArray{"read"}},
                         {"version", 1}};
  EXPECT_EQ(admin.put(one, fewer).status, 409);
  ASSERT_EQ(admin.del(all + "/" + made.id()).status, 200);
  EXPECT_EQ(admin.put(one, fewer).status, 200);
}

TEST_F(ResourcesTest, resources_of_another_organization_are_unknown) {
  const Answer made = add("r-1");
  Caller other = administrator(server, server.globex);
  EXPECT_EQ(other.get(server.globex.path("/resources/" + made.id())).status, 404);
  EXPECT_EQ(other.del(server.globex.path("/resources/" + made.id())).status, 404);
  EXPECT_TRUE(other.get(server.globex.path("/resources")).data().empty());
}

TEST_F(ResourcesTest, the_directory_counts_resources_and_their_memory) {
  const auto organization = *OrganizationId::parse(server.acme.id);
  const std::size_t before = server.directory.snapshot(organization)->memory_bytes();
  const std::string text(1000, 'x');
  for (int i = 0; i < 10; ++i) add("r-" + std::to_string(i), {{"text", text}});
  const auto snapshot = server.directory.snapshot(organization);
  EXPECT_EQ(snapshot->resource_count(), 10u);
  EXPECT_GT(snapshot->memory_bytes(), before + 10 * text.size());
}

}  // namespace
}  // namespace gatehouse
