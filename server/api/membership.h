// How an account becomes a user of an organization, whichever way: created by an administrator or
// by accepting an invitation.
#pragma once

#include "api/context.h"
#include "model/user.h"

namespace gatehouse::api {

struct Grants {
  std::vector<PermissionPolicyId> policies;
  std::vector<ResourceGroupId> groups;
};

/// Throws when a policy or group does not exist, or gives more than the actor holds.
void check_grants(Context& context, const Grants& grants);

struct Joining {
  OrganizationId organization_id;
  Account account;
  std::optional<std::string> company{};
  std::optional<std::string> external_id{};
  std::optional<Timestamp> end_at{};
  Grants grants{};
  std::string by;  ///< id of who let the account in
};
/// Failure(already_exists) when the account is in, or the external id taken. What is given with it
/// stands in the audit trail event by event.
User join_organization(Context& context, const Joining& joining);

/// Of what administrators write about a user: full name, company, title.
inline constexpr Length property_length{1, 100};
/// Failure(invalid_input) for text that no name may have, or none but white space.
std::optional<std::string> read_property(const std::optional<std::string>& text, const char* field);

/// Failure(invalid_input) for a time that has passed.
void require_future(const std::optional<Timestamp>& time, Timestamp now, const std::string& field);

}  // namespace gatehouse::api
