#include "policy/statement.h"

#include <algorithm>

#include "base/failure.h"
#include "policy/condition.h"
#include "policy/resource.h"

namespace gatehouse::policy {
namespace {

[[noreturn]] void refuse(std::string message, std::string field) {
  throw Failure(Code::invalid_input, std::move(message), std::move(field));
}

std::string element(const std::string& field, std::size_t index) {
  return field + "[" + std::to_string(index) + "]";
}

const JsonArray& require_array(const JsonObject& object, std::string_view name, std::size_t maximum,
                               const std::string& field) {
  const Json* value = object.if_contains(name);
  if (value == nullptr) refuse("`" + std::string(name) + "` is missing", field);
  const JsonArray* array = value->if_array();
  if (array == nullptr) refuse("`" + std::string(name) + "` must be an array of strings", field);
  if (array->empty()) refuse("`" + std::string(name) + "` needs at least one value", field);
  if (array->size() > maximum)
    refuse("`" + std::string(name) + "` has more than " + std::to_string(maximum) + " values",
           field);
  return *array;
}

std::string_view require_string(const Json& json, const std::string& field) {
  const auto* text = json.if_string();
  if (text == nullptr) refuse("must be a string", field);
  return {text->data(), text->size()};
}

Effect parse_effect(const JsonObject& object, const std::string& field) {
  const Json* value = object.if_contains("effect");
  if (value == nullptr) refuse("`effect` is missing", field);
  std::string text(require_string(*value, field));
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  if (text == "allow") return Effect::allow;
  if (text == "deny") return Effect::deny;
  refuse("the effect is `allow` or `deny`", field);
}

void add_once(std::vector<std::string>& values, std::string value) {
  if (std::ranges::find(values, value) == values.end()) values.push_back(std::move(value));
}

std::vector<std::string> parse_actions(const JsonObject& object, const Vocabulary& vocabulary,
                                       const std::string& field) {
  const JsonArray& array = require_array(object, "action", actions_maximum, field);
  std::vector<std::string> actions;
  for (std::size_t i = 0; i < array.size(); ++i) {
    const std::string at = element(field, i);
    const std::string name(require_string(array[i], at));
    const auto id = vocabulary.find_action(name);
    if (!id) {
      const auto near = vocabulary.nearest_action(name);
      refuse("unknown action `" + name + "`" + (near ? ", did you mean `" + *near + "`?" : ""), at);
    }
    add_once(actions, vocabulary.action(*id));
  }
  return actions;
}

std::vector<std::string> parse_resources(const JsonObject& object, const Vocabulary& vocabulary,
                                         const std::string& field) {
  const JsonArray& array = require_array(object, "resource", resources_maximum, field);
  std::vector<std::string> resources;
  for (std::size_t i = 0; i < array.size(); ++i) {
    const std::string at = element(field, i);
    add_once(resources, to_string(parse_pattern(require_string(array[i], at), vocabulary, at)));
  }
  return resources;
}

Json strings(const std::vector<std::string>& values) {
  JsonArray array;
  for (const auto& value : values) array.emplace_back(value);
  return array;
}

}  // namespace

Statement parse_statement(const Json& json, const Vocabulary& vocabulary,
                          const std::string& field) {
  const JsonObject* object = json.if_object();
  if (object == nullptr) refuse("a statement is an object", field);
  for (const auto& member : *object) {
    const std::string name(member.key());
    if (name != "effect" && name != "action" && name != "resource" && name != "condition")
      throw Failure(Code::unknown_field, "a statement has no field `" + name + "`",
                    field + "." + name);
  }
  Statement statement;
  statement.effect = parse_effect(*object, field + ".effect");
  statement.action = parse_actions(*object, vocabulary, field + ".action");
  statement.resource = parse_resources(*object, vocabulary, field + ".resource");
  if (const Json* condition = object->if_contains("condition")) {
    Condition::parse(*condition, field + ".condition");
    statement.condition = *condition;
  }
  return statement;
}

std::vector<Statement> parse_statements(const Json& json, const Vocabulary& vocabulary,
                                        const std::string& field, std::size_t at_least) {
  const JsonArray* array = json.if_array();
  if (array == nullptr) refuse("must be an array of statements", field);
  if (array->size() < at_least) refuse("needs at least one statement", field);
  if (array->size() > statements_maximum)
    refuse("has more than " + std::to_string(statements_maximum) + " statements", field);
  std::vector<Statement> statements;
  for (std::size_t i = 0; i < array->size(); ++i)
    statements.push_back(parse_statement((*array)[i], vocabulary, element(field, i)));
  return statements;
}

Json to_json(const Statement& statement) {
  JsonObject object;
  object["effect"] = to_string(statement.effect);
  object["action"] = strings(statement.action);
  object["resource"] = strings(statement.resource);
  if (statement.condition) object["condition"] = *statement.condition;
  return object;
}

Json to_json(std::span<const Statement> statements) {
  JsonArray array;
  for (const Statement& statement : statements) array.push_back(to_json(statement));
  return array;
}

std::string_view to_string(Effect effect) { return effect == Effect::allow ? "allow" : "deny"; }

}  // namespace gatehouse::policy
