// Makes the next snapshot from one that is there: a private copy that shares everything, changed
// where needed, then handed out. Used by snapshot.cc only. Not thread-safe; one editor, one change.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "directory/snapshot.h"

namespace gatehouse::directory {

class Editor {
 public:
  explicit Editor(const Snapshot& base);

  void build(const OrganizationData& data);

  void put_user(const UserData& user);
  void remove_user(UserId id);
  void put_service_user(const ServiceUserData& service_user);
  void remove_service_user(ServiceUserId id);
  void put_group(const GroupData& group);
  void rename_group(ResourceGroupId id, std::string_view name);
  void add_item(ResourceGroupId group, std::string_view item);
  void remove_item(ResourceGroupId group, std::string_view item);
  void nest(ResourceGroupId group, ResourceGroupId nested);
  void unnest(ResourceGroupId group, ResourceGroupId nested);
  void remove_group(ResourceGroupId id);
  void put_policy(const PolicyData& policy);
  void remove_policy(PermissionPolicyId id);
  void attach(const Attachment& attachment);
  void detach(const Attachment& attachment);
  void put_resource(const ResourceData& resource);
  void remove_resource(std::string_view type, std::string_view id);
  void set_support_end(std::optional<Timestamp> end) { next_->support_end_ = end; }

  SnapshotPointer finish() { return std::move(next_); }

 private:
  using GroupIds = std::vector<ResourceGroupId>;
  using PolicyIds = std::vector<PermissionPolicyId>;
  struct Direct {
    GroupIds groups;
    PolicyIds policies;
  };
  using Edit = std::function<void(Direct&)>;

  std::uint64_t token() const { return next_->epoch_; }

  // Sets of sources.
  std::uint32_t acquire(Direct direct);
  void release(std::uint32_t sources);
  std::uint32_t edited(std::uint32_t sources, const Edit& edit);
  Direct direct_of(std::uint32_t sources) const;
  std::shared_ptr<const SourceSet> resolve(Direct direct) const;
  PolicyList resolve(PolicyIds ids) const;
  void refresh(const GroupIds& groups, const PolicyIds& policies);
  void edit_sets(const Edit& edit, const std::function<bool(const SourceSet&)>& concerned);
  void leave_group(ResourceGroupId id);

  // Principals and items.
  void edit_user(UserId id, const Edit& edit);
  void edit_service_user(ServiceUserId id, const Edit& edit);
  void edit_item(policy::TypeId type, std::string_view id, const Edit& edit);
  ItemEntry item_or_blank(policy::TypeId type, std::string_view id) const;
  void edit_member(const Group& group, std::string_view item, const Edit& edit);
  void store(const UserEntry& entry);
  void store(ServiceUserEntry entry);
  void store(ItemEntry entry);
  void put_own(UserEntry& entry, const std::vector<Statement>& statements);

  // Groups and policies.
  Group group_or_blank(ResourceGroupId id) const;
  void store(Group group);
  void link(ResourceGroupId group, ResourceGroupId nested, bool add);
  policy::TypeId type_of(std::string_view name) const;
  std::shared_ptr<const Policy> compile(const PolicyData& policy, std::uint32_t number) const;
  PolicyIndex& index();
  void edit_attachment(const Attachment& attachment, bool add);
  void refresh_lists();
  PolicyIds& any_subject(const std::string& service);

  // Parts of build.
  void build_policies(const OrganizationData& data);
  void build_groups(const OrganizationData& data);
  void build_memberships(const OrganizationData& data);
  void build_sources_of_users(const OrganizationData& data);

  std::shared_ptr<Snapshot> next_;
  std::shared_ptr<PolicyIndex> index_;  // once it is our own
};

}  // namespace gatehouse::directory
