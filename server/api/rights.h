// Nobody hands out what they do not hold, and nobody weakens or takes over somebody stronger. One
// rule on what everybody holds after a change, asked for each change when it is committed, whatever
// the way; what is not a change of rights (an invitation, a key, a new password) asks it for whom
// it lets in. Administrators are exempt.
#pragma once

#include <span>

#include "api/context.h"
#include "policy/resource.h"

namespace gatehouse::api {

/// For whoever is reached by the changes between the two states: what they gain must be held by the
/// actor, and who loses something must hold no more than the actor. Throws
/// Failure(grant_exceeds_own) naming the first statement that the actor does not hold.
void require_change_within_own(const Context& context, const directory::Snapshot& before,
                               const directory::Snapshot& after,
                               std::span<const store::DirectoryChange> changes);

/// Before a policy is written, or something is promised: whoever gets these gets no more than the
/// actor holds.
void require_within_own(const Context& context, std::span<const Statement> granted);

/// For everything that `subject` holds now, before its password, status, end date or key is
/// touched.
void require_not_stronger(const Context& context, const directory::Subject& subject);

/// For everything that these policies and groups give to somebody new.
void require_newcomer_within_own(const Context& context,
                                 std::span<const PermissionPolicyId> policies,
                                 std::span<const ResourceGroupId> groups);

/// Statements may name a group of resources: a place in it, or losing it, is worth what they say.
/// `what` is the item, the nested group, or the group itself when it goes.
void require_place_within_own(const Context& context, ResourceGroupId group,
                              const policy::Pattern& what);

/// Throws Failure(last_administrator) when `resulting` has no administrator who is active, can sign
/// in with a password and has no access end date.
void require_administrator_left(store::Transaction& tx, const directory::Snapshot& resulting);

/// What somebody new would hold who gets these, besides what every user holds; in questions about
/// `service` also what any subject holds.
std::vector<Statement> statements_of_newcomer(const directory::Snapshot& snapshot,
                                              std::span<const PermissionPolicyId> policies,
                                              std::span<const ResourceGroupId> groups,
                                              std::string_view service = {});

/// The policy in the organization; Failure(not_found).
PermissionPolicy found_policy(Context& context, OrganizationId organization, PermissionPolicyId id);

}  // namespace gatehouse::api
