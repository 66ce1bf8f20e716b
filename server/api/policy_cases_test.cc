// Policies in files and cases about them; the example of the guide is one of the tests.
#include "api/policy_cases.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "base/failure.h"

namespace gatehouse::api {
namespace {

const std::string guide = std::string(GATEHOUSE_SOURCE_DIR) + "/docs/guides/policy-tests/";

Json read(const std::string& path) {
  std::stringstream text;
  text << std::ifstream(guide + path).rdbuf();
  return parse_json(text.str());
}

std::vector<PolicyFile> example() {
  return {{"records.json", read("policies/records.json")},
          {"team.json", read("policies/team.json")}};
}

const Timestamp now = *parse_timestamp("2026-11-22T09:00:00Z");

std::vector<CaseResult> run(const JsonArray& cases) {
  return run_cases(read_organization(example()), cases, now);
}

JsonObject a_case(const char* email, const char* action, const char* id, bool decision) {
  return {{"name", std::string(email) + " " + action},
          {"subject", JsonObject{{"type", "user"}, {"id", email}}},
          {"action", JsonObject{{"name", action}}},
          {"resource", JsonObject{{"type", "record"}, {"id", id}}},
          {"decision", decision}};
}

std::string refusal(const std::vector<PolicyFile>& files) {
  try {
    read_organization(files);
  } catch (const Failure& failure) {
    return failure.message;
  }
  return "";
}

TEST(PolicyCases, the_example_of_the_guide_passes) {
  const auto results = run(read("cases.json").at("cases").as_array());
  ASSERT_EQ(results.size(), 5u);
  for (const auto& result : results) EXPECT_TRUE(result.passed()) << report({result});
  EXPECT_EQ(report(results), "5 passed, 0 failed\n");
}

TEST(PolicyCases, a_case_that_expects_the_opposite_fails_and_says_why) {
  const auto results = run({a_case("bob@example.com", "write", "r-1", true),
                            a_case("bob@example.com", "read", "r-1", false),
                            a_case("ada@example.com", "write", "r-2", true),
                            a_case("ada@example.com", "read", "r-2", true)});
  EXPECT_FALSE(results[0].passed());
  EXPECT_FALSE(results[1].passed());
  EXPECT_FALSE(results[2].passed());
  EXPECT_TRUE(results[3].passed());
  const std::string text = report(results);
  EXPECT_NE(text.find("FAILED bob@example.com write\n  user bob@example.com, write, record r-1\n"
                      "  - permitted\n  + refused: "),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("Archived stays"), std::string::npos) << "the deny is named: " << text;
  EXPECT_NE(text.find("Staff"), std::string::npos) << "and the way to an allow: " << text;
  EXPECT_TRUE(text.ends_with("1 passed, 3 failed\n")) << text;
}

TEST(PolicyCases, a_name_that_is_not_there_is_a_mistake_and_no_refusal) {
  for (const JsonObject& one : {a_case("nobody@example.com", "read", "r-1", false),
                                a_case("ada@example.com", "raed", "r-1", false)}) {
    const auto results = run({one});
    EXPECT_FALSE(results.at(0).passed());
    EXPECT_NE(results.at(0).error.find("there is no "), std::string::npos);
  }
  JsonObject unknown_type = a_case("ada@example.com", "read", "r-1", false);
  unknown_type["resource"] = JsonObject{{"type", "recrod"}, {"id", "r-1"}};
  EXPECT_FALSE(run({unknown_type}).at(0).passed());
  JsonObject stranger = a_case("x", "read", "r-1", false);
  stranger["subject"] = JsonObject{{"type", "visitor"}, {"id", "x"}};
  EXPECT_TRUE(run({stranger}).at(0).passed()) << "a subject of another type is a stranger";
}

TEST(PolicyCases, a_case_needs_name_and_decision_and_nothing_unknown) {
  JsonObject one = a_case("ada@example.com", "read", "r-1", true);
  for (const char* name : {"name", "decision", "subject"}) {
    JsonObject less = one;
    less.erase(name);
    EXPECT_THROW(run({less}), Failure) << name;
  }
  one["expect"] = true;
  EXPECT_THROW(run({one}), Failure);
}

TEST(PolicyCases, a_mistake_in_a_file_is_told_with_the_file_and_the_place) {
  auto files = example();
  files.push_back({"more.json", parse_json(R"({"users": [{"email": "x"}]})")});
  EXPECT_EQ(refusal(files), "more.json: `x` is no e-mail address");
  files.back().json = parse_json(R"({"people": []})");
  EXPECT_TRUE(refusal(files).starts_with("more.json: people: "));
  files.back().json = parse_json(R"({"permissionPolicies": [{"name": "P", "permissionPolicy": [
      {"effect": "allow", "action": ["records:raed"], "resource": ["*"]}]}]})");
  EXPECT_TRUE(refusal(files).starts_with(
      "more.json: permissionPolicies[0].permissionPolicy[0].action[0]: "))
      << refusal(files);
  files.back().json = parse_json(R"({"allUsers": ["Nothing"]})");
  EXPECT_EQ(refusal(files), "more.json: the permission policy `Nothing` is not there");
  files.back().json = parse_json(R"({"users": [{"email": "Ada@example.com"}]})");
  EXPECT_EQ(refusal(files), "more.json: the user `ada@example.com` is named twice");
}

