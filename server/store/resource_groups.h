// Resource groups and what they contain.
#pragma once

#include <optional>

#include "model/resource_group.h"
#include "store/database.h"
#include "store/page.h"
#include "store/permission_policies.h"

namespace gatehouse::store {

/// False, writing nothing, when a group of that type has the name, ignoring case.
bool insert_resource_group(Transaction& tx, const ResourceGroup& group);
std::optional<ResourceGroup> find_resource_group(Transaction& tx, OrganizationId organization,
                                                 std::string_view type, ResourceGroupId id);
UpdateResult update_resource_group(Transaction& tx, const ResourceGroup& group);
/// Contents and attachments go with it, and it leaves the groups it is nested in.
void remove_resource_group(Transaction& tx, OrganizationId organization, ResourceGroupId id);

Page<ResourceGroup> list_resource_groups(Transaction& tx, OrganizationId organization,
                                         std::string_view type, std::string_view text,
                                         const PageRequest& page);
std::int64_t count_resource_groups(Transaction& tx, OrganizationId organization,
                                   std::string_view type, std::string_view text);

/// Both are idempotent; true when something changed.
bool add_group_item(Transaction& tx, OrganizationId organization, ResourceGroupId group,
                    const ResourceGroupItem& item);
bool remove_group_item(Transaction& tx, OrganizationId organization, ResourceGroupId group,
                       TargetType type, std::string_view target_id);
/// Counts the change of contents as a change of the group.
void bump_resource_group(Transaction& tx, OrganizationId organization, ResourceGroupId id,
                         Timestamp now, std::string_view by);

Page<ResourceGroupItem> list_group_items(Transaction& tx, OrganizationId organization,
                                         ResourceGroupId group, const PageRequest& page);

/// The groups that hold the target directly; with `is_inherited` also those that hold these, and
/// so on.
Page<ResourceGroup> list_groups_of(Transaction& tx, OrganizationId organization,
                                   std::string_view target_id, bool is_inherited,
                                   const PageRequest& page);

/// Whether `inner` is `outer` or lies in it at any depth: nesting `outer` into `inner` would close
/// a circle.
bool is_within(Transaction& tx, OrganizationId organization, ResourceGroupId outer,
               ResourceGroupId inner);

}  // namespace gatehouse::store
