// Small random worlds for the laws of evaluation: an organization with users, nested groups,
// groups of resources, policies with wildcards, conditions and denies, and questions about it. A
// world is read from bytes, so that RapidCheck shrinks it and libFuzzer steers it: fewer and
// smaller bytes give a smaller world.
#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/id.h"
#include "base/json.h"
#include "directory/data.h"
#include "model/statement.h"
#include "policy/reference.h"

namespace gatehouse::testing {

/// Answers zero when the bytes are used up.
class Choices {
 public:
  explicit Choices(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  /// 0 … count-1.
  std::size_t below(std::size_t count) {
    if (at_ == bytes_.size()) return 0;
    return bytes_[at_++] % count;
  }
  /// Once in `times`, never when the bytes are used up.
  bool once_in(std::size_t times) { return below(times) == times - 1; }

  template <class T>
  const T& one_of(const std::vector<T>& values) {
    return values[below(values.size())];
  }
  bool exhausted() const { return at_ == bytes_.size(); }

 private:
  std::span<const std::uint8_t> bytes_;
  std::size_t at_ = 0;
};

inline Uuid numbered(std::uint8_t kind, std::size_t number) {
  Uuid id;
  id.bytes = {1, 0x92, kind, 0xAB, 0, 0, 0x70, 0, 0x80};
  id.bytes[15] = static_cast<std::uint8_t>(number);
  return id;
}
inline UserId user_id(std::size_t number) { return UserId{numbered(1, number)}; }
inline ResourceGroupId group_id(std::size_t number) { return ResourceGroupId{numbered(2, number)}; }
inline PermissionPolicyId policy_id(std::size_t number) {
  return PermissionPolicyId{numbered(3, number)};
}
inline ServiceUserId service_user_id(std::size_t number) {
  return ServiceUserId{numbered(4, number)};
}

inline const std::vector<policy::Application>& test_applications() {
  static const std::vector<policy::Application> applications = {
      {"records", {"record"}, {"read", "write"}}};
  return applications;
}

inline Timestamp test_time(int hours) {
  return Timestamp(std::chrono::hours(24 * 365 * 50 + hours));
}

/// One of the three time zones of the universe: yesterday, now, tomorrow.
inline std::string test_moment(std::size_t number) {
  return gatehouse::to_string(test_time(static_cast<int>(number) - 1));
}

inline constexpr std::size_t user_groups = 3;      // groups 0 … 2
inline constexpr std::size_t resource_groups = 3;  // groups 3 … 5: two of meters, one of records
inline constexpr std::size_t groups_total = user_groups + resource_groups;

inline std::string type_of_group(std::size_t number) {
  if (number < user_groups) return "user";
  return number < user_groups + 2 ? "config:meter" : "records:record";
}

inline const std::vector<std::string>& test_actions() {
  static const std::vector<std::string> actions = {"config:create", "config:retrieve",
                                                   "records:read", "records:write"};
  return actions;
}

inline const std::vector<std::string>& item_ids() {
  static const std::vector<std::string> ids = {"a", "b", "a*"};
  return ids;
}

inline std::vector<policy::Resource> test_resources() {
  std::vector<policy::Resource> resources;
  for (const char* type : {"meter", "user"}) resources.push_back({"config", type, ""});
  resources.push_back({"records", "record", ""});
  resources.push_back({"billing", "bill", "a"});
  for (const auto& id : item_ids()) resources.push_back({"config", "meter", id});
  for (const auto& id : item_ids()) resources.push_back({"records", "record", id});
  resources.push_back({"config", "user", to_string(user_id(0))});
  resources.push_back({"config", "user", to_string(user_id(1))});
  return resources;
}

inline std::string random_mri(Choices& choices) {
  static const std::vector<std::string> types = {"records:record", "config:meter", "config:user",
                                                 "billing:bill"};
  const std::string& type = choices.one_of(types);
  switch (choices.below(8)) {
    case 0:
      return type + "/*";
    case 1:
      return type + "/item/*";
    case 2:
      return type + "/group/*";
    case 3:
      return type + "/group/" + to_string(group_id(choices.below(groups_total)));
    case 4:
      return type.substr(0, type.find(':')) + ":*";
    case 5:
      return "*";
    default:
      break;
  }
  const bool user = type == "config:user";
  const std::string id = user ? to_string(user_id(choices.below(2))) : choices.one_of(item_ids());
  return policy::to_string(
      policy::Resource{type.substr(0, type.find(':')), type.substr(type.find(':') + 1), id});
}

inline std::pair<std::string, Json> random_comparison(Choices& choices) {
  static const std::vector<std::string> texts = {
      "subject.role",  "resource.properties.owner", "subject.id",  "resource.id",
      "subject.email", "context.deep.role",         "action.name", "subject.userId"};
  static const std::vector<std::string> values = {"admin", "guest", "a", "records:read",
                                                  "u0@example.com"};
  JsonObject paths;
  const auto reference = [&](const std::string& to) { return JsonObject{{"ref", to}}; };
  switch (choices.below(9)) {
    case 0:
      return {"equals", JsonObject{{choices.one_of(texts), choices.one_of(values)}}};
    case 1:
      return {"notEquals", JsonObject{{choices.one_of(texts), choices.one_of(values)}}};
    case 2:
      return {"equals", JsonObject{{choices.one_of(texts), reference(choices.one_of(texts))}}};
    case 3:
      return {choices.once_in(2) ? "notIn" : "in",
              JsonObject{{choices.one_of(texts),
                          JsonArray{Json(choices.one_of(values)), Json(choices.one_of(values))}}}};
    case 4:
      return {choices.once_in(2) ? "greaterThan" : "lessThan",
              JsonObject{{"resource.level", std::int64_t(choices.below(3))}}};
    case 5:
      return {choices.once_in(2) ? "before" : "after",
              JsonObject{{choices.once_in(2) ? "context.time" : "context.when",
                          test_moment(choices.below(3))}}};
    case 6:
      return {"startsWith", JsonObject{{choices.one_of(texts), "a"}}};
    case 7:
      return {"exists", JsonObject{{choices.one_of(texts), choices.once_in(2)}}};
    default:
      return {"equals", JsonObject{{"action.soft", choices.once_in(2)}}};
  }
}

inline Json random_condition(Choices& choices) {
  JsonObject condition;
  for (std::size_t i = 0, n = 1 + choices.below(2); i < n; ++i) {
    auto [op, paths] = random_comparison(choices);
    condition[op] = std::move(paths);
  }
  return condition;
}

inline Statement random_statement(Choices& choices) {
  Statement statement;
  statement.effect = choices.once_in(4) ? Effect::deny : Effect::allow;
  for (std::size_t i = 0, n = 1 + choices.below(2); i < n; ++i)
    statement.action.push_back(choices.once_in(6) ? "all" : choices.one_of(test_actions()));
  for (std::size_t i = 0, n = 1 + choices.below(2); i < n; ++i)
    statement.resource.push_back(random_mri(choices));
  if (choices.once_in(3)) statement.condition = random_condition(choices);
  return statement;
}

inline std::vector<Statement> random_statements(Choices& choices, std::size_t at_most) {
  std::vector<Statement> statements;
  for (std::size_t i = 0, n = choices.below(at_most + 1); i < n; ++i)
    statements.push_back(random_statement(choices));
  return statements;
}

/// What a request says of its parts, besides names.
struct Properties {
  JsonObject subject, resource, action, context;