TEST(PolicyCases, every_kind_of_entry_counts) {
  auto files = example();
  files.push_back({"more.json", parse_json(R"({
    "permissionPolicies": [
      {"name": "Grouped", "permissionPolicy": [{"effect": "allow", "action": ["records:delete"],
        "resource": ["records:record/group/0190aaaa-bbbb-7ccc-8ddd-eeeeffff0001"]}]},
      {"name": "Public", "permissionPolicy": [{"effect": "allow", "action": ["records:read"],
        "resource": ["records:record/item/public"]}]}],
    "serviceUsers": [{"id": "0190aaaa-bbbb-7ccc-8ddd-eeeeffff0002",
                      "permissionPolicies": ["Grouped"]}],
    "resourceGroups": [{"id": "0190aaaa-bbbb-7ccc-8ddd-eeeeffff0001", "type": "record",
                        "items": ["r-1"]}],
    "users": [{"email": "cy@example.com", "externalId": "hr-3", "userName": "cy", "permissionPolicy": [
                {"effect": "allow", "action": ["all"], "resource": ["*"]}]},
              {"email": "gone@example.com", "active": false, "userGroups": ["Staff"]},
              {"email": "late@example.com", "dtEndAccess": "2026-11-22T09:00:00Z",
               "userGroups": ["Staff"]}],
    "anySubject": [{"service": "records", "permissionPolicies": ["Public"]}]})")});
  const auto organization = read_organization(files);
  const auto permits = [&](const char* type, const char* id, const char* verb, const char* record) {
    JsonObject question = a_case(id, verb, record, true);
    question["subject"] = JsonObject{{"type", type}, {"id", id}};
    return decide_question(organization, question, now).permits;
  };
  const char* program = "0190aaaa-bbbb-7ccc-8ddd-eeeeffff0002";
  EXPECT_TRUE(permits("service_user", program, "delete", "r-1"));
  EXPECT_FALSE(permits("service_user", program, "delete", "r-2"));
  EXPECT_TRUE(permits("user", "hr-3", "delete", "r-1"));
  EXPECT_TRUE(permits("user", "cy", "delete", "r-1"));
  EXPECT_FALSE(permits("user", "gone@example.com", "read", "r-1"));
  EXPECT_FALSE(permits("user", "late@example.com", "read", "r-1"));
  EXPECT_TRUE(permits("visitor", "v", "read", "public"));
  EXPECT_FALSE(permits("visitor", "v", "read", "r-1"));
}

}  // namespace
}  // namespace gatehouse::api
