#include "policy/condition.h"

#include <algorithm>
#include <array>

#include "base/failure.h"

namespace gatehouse::policy {
namespace {

constexpr std::size_t comparisons_maximum = 50;
constexpr std::size_t path_names_maximum = 8;
constexpr std::size_t path_bytes_maximum = 200;
constexpr std::size_t list_maximum = 100;
constexpr std::size_t text_bytes_maximum = 1024;

constexpr std::array<std::string_view, 10> operator_names = {
    "equals",      "notEquals", "in",    "notIn",      "lessThan",
    "greaterThan", "before",    "after", "startsWith", "exists",
};
constexpr std::array<std::string_view, 4> root_names = {"subject", "resource", "action", "context"};

[[noreturn]] void refuse(std::string message, const std::string& field) {
  throw Failure(Code::invalid_input, std::move(message), field);
}

std::string_view view(const boost::json::string& text) { return {text.data(), text.size()}; }

bool is_scalar(const Json& json) { return json.is_string() || json.is_number() || json.is_bool(); }

void check_text(const Json& json, const std::string& field) {
  if (const auto* text = json.if_string(); text != nullptr && text->size() > text_bytes_maximum)
    refuse("a value has more than " + std::to_string(text_bytes_maximum) + " bytes", field);
}

std::string_view write_uuid(const Uuid& uuid, char (&buffer)[36]) {
  constexpr std::string_view digits = "0123456789abcdef";
  char* at = buffer;
  for (std::size_t i = 0; i < uuid.bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) *at++ = '-';
    *at++ = digits[uuid.bytes[i] >> 4];
    *at++ = digits[uuid.bytes[i] & 15];
  }
  return {buffer, sizeof buffer};
}

Truth to_truth(bool value) { return value ? Truth::yes : Truth::no; }

Truth negate(Truth truth) { return truth == Truth::unknown ? truth : to_truth(truth == Truth::no); }

}  // namespace

// What a path stands for in one request. `none` is also what conditions cannot compare.
struct Condition::Value {
  enum class Kind : std::uint8_t { none, text, number, boolean, time, list, object };
  Kind kind = Kind::none;
  bool boolean = false;
  bool exact = false;  // the number is `integer`
  std::int64_t integer = 0;
  double real = 0;
  std::string_view text;
  Timestamp time{};
  const JsonArray* list = nullptr;

  static Value of(std::string_view text) {
    Value value;
    if (!text.empty()) {
      value.kind = Kind::text;
      value.text = text;
    }
    return value;
  }
  static Value of(Timestamp time) {
    Value value;
    value.kind = Kind::time;
    value.time = time;
    return value;
  }
  static Value of(const Json& json) {
    Value value;
    if (const auto* text = json.if_string()) {
      value.kind = Kind::text;
      value.text = view(*text);
    } else if (const auto* flag = json.if_bool()) {
      value.kind = Kind::boolean;
      value.boolean = *flag;
    } else if (const auto* integer = json.if_int64()) {
      value.kind = Kind::number;
      value.exact = true;
      value.integer = *integer;
      value.real = static_cast<double>(*integer);
    } else if (json.is_uint64()) {  // above 2^63-1; never from our reader
      value.kind = Kind::number;
      value.real = static_cast<double>(json.get_uint64());
    } else if (const auto* real = json.if_double()) {
      value.kind = Kind::number;
      value.real = *real;
    } else if (const auto* list = json.if_array()) {
      value.kind = Kind::list;
      value.list = list;
    } else if (json.is_object()) {
      value.kind = Kind::object;
    }
    return value;
  }

  std::optional<Timestamp> as_time() const {
    if (kind == Kind::time) return time;
    return kind == Kind::text ? parse_timestamp(text) : std::nullopt;
  }

  static Truth equal(const Value& a, const Value& b) {
    if (a.kind != b.kind) return Truth::unknown;
    switch (a.kind) {
      case Kind::text:
        return to_truth(a.text == b.text);
      case Kind::boolean:
        return to_truth(a.boolean == b.boolean);
      case Kind::number:
        return to_truth(a.exact && b.exact ? a.integer == b.integer : a.real == b.real);
      default:
        return Truth::unknown;
    }
  }

  static Truth less(const Value& a, const Value& b) {
    if (a.kind != Kind::number || b.kind != Kind::number) return Truth::unknown;
    return to_truth(a.exact && b.exact ? a.integer < b.integer : a.real < b.real);
  }

  static Truth earlier(const std::optional<Timestamp>& a, const std::optional<Timestamp>& b) {
    return a && b ? to_truth(*a < *b) : Truth::unknown;
  }

