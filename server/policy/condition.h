// The condition of a statement: an object of operators, each a map from an attribute path to a
// value or to another attribute, {"ref": path}. All comparisons must hold.
//   {"equals": {"resource.ownerID": {"ref": "subject.id"}}, "in": {"subject.role": ["a", "b"]}}
// A comparison whose attribute is missing, null or of another kind than its value is neither true
// nor false: in an allow it does not hold, in a deny it does. `exists` is always true or false.
// Checked and compiled when written; evaluation neither allocates nor throws. Thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/json.h"
#include "base/time.h"

namespace gatehouse::policy {

/// What the directory knows of the subject; wins over properties that the request claims.
struct KnownSubject {
  Uuid id;                       ///< `subject.userId`
  std::string_view external_id;  ///< `subject.externalId`
  std::string_view user_name;    ///< `subject.userName`
  std::string_view email;        ///< `subject.email`
};

/// What conditions can ask about. `subject.id`, `subject.type`, `resource.id`, `resource.type`,
/// `action.name` are the request's own; `subject.x` (or `subject.properties.x`) is a property;
/// `context.time` is `now` unless the request says otherwise.
struct Attributes {
  struct Entity {
    std::string_view type;
    std::string_view id;
    const JsonObject* properties = nullptr;
    const JsonObject* registered = nullptr;  ///< where `properties` have no member of the name
  };
  Entity subject;
  Entity resource;
  std::string_view action;
  const JsonObject* action_properties = nullptr;
  const JsonObject* context = nullptr;
  const KnownSubject* known_subject = nullptr;
  Timestamp now{};
};

/// Kleene's three values; the conjunction is the smaller one.
enum class Truth : std::uint8_t { no, unknown, yes };

class Condition {
 public:
  /// Throws Failure(invalid_input) with the path below `field`, `condition.equals.subject.role`.
  static Condition parse(const Json& json, const std::string& field);

  Truth evaluate(const Attributes& attributes) const;

  std::size_t memory_bytes() const;

 private:
  enum class Operator : std::uint8_t {
    equals,
    not_equals,
    in,
    not_in,
    less_than,
    greater_than,
    before,
    after,
    starts_with,
    exists,
  };
  enum class Root : std::uint8_t { subject, resource, action, context };
  struct Path {
    Root root = Root::subject;
    bool property = false;  // written with `.properties.`, so never a built-in attribute
    std::vector<std::string> names;
  };
  struct Comparison {
    Operator op = Operator::equals;
    Path path;
    std::optional<Path> reference;
    Json value;        // when there is no reference
    Timestamp time{};  // of `value`, for before and after
  };
  struct Value;

  static Operator parse_operator(std::string_view name, const std::string& field);
  static Path parse_path(std::string_view text, const std::string& field);
  static Comparison parse_comparison(Operator op, std::string_view path, const Json& operand,
                                     const std::string& field);
  static void check_value(Comparison& comparison, const std::string& field);

  static Value resolve(const Path& path, const Attributes& attributes, char (&buffer)[36]);
  static Truth evaluate(const Comparison& comparison, const Attributes& attributes);
  static Truth compare(const Comparison& comparison, const Value& left, const Value& right);

  std::vector<Comparison> comparisons_;
};

}  // namespace gatehouse::policy
