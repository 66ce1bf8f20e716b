// What decisions depend on, read in bulk for directory/ to build its picture from, and the list of
// changes by which one node tells the others.
#pragma once

#include <optional>
#include <vector>

#include "store/database.h"

namespace gatehouse::store {

/// id, is_active, end_at, statements, external_id, user name, e-mail key. All users, or the one
/// with `id`.
std::vector<Row> directory_users(Transaction& tx, OrganizationId organization,
                                 std::optional<UserId> id = {});
/// id, is_active.
std::vector<Row> directory_service_users(Transaction& tx, OrganizationId organization,
                                         std::optional<ServiceUserId> id = {});
/// id, type, name.
std::vector<Row> directory_groups(Transaction& tx, OrganizationId organization,
                                  std::optional<ResourceGroupId> id = {});
/// group id, target type, target id; ordered by group.
std::vector<Row> directory_group_items(Transaction& tx, OrganizationId organization,
                                       std::optional<ResourceGroupId> group = {});
bool has_group_item(Transaction& tx, OrganizationId organization, std::string_view group,
                    std::string_view target_type, std::string_view target_id);
/// id, name, is_managed, statements.
std::vector<Row> directory_policies(Transaction& tx, OrganizationId organization,
                                    std::optional<PermissionPolicyId> id = {});
/// policy id, principal type, principal id.
std::vector<Row> directory_attachments(Transaction& tx, OrganizationId organization);
bool has_attachment(Transaction& tx, OrganizationId organization, std::string_view policy,
                    std::string_view principal_type, std::string_view principal_id);
/// service, types, actions.
std::vector<Row> directory_applications(Transaction& tx, OrganizationId organization);
/// type, resource id, properties.
std::vector<Row> directory_resources(Transaction& tx, OrganizationId organization);
/// The properties, when it is registered.
std::optional<std::string> directory_resource(Transaction& tx, OrganizationId organization,
                                              std::string_view type, std::string_view resource_id);
/// support_end_at.
std::optional<Timestamp> directory_support_end(Transaction& tx, OrganizationId organization);

/// A target with several parts joins them by `|`: group|ITEM|id, policy|USER|id.
enum class ChangeKind : std::uint8_t {
  user,
  service_user,
  group,       ///< made, renamed or removed
  group_item,  ///< group, target type, target
  policy,
  attachment,  ///< policy, principal type, principal
  support,
  access_key,
  session,      ///< all sessions of an account
  application,  ///< the vocabulary
  resource,     ///< type, id
};
struct DirectoryChange {
  ChangeKind kind;
  std::string target;

  auto operator<=>(const DirectoryChange&) const = default;
};

/// For other nodes, none of which reads them yet; kept a day. Nothing on SQLite: there is one.
void insert_directory_changes(Transaction& tx, Engine engine, OrganizationId organization,
                              const std::vector<DirectoryChange>& changes, Timestamp now);
struct RecordedChange {
  OrganizationId organization_id;
  std::int64_t epoch = 0;
  DirectoryChange change;
};
/// Changes recorded at or after `since`, oldest first.
std::vector<RecordedChange> list_directory_changes(Transaction& tx, Timestamp since);
void remove_directory_changes(Transaction& tx, Timestamp before);

}  // namespace gatehouse::store