  // The disjunction of the comparisons with each element.
  static Truth member(const Value& a, const Value& list) {
    if (a.kind == Kind::none || list.kind != Kind::list) return Truth::unknown;
    Truth truth = Truth::no;
    for (const Json& element : *list.list) truth = std::max(truth, equal(a, of(element)));
    return truth;
  }

  static Truth starts(const Value& a, const Value& b) {
    if (a.kind != Kind::text || b.kind != Kind::text) return Truth::unknown;
    return to_truth(a.text.starts_with(b.text));
  }
};

Condition Condition::parse(const Json& json, const std::string& field) {
  const JsonObject* operators = json.if_object();
  if (operators == nullptr) refuse("a condition is an object of operators", field);
  if (operators->empty()) refuse("a condition needs an operator", field);
  Condition condition;
  for (const auto& member : *operators) {
    const std::string name(member.key());
    const std::string at = field + "." + name;
    const Operator op = parse_operator(name, at);
    const JsonObject* paths = member.value().if_object();
    if (paths == nullptr || paths->empty())
      refuse("an operator maps attribute paths to values", at);
    for (const auto& path : *paths) {
      const std::string text(path.key());
      condition.comparisons_.push_back(parse_comparison(op, text, path.value(), at + "." + text));
    }
  }
  if (condition.comparisons_.size() > comparisons_maximum)
    refuse("a condition has at most " + std::to_string(comparisons_maximum) + " comparisons",
           field);
  return condition;
}

Condition::Operator Condition::parse_operator(std::string_view name, const std::string& field) {
  const auto found = std::ranges::find(operator_names, name);
  if (found == operator_names.end())
    refuse(
        "an operator is equals, notEquals, in, notIn, lessThan, greaterThan, before, after, "
        "startsWith or exists",
        field);
  return static_cast<Operator>(found - operator_names.begin());
}

Condition::Path Condition::parse_path(std::string_view text, const std::string& field) {
  if (text.size() > path_bytes_maximum) refuse("an attribute path is too long", field);
  const auto dot = text.find('.');
  const auto root = std::ranges::find(root_names, text.substr(0, dot));
  if (root == root_names.end() || dot == std::string_view::npos)
    refuse("an attribute path starts with `subject.`, `resource.`, `action.` or `context.`", field);
  Path path;
  path.root = static_cast<Root>(root - root_names.begin());
  for (std::string_view rest = text.substr(dot + 1);;) {
    const auto end = rest.find('.');
    if (rest.substr(0, end).empty()) refuse("an attribute path has an empty name", field);
    path.names.emplace_back(rest.substr(0, end));
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + 1);
  }
  if (path.names.size() > path_names_maximum) refuse("an attribute path is too deep", field);
  if (path.root != Root::context && path.names.size() > 1 && path.names[0] == "properties") {
    path.property = true;
    path.names.erase(path.names.begin());
  }
  return path;
}

Condition::Comparison Condition::parse_comparison(Operator op, std::string_view path,
                                                  const Json& operand, const std::string& field) {
  Comparison comparison;
  comparison.op = op;
  comparison.path = parse_path(path, field);
  // Our own clock is a time, not a text.
  const auto is_clock = [](const Path& of) {
    return of.root == Root::context && of.names.size() == 1 && of.names[0] == "time";
  };
  const bool takes_clock =
      op == Operator::before || op == Operator::after || op == Operator::exists;
  if (is_clock(comparison.path) && !takes_clock)
    refuse("`context.time` is compared by before and after", field);
  if (const JsonObject* object = operand.if_object()) {
    const Json* reference = object->if_contains("ref");
    if (reference == nullptr || object->size() != 1 || !reference->is_string() ||
        op == Operator::exists)
      refuse("a value is a string, number, boolean or {\"ref\": path}", field);
    comparison.reference = parse_path(view(reference->get_string()), field + ".ref");
    if (is_clock(*comparison.reference) && !takes_clock)
      refuse("`context.time` is compared by before and after", field + ".ref");
    return comparison;
  }
  comparison.value = operand;
  check_value(comparison, field);
  return comparison;
}

