#include "directory/loader.h"

#include <array>
#include <unordered_map>

#include "base/codec.h"
#include "base/failure.h"
#include "store/organizations.h"

namespace gatehouse::directory {
namespace {

UserData user_of(const store::Row& row) {
  return {.id = row.id<UserId>(0),
          .active = row.boolean(1),
          .end = row.optional_time(2),
          .statements = store::statements_of(row.text(3)),
          .external_id = row.text_or_empty(4),
          .user_name = row.text(5),
          .email = row.text(6)};
}

ServiceUserData service_user_of(const store::Row& row) {
  return {row.id<ServiceUserId>(0), row.boolean(1)};
}

GroupData group_of(const store::Row& row) {
  return {.id = row.id<ResourceGroupId>(0),
          .type = row.text(1),
          .name = row.text(2),
          .items = {},
          .groups = {}};
}

void add_item(GroupData& group, const store::Row& row) {
  if (row.text(1) == "GROUP")
    group.groups.push_back(row.id<ResourceGroupId>(2));
  else
    group.items.push_back(row.text(2));
}

PolicyData policy_of(const store::Row& row) {
  return {row.id<PermissionPolicyId>(0), row.text(1), row.boolean(2),
          store::statements_of(row.text(3))};
}

std::vector<std::string> words_of(const std::string& text) {
  return codec::read<std::vector<std::string>>(parse_json(text), "");
}

JsonObject properties_of(const std::string& text) { return parse_json(text).as_object(); }

PrincipalKind kind_of(std::string_view type) {
  if (type == "USER") return PrincipalKind::user;
  if (type == "USERGROUP") return PrincipalKind::user_group;
  if (type == "SERVICEUSER") return PrincipalKind::service_user;
  if (type == "ALLUSERS") return PrincipalKind::all_users;
  if (type == "ANYSUBJECT") return PrincipalKind::any_subject;
  check(type == "SUPPORTUSERS", "unknown principal type");
  return PrincipalKind::support_users;
}

template <class SomeId>
SomeId id_of(std::string_view text) {
  const auto id = SomeId::parse(text);
  check(id.has_value(), "a stored id is not a UUID");
  return *id;
}

Attachment attachment_of(std::string_view policy, std::string_view type, std::string_view id) {
  const PrincipalKind kind = kind_of(type);
  if (kind == PrincipalKind::any_subject)
    return {id_of<PermissionPolicyId>(policy), {kind, {}, std::string(id)}};
  return {id_of<PermissionPolicyId>(policy), {kind, *parse_uuid(id), {}}};
}

// The three parts of a target written `a|b|c`.
std::array<std::string, 3> parts_of(const std::string& target) {
  const std::size_t first = target.find('|');
  const std::size_t second = target.find('|', first + 1);
  check(second != std::string::npos, "a directory change names three parts");
  return {target.substr(0, first), target.substr(first + 1, second - first - 1),
          target.substr(second + 1)};
}

SnapshotPointer apply_group(const SnapshotPointer& snapshot, store::Transaction& tx,
                            ResourceGroupId id) {
  const auto rows = store::directory_groups(tx, snapshot->organization(), id);
  if (rows.empty()) return snapshot->without_group(id);
  GroupData group = group_of(rows.front());
  // Items and nested groups are changes of their own.
  if (snapshot->has_group(id, group.type)) return snapshot->with_group_name(id, group.name);
  for (const store::Row& row : store::directory_group_items(tx, snapshot->organization(), id))
    add_item(group, row);
  return snapshot->with_group(group);
}

SnapshotPointer apply_group_item(const SnapshotPointer& snapshot, store::Transaction& tx,
                                 const std::string& target) {
  const auto [group, type, id] = parts_of(target);
  const auto group_id = id_of<ResourceGroupId>(group);
  const bool is_there = store::has_group_item(tx, snapshot->organization(), group, type, id);
  if (type == "GROUP") {
    const auto nested = id_of<ResourceGroupId>(id);
    return is_there ? snapshot->with_nested_group(group_id, nested)
                    : snapshot->without_nested_group(group_id, nested);
  }
  return is_there ? snapshot->with_group_item(group_id, id)
                  : snapshot->without_group_item(group_id, id);
}

SnapshotPointer apply_attachment(const SnapshotPointer& snapshot, store::Transaction& tx,
                                 const std::string& target) {
  const auto [policy, type, id] = parts_of(target);
  const Attachment attachment = attachment_of(policy, type, id);
  return store::has_attachment(tx, snapshot->organization(), policy, type, id)
             ? snapshot->with_attachment(attachment)
             : snapshot->without_attachment(attachment);
}

SnapshotPointer apply_resource(const SnapshotPointer& snapshot, store::Transaction& tx,
                               const std::string& target) {
  const std::size_t end_of_type = target.find('|');
  const std::string type = target.substr(0, end_of_type);
  const std::string id = target.substr(end_of_type + 1);
  const auto properties = store::directory_resource(tx, snapshot->organization(), type, id);
  return properties ? snapshot->with_resource({type, id, properties_of(*properties)})
                    : snapshot->without_resource(type, id);
}

}  // namespace

OrganizationData load_organization(store::Transaction& tx, OrganizationId organization) {
  OrganizationData data;
  data.id = organization;
  for (const auto& row : store::directory_users(tx, organization))
    data.users.push_back(user_of(row));
  for (const auto& row : store::directory_service_users(tx, organization))
    data.service_users.push_back(service_user_of(row));
  std::unordered_map<ResourceGroupId, std::size_t> position;
  for (const auto& row : store::directory_groups(tx, organization)) {
    position[row.id<ResourceGroupId>(0)] = data.groups.size();
    data.groups.push_back(group_of(row));
  }
  for (const auto& row : store::directory_group_items(tx, organization))
    add_item(data.groups.at(position.at(row.id<ResourceGroupId>(0))), row);
  for (const auto& row : store::directory_policies(tx, organization))
    data.policies.push_back(policy_of(row));
  for (const auto& row : store::directory_attachments(tx, organization))
    data.attachments.push_back(attachment_of(row.text(0), row.text(1), row.text(2)));
  for (const auto& row : store::directory_applications(tx, organization))
    data.applications.push_back({row.text(0), words_of(row.text(1)), words_of(row.text(2))});
  for (const auto& row : store::directory_resources(tx, organization))
    data.resources.push_back({row.text(0), row.text(1), properties_of(row.text(2))});
  data.support_end = store::directory_support_end(tx, organization);
  return data;
}

SnapshotPointer apply(SnapshotPointer snapshot, store::Transaction& tx,
                      const store::DirectoryChange& change) {
  const OrganizationId organization = snapshot->organization();
  switch (change.kind) {
    case store::ChangeKind::user: {
      const auto id = id_of<UserId>(change.target);
      const auto rows = store::directory_users(tx, organization, id);
      return rows.empty() ? snapshot->without_user(id) : snapshot->with_user(user_of(rows.front()));
    }
    case store::ChangeKind::service_user: {
      const auto id = id_of<ServiceUserId>(change.target);
      const auto rows = store::directory_service_users(tx, organization, id);
      return rows.empty() ? snapshot->without_service_user(id)
                          : snapshot->with_service_user(service_user_of(rows.front()));
    }
    case store::ChangeKind::group:
      return apply_group(snapshot, tx, id_of<ResourceGroupId>(change.target));
    case store::ChangeKind::group_item:
      return apply_group_item(snapshot, tx, change.target);
    case store::ChangeKind::policy: {
      const auto id = id_of<PermissionPolicyId>(change.target);
      const auto rows = store::directory_policies(tx, organization, id);
      return rows.empty() ? snapshot->without_policy(id)
                          : snapshot->with_policy(policy_of(rows.front()));
    }
    case store::ChangeKind::attachment:
      return apply_attachment(snapshot, tx, change.target);
    case store::ChangeKind::support:
      return snapshot->with_support_end(store::directory_support_end(tx, organization));
    case store::ChangeKind::application:
      return Snapshot::build(load_organization(tx, organization));  // words mean something else
    case store::ChangeKind::resource:
      return apply_resource(snapshot, tx, change.target);
    case store::ChangeKind::access_key:
    case store::ChangeKind::session:
      break;  // caches of auth/, not ours
  }
  return snapshot;
}

}  // namespace gatehouse::directory
