// Statements as they come in and go out: JSON ⇄ Statement, checked against the vocabulary and
// spelled canonically. What this accepts, compile.h compiles. Pure functions, thread-safe.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/json.h"
#include "model/statement.h"
#include "policy/vocabulary.h"

namespace gatehouse::policy {

inline constexpr std::size_t statements_maximum = 100;  // of a policy, or inline of a user
inline constexpr std::size_t actions_maximum = 100;     // of a statement
inline constexpr std::size_t resources_maximum = 200;   // of a statement

/// Throws Failure(invalid_input or unknown_field) whose field is a path below `field`:
/// `permissionPolicy[0].action[1]`.
Statement parse_statement(const Json& json, const Vocabulary& vocabulary, const std::string& field);

/// An array of `at_least` to statements_maximum statements; a policy needs one, a user none.
std::vector<Statement> parse_statements(const Json& json, const Vocabulary& vocabulary,
                                        const std::string& field, std::size_t at_least = 1);

/// Lower case, `condition` only when there is one.
Json to_json(const Statement& statement);
Json to_json(std::span<const Statement> statements);

std::string_view to_string(Effect effect);

}  // namespace gatehouse::policy
