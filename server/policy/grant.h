// Nobody hands out what they do not hold. The rule is conservative: it may refuse a grant that is
// within the holder's rights, it never passes one that is not. Pure functions, thread-safe.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "model/statement.h"

namespace gatehouse::policy {

/// The allows in `granted` that are not within `holder`, each narrowed to one action and one
/// resource. An allow is within when an allow of the holder covers it, without condition or with
/// the same one, and no deny of the holder, conditional or not, may touch it. A deny without
/// condition that `granted` has as well takes from both the same. Taking rights away needs none, so
/// denies in `granted` are never too much. `all` is covered by `all` only, since applications add
/// actions later.
std::vector<Statement> excess(std::span<const Statement> holder,
                              std::span<const Statement> granted);

/// The first of them.
std::optional<Statement> exceeds(std::span<const Statement> holder,
                                 std::span<const Statement> granted);

/// The allows that `after` gives to whoever held `before`: a deny that stands in both takes the
/// same from both, its condition too.
std::vector<Statement> gained(std::span<const Statement> before, std::span<const Statement> after);

/// The first allow that `after` gives to whoever held `before`, and that is not within `holder`.
std::optional<Statement> gain_exceeds(std::span<const Statement> holder,
                                      std::span<const Statement> before,
                                      std::span<const Statement> after);

/// Holds `allow all *` without condition, and no deny at all.
bool is_administrator(std::span<const Statement> statements);

}  // namespace gatehouse::policy