void Condition::check_value(Comparison& comparison, const std::string& field) {
  const Json& value = comparison.value;
  check_text(value, field);
  switch (comparison.op) {
    case Operator::equals:
    case Operator::not_equals:
      if (!is_scalar(value)) refuse("the value must be a string, a number or a boolean", field);
      return;
    case Operator::in:
    case Operator::not_in: {
      const JsonArray* list = value.if_array();
      if (list == nullptr || list->empty() || list->size() > list_maximum)
        refuse("the value must be an array of 1 to " + std::to_string(list_maximum), field);
      for (const Json& element : *list) {
        check_text(element, field);
        // One kind only: another could never be told from a mistake in the request.
        if (!is_scalar(element) || Value::of(element).kind != Value::of(list->front()).kind)
          refuse("the elements must be all strings, all numbers or all booleans", field);
      }
      return;
    }
    case Operator::less_than:
    case Operator::greater_than:
      if (!value.is_number()) refuse("the value must be a number", field);
      return;
    case Operator::before:
    case Operator::after: {
      const auto time = Value::of(value).as_time();
      if (!time) refuse("the value must be an RFC 3339 date and time", field);
      comparison.time = *time;
      return;
    }
    case Operator::starts_with:
      if (!value.is_string() || value.get_string().empty())
        refuse("the value must be a string that is not empty", field);
      return;
    case Operator::exists:
      if (!value.is_bool()) refuse("the value must be true or false", field);
      return;
  }
}

Condition::Value Condition::resolve(const Path& path, const Attributes& attributes,
                                    char (&buffer)[36]) {
  const std::string& name = path.names.front();
  const JsonObject* properties = nullptr;
  const JsonObject* registered = nullptr;
  const bool built_in = !path.property && path.names.size() == 1;
  const auto entity = [&](const Attributes::Entity& of) -> std::optional<Value> {
    properties = of.properties;
    registered = of.registered;
    if (built_in && name == "id") return Value::of(of.id);
    if (built_in && name == "type") return Value::of(of.type);
    return {};
  };
  std::optional<Value> found;
  switch (path.root) {
    case Root::subject:
      found = entity(attributes.subject);
      if (const KnownSubject* known = attributes.known_subject; built_in && name == "userId")
        return known == nullptr ? Value() : Value::of(write_uuid(known->id, buffer));
      else if (known != nullptr && built_in) {
        if (name == "email" && !known->email.empty()) return Value::of(known->email);
        if (name == "userName" && !known->user_name.empty()) return Value::of(known->user_name);
        if (name == "externalId" && !known->external_id.empty())
          return Value::of(known->external_id);
      }
      break;
    case Root::resource:
      found = entity(attributes.resource);
      break;
    case Root::action:
      properties = attributes.action_properties;
      if (built_in && name == "name") return Value::of(attributes.action);
      break;
    case Root::context:
      properties = attributes.context;
      break;
  }
  if (found) return *found;
  if (registered != nullptr && (properties == nullptr || !properties->contains(name)))
    properties = registered;
  const Json* at = nullptr;
  for (const std::string& step : path.names) {
    if (at != nullptr) properties = at->if_object();
    at = properties == nullptr ? nullptr : properties->if_contains(step);
    if (at == nullptr) break;
  }
  if (at != nullptr && !at->is_null()) return Value::of(*at);
  if (path.root == Root::context && built_in && name == "time") return Value::of(attributes.now);
  return {};
}

Truth Condition::compare(const Comparison& comparison, const Value& left, const Value& right) {
  switch (comparison.op) {
    case Operator::equals:
      return Value::equal(left, right);
    case Operator::not_equals:
      return negate(Value::equal(left, right));
    case Operator::in:
      return Value::member(left, right);
    case Operator::not_in:
      return negate(Value::member(left, right));
    case Operator::less_than:
      return Value::less(left, right);
    case Operator::greater_than:
      return Value::less(right, left);
    case Operator::before:
      return Value::earlier(left.as_time(), right.as_time());
    case Operator::after:
      return Value::earlier(right.as_time(), left.as_time());
    case Operator::starts_with:
      return Value::starts(left, right);
    case Operator::exists:
      return to_truth((left.kind != Value::Kind::none) == right.boolean);
  }
  return Truth::unknown;
}

Truth Condition::evaluate(const Comparison& comparison, const Attributes& attributes) {
  char left_buffer[36];
  char right_buffer[36];
  const Value left = resolve(comparison.path, attributes, left_buffer);
  if (comparison.reference)
    return compare(comparison, left, resolve(*comparison.reference, attributes, right_buffer));
  if (comparison.op == Operator::before || comparison.op == Operator::after)
    return compare(comparison, left, Value::of(comparison.time));
  return compare(comparison, left, Value::of(comparison.value));
}

Truth Condition::evaluate(const Attributes& attributes) const {
  Truth truth = Truth::yes;
  for (const Comparison& comparison : comparisons_) {
    truth = std::min(truth, evaluate(comparison, attributes));
    if (truth == Truth::no) break;
  }
  return truth;
}

std::size_t Condition::memory_bytes() const {
  constexpr std::size_t text_bytes = 48;  // names and values, about
  return sizeof *this + comparisons_.capacity() * (sizeof(Comparison) + 2 * text_bytes);
}

}  // namespace gatehouse::policy
