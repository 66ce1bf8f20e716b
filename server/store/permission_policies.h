// Permission policies and the principals that hold them.
#pragma once

#include <optional>

#include "model/permission_policy.h"
#include "store/database.h"
#include "store/page.h"

namespace gatehouse::store {

/// False, writing nothing, when the name is taken, ignoring case and look-alike spaces.
bool insert_permission_policy(Transaction& tx, const PermissionPolicy& policy);
std::optional<PermissionPolicy> find_permission_policy(Transaction& tx, OrganizationId organization,
                                                       PermissionPolicyId id);
std::optional<PermissionPolicy> find_permission_policy_by_name(Transaction& tx,
                                                               OrganizationId organization,
                                                               std::string_view name);
enum class UpdateResult : std::uint8_t { done, stale, name_taken };
UpdateResult update_permission_policy(Transaction& tx, const PermissionPolicy& policy);
/// Attachments go with it.
void remove_permission_policy(Transaction& tx, OrganizationId organization, PermissionPolicyId id);

Page<PermissionPolicy> list_permission_policies(Transaction& tx, OrganizationId organization,
                                                std::string_view text, const PageRequest& page);
std::int64_t count_permission_policies(Transaction& tx, OrganizationId organization,
                                       std::string_view text);

/// The policies attached to the principal itself.
Page<PermissionPolicy> list_attached_policies(Transaction& tx, OrganizationId organization,
                                              PrincipalType type, std::string_view principal_id,
                                              const PageRequest& page);
/// Attaching twice gives the existing attachment.
PrincipalPermission attach_policy(Transaction& tx, OrganizationId organization,
                                  const PrincipalPermission& attachment);
/// Nothing when it was not attached.
std::optional<PrincipalPermission> detach_policy(Transaction& tx, OrganizationId organization,
                                                 PermissionPolicyId policy, PrincipalType type,
                                                 std::string_view principal_id);

}  // namespace gatehouse::store
