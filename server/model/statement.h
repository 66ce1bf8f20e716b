// A statement of a permission policy as written: effect, actions, resources, optional condition.
// policy/ checks and compiles it; here it is only data.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"

namespace gatehouse {

enum class Effect : std::uint8_t { allow, deny };

struct Statement {
  Effect effect = Effect::allow;
  std::vector<std::string> action;    ///< `config:create`, or `all`; canonical lower case
  std::vector<std::string> resource;  ///< MRIs, `service:type/item-type/id` with wildcards
  std::optional<Json> condition;      ///< object of operators, see policy/condition.h

  bool operator==(const Statement&) const = default;
};

}  // namespace gatehouse
