// Nobody hands out what they do not hold. The rule is conservative: it may refuse a grant that is
// within the holder's rights, it never passes one that is not. Pure functions, thread-safe.
#pragma once

#include <optional>
#include <span>

#include "model/statement.h"

namespace gatehouse::policy {

/// The first allow in `granted` that is not within `holder`, narrowed to one action and one
/// resource; nothing when all are. An allow is within when an allow of the holder covers it,
/// without condition or with the same one, and no deny of the holder, conditional or not, may touch
/// it. Denies in `granted` are ignored: taking rights away needs none. `all` is covered by `all`
/// only, since applications add actions later.
std::optional<Statement> exceeds(std::span<const Statement> holder,
                                 std::span<const Statement> granted);

/// Holds `allow all *` without condition, and no deny at all.
bool is_administrator(std::span<const Statement> statements);

}  // namespace gatehouse::policy
