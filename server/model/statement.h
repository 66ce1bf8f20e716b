// A statement of a permission policy as written: effect, actions, resources, optional condition.
// policy/ checks and compiles it; here it is only data.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/field.h"
#include "base/json.h"

namespace gatehouse {

enum class Effect : std::uint8_t { allow, deny };

template <>
struct EnumNames<Effect> {
  static constexpr bool ignore_case = true;  // m3ter's SDK types are upper case
  static constexpr std::array names{std::pair{Effect::allow, "allow"},
                                    std::pair{Effect::deny, "deny"}};
};

struct Statement {
  Effect effect = Effect::allow;
  std::vector<std::string> action;    ///< `config:create`, or `all`; canonical lower case
  std::vector<std::string> resource;  ///< MRIs, `service:type/item-type/id` with wildcards
  std::optional<Json> condition;      ///< object of operators, see policy/condition.h

  static constexpr const char* schema_name = "Statement";
  static constexpr bool omit_absent = true;
  static constexpr auto fields() {
    return std::tuple{
        body("effect", &Statement::effect, "Deny beats allow; silence refuses."),
        body("action", &Statement::action, "What may be done: `config:retrieve`, or `all`.",
             Length{1, 100}),
        body("resource", &Statement::resource,
             "On what: `service:type/item/id`, with wildcards `config:user/*` or `*`.",
             Length{1, 100}),
        body("condition", &Statement::condition, "Operators that must all hold; absent: always."),
    };
  }

  bool operator==(const Statement&) const = default;
};

}  // namespace gatehouse
