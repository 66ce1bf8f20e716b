// Nobody hands out what they do not hold, and nobody takes over somebody stronger: one rule, asked
// by every path that gives rights or touches somebody's way in. Administrators are exempt.
#pragma once

#include <span>

#include "api/context.h"

namespace gatehouse::api {

/// Throws Failure(grant_exceeds_own) naming the first statement that the actor does not hold.
void require_within_own(const Context& context, std::span<const Statement> granted);

/// The same for everything that `subject` holds now, before its password, status, end date or
/// e-mail is touched.
void require_not_stronger(const Context& context, const directory::Subject& subject);

/// Everything that a member of the user group gets through it, nested upwards.
std::vector<Statement> statements_of_group(const directory::Snapshot& snapshot, ResourceGroupId id);

/// For a change that may take a deny away: what `subject` would hold after it.
void require_result_within_own(Context& context, const directory::Subject& subject);

/// Throws Failure(last_administrator) when `resulting` has no administrator who is active, can sign
/// in with a password and has no access end date.
void require_administrator_left(store::Transaction& tx, const directory::Snapshot& resulting);

}  // namespace gatehouse::api
