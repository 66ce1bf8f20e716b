// The cases of testdata/*.json, which people can read and check, asked of both evaluators.
#include "policy/reference.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "policy/hash.h"
#include "policy/statement.h"

namespace gatehouse::policy {
namespace {

std::string text_at(const JsonObject& object, std::string_view name) {
  const Json* value = object.if_contains(name);
  return value == nullptr ? "" : std::string(value->as_string());
}

const JsonObject* object_at(const JsonObject& object, std::string_view name) {
  const Json* value = object.if_contains(name);
  return value == nullptr ? nullptr : &value->as_object();
}

class GivenGroups final : public GroupMemberships {
 public:
  explicit GivenGroups(const std::set<std::string>& groups) {
    for (const auto& group : groups) keys_.push_back({hash_text(group), group});
  }
  std::span<const GroupKey> groups_of(TypeId, std::string_view) const override { return keys_; }

 private:
  std::vector<GroupKey> keys_;
};

void check_case(const std::vector<Statement>& statements, const Matcher& matcher,
                const Vocabulary& words, const JsonObject& one) {
  Question question;
  question.action = text_at(one, "action");
  question.resource = parse_resource(text_at(one, "resource")).value();
  if (const Json* groups = one.if_contains("groups"))
    for (const Json& group : groups->as_array()) question.groups.emplace(group.as_string());
  Attributes& attributes = question.attributes;
  const std::string subject = text_at(one, "subject");
  attributes.subject = {"user", subject, object_at(one, "subjectProperties")};
  const std::string type = question.resource.service + ":" + question.resource.type;
  attributes.resource = {type, question.resource.id, object_at(one, "resourceProperties")};
  attributes.action = question.action;
  attributes.action_properties = object_at(one, "actionProperties");
  attributes.context = object_at(one, "context");
  attributes.now = *parse_timestamp("2026-11-22T12:00:00Z");
  EXPECT_EQ(to_string(reference_evaluate(statements, question)), text_at(one, "expect"))
      << "reference: " << one;

  Request request;
  request.action = words.find_action(question.action).value();
  request.type = words.find_type(type).value();
  request.service = words.service_of(request.type);
  request.id = question.resource.id;
  request.attributes = attributes;
  const GivenGroups groups(question.groups);
  request.groups = &groups;
  const Source source{&matcher, false};
  EXPECT_EQ(to_string(evaluate({&source, 1}, request).outcome), text_at(one, "expect"))
      << "compiled: " << one;
}

TEST(Cases, every_case_of_testdata_is_decided_as_written) {
  const std::vector<Application> applications = {
      {"records", {"record"}, {"read", "write", "delete"}}};
  const Vocabulary words(applications);
  std::size_t cases = 0;
  const std::filesystem::path folder = GATEHOUSE_SOURCE_DIR "/server/policy/testdata";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream file(entry.path());
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const Json json = parse_json(text);
    for (const Json& world : json.as_array()) {
      SCOPED_TRACE(entry.path().filename().string() + ": " + text_at(world.as_object(), "rule"));
      const auto statements = parse_statements(world.at("statements"), words, "statements", 0);
      const Matcher matcher(statements, words);
      for (const Json& one : world.at("cases").as_array()) {
        check_case(statements, matcher, words, one.as_object());
        ++cases;
      }
    }
  }
  EXPECT_GT(cases, 50u);
}

}  // namespace
}  // namespace gatehouse::policy
