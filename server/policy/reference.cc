#include "policy/reference.h"

#include <algorithm>

namespace gatehouse::policy {
namespace {

bool covers_request(const std::string& mri, const Question& question) {
  const Resource& asked = question.resource;
  const bool item = !asked.id.empty();
  if (mri == "*") return true;
  if (mri == asked.service + ":*") return true;
  const std::string type = asked.service + ":" + asked.type;
  if (mri == type + "/*") return true;
  if (mri == type + "/item/*") return true;
  if (item && mri == to_string(asked)) return true;
  if (item && mri == type + "/group/*") return !question.groups.empty();
  const auto pattern = read_pattern(mri);
  return item && pattern && pattern->cover == Cover::group && pattern->service == asked.service &&
         pattern->type == asked.type && question.groups.contains(pattern->id);
}

// A missing value is null.
Json attribute(std::string path, const Attributes& attributes) {
  const auto root = path.substr(0, path.find('.'));
  path.erase(0, root.size() + 1);
  const auto text = [](std::string_view value) { return value.empty() ? Json() : Json(value); };
  const bool subject = root == "subject";
  const KnownSubject* known = attributes.known_subject;
  if (subject || root == "resource") {
    const auto& entity = subject ? attributes.subject : attributes.resource;
    if (path == "id") return text(entity.id);
    if (path == "type") return text(entity.type);
  }
  if (root == "action" && path == "name") return text(attributes.action);
  if (subject && path == "userId") return known == nullptr ? Json() : Json(to_string(known->id));
  if (subject && known != nullptr) {
    if (path == "email" && !known->email.empty()) return text(known->email);
    if (path == "userName" && !known->user_name.empty()) return text(known->user_name);
    if (path == "externalId" && !known->external_id.empty()) return text(known->external_id);
  }
  const JsonObject* object = subject              ? attributes.subject.properties
                             : root == "resource" ? attributes.resource.properties
                             : root == "action"   ? attributes.action_properties
                                                  : attributes.context;
  JsonObject all = object == nullptr ? JsonObject() : *object;
  if (root == "resource" && attributes.resource.registered != nullptr)
    for (const auto& member : *attributes.resource.registered) all.insert(member);  // if not there
  Json value = all;
  const bool time = root == "context" && path == "time";
  if (root != "context" && path.starts_with("properties.")) path.erase(0, 11);
  while (!path.empty()) {
    const auto name = path.substr(0, path.find('.'));
    path.erase(0, name.size() + 1);
    const Json* found = value.is_object() ? value.get_object().if_contains(name) : nullptr;
    const Json next = found == nullptr ? Json() : *found;
    value = next;
  }
  if (time && value.is_null()) return Json(gatehouse::to_string(attributes.now));
  return value;
}

Truth equal(const Json& a, const Json& b) {
  if (a.is_string() && b.is_string()) return a == b ? Truth::yes : Truth::no;
  if (a.is_bool() && b.is_bool()) return a == b ? Truth::yes : Truth::no;
  if (a.is_int64() && b.is_int64()) return a == b ? Truth::yes : Truth::no;
  if (a.is_number() && b.is_number())
    return a.to_number<double>() == b.to_number<double>() ? Truth::yes : Truth::no;
  return Truth::unknown;
}

Truth less(const Json& a, const Json& b) {
  if (!a.is_number() || !b.is_number()) return Truth::unknown;
  if (a.is_int64() && b.is_int64()) return a.get_int64() < b.get_int64() ? Truth::yes : Truth::no;
  return a.to_number<double>() < b.to_number<double>() ? Truth::yes : Truth::no;
}

Truth earlier(const Json& a, const Json& b) {
  if (!a.is_string() || !b.is_string()) return Truth::unknown;
  const auto first = parse_timestamp(a.get_string().c_str());
  const auto second = parse_timestamp(b.get_string().c_str());
  if (!first || !second) return Truth::unknown;
  return *first < *second ? Truth::yes : Truth::no;
}

Truth member(const Json& a, const Json& list) {
  if (a.is_null() || !list.is_array()) return Truth::unknown;
  bool unsure = false;
  for (const Json& element : list.get_array()) {
    const Truth truth = equal(a, element);
    if (truth == Truth::yes) return truth;
    if (truth == Truth::unknown) unsure = true;
  }
  return unsure ? Truth::unknown : Truth::no;
}

Truth prefix(const Json& a, const Json& b) {
  if (!a.is_string() || !b.is_string()) return Truth::unknown;
  const std::string text(a.get_string());
  return text.rfind(std::string(b.get_string()), 0) == 0 ? Truth::yes : Truth::no;
}

Truth opposite(Truth truth) {
  if (truth == Truth::unknown) return truth;
  return truth == Truth::yes ? Truth::no : Truth::yes;
}

Truth compare(const std::string& op, const Json& a, const Json& b) {
  if (op == "equals") return equal(a, b);
  if (op == "notEquals") return opposite(equal(a, b));
  if (op == "in") return member(a, b);
  if (op == "notIn") return opposite(member(a, b));
  if (op == "lessThan") return less(a, b);
  if (op == "greaterThan") return less(b, a);
  if (op == "before") return earlier(a, b);
  if (op == "after") return earlier(b, a);
  if (op == "startsWith") return prefix(a, b);
  return a.is_null() != b.get_bool() ? Truth::yes : Truth::no;  // exists
}

}  // namespace

Truth reference_condition(const Json& condition, const Attributes& attributes) {
  bool unsure = false;
  for (const auto& [op, paths] : condition.as_object()) {
    for (const auto& [path, operand] : paths.as_object()) {
      const Json left = attribute(path, attributes);
      const Json right = operand.is_object()
                             ? attribute(operand.at("ref").as_string().c_str(), attributes)
                             : operand;
      const Truth truth = compare(op, left, right);
      if (truth == Truth::no) return truth;
      if (truth == Truth::unknown) unsure = true;
    }
  }
  return unsure ? Truth::unknown : Truth::yes;
}

bool reference_matches(const Statement& statement, const Question& question) {
  bool action = false;
  for (const std::string& name : statement.action)
    if (name == "all" || name == question.action) action = true;
  if (!action) return false;
  bool resource = false;
  for (const std::string& mri : statement.resource)
    if (covers_request(mri, question)) resource = true;
  if (!resource) return false;
  if (!statement.condition) return true;
  const Truth truth = reference_condition(*statement.condition, question.attributes);
  return statement.effect == Effect::allow ? truth == Truth::yes : truth != Truth::no;
}

Outcome reference_evaluate(std::span<const Statement> statements, const Question& question) {
  bool allowed = false;
  for (const Statement& statement : statements) {
    if (!reference_matches(statement, question)) continue;
    if (statement.effect == Effect::deny) return Outcome::explicitly_denied;
    allowed = true;
  }
  return allowed ? Outcome::allowed : Outcome::not_granted;
}

}  // namespace gatehouse::policy