  policy::Attributes attributes() const {
    policy::Attributes attributes;
    attributes.subject.properties = &subject;
    attributes.resource.properties = &resource;
    attributes.action_properties = &action;
    attributes.context = &context;
    attributes.now = test_time(0);
    return attributes;
  }
};

inline Properties random_properties(Choices& choices) {
  static const std::vector<std::string> roles = {"admin", "guest"};
  Properties properties;
  if (choices.once_in(2)) properties.subject["role"] = choices.one_of(roles);
  if (choices.once_in(3)) properties.subject["email"] = "u0@example.com";
  if (choices.once_in(2)) properties.resource["owner"] = choices.one_of(item_ids());
  if (choices.once_in(4)) properties.resource["owner"] = to_string(user_id(0));
  if (choices.once_in(2)) properties.resource["level"] = std::int64_t(choices.below(3));
  if (choices.once_in(5)) properties.resource["level"] = 1.5;
  if (choices.once_in(6)) properties.resource["level"] = "high";
  if (choices.once_in(2)) properties.action["soft"] = choices.once_in(2);
  if (choices.once_in(2)) properties.context["when"] = test_moment(choices.below(3));
  if (choices.once_in(3)) properties.context["deep"] = JsonObject{{"role", choices.one_of(roles)}};
  if (choices.once_in(8)) properties.context["when"] = nullptr;
  return properties;
}

}  // namespace gatehouse::testing
