#include "directory/snapshot.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/failure.h"
#include "directory/editor.h"
#include "policy/resource.h"

namespace gatehouse::directory {

namespace {

// What a value takes beside itself, about.
std::size_t bytes_of(const Json& json);

std::size_t bytes_of(const JsonObject& object) {
  constexpr std::size_t allocation_bytes = 32;  // and its share of the index
  std::size_t bytes = 0;
  for (const auto& member : object)
    bytes += sizeof member + member.key().size() + allocation_bytes + bytes_of(member.value());
  return bytes;
}

std::size_t bytes_of(const Json& json) {
  if (const auto* object = json.if_object()) return bytes_of(*object);
  if (const auto* text = json.if_string()) return text->size();
  std::size_t bytes = 0;
  if (const auto* list = json.if_array())
    for (const Json& element : *list) bytes += sizeof element + bytes_of(element);
  return bytes;
}

template <class Change>
SnapshotPointer changed(const Snapshot& base, Change&& change) {
  Editor editor(base);
  change(editor);
  return editor.finish();
}

}  // namespace

SnapshotPointer Snapshot::empty(OrganizationId organization) {
  OrganizationData data;
  data.id = organization;
  return build(data);
}

SnapshotPointer Snapshot::build(const OrganizationData& data) {
  Snapshot blank;
  return changed(blank, [&](Editor& editor) { editor.build(data); });
}

SnapshotPointer Snapshot::with_user(const UserData& user) const {
  return changed(*this, [&](Editor& editor) { editor.put_user(user); });
}

SnapshotPointer Snapshot::without_user(UserId id) const {
  return changed(*this, [&](Editor& editor) { editor.remove_user(id); });
}

SnapshotPointer Snapshot::with_service_user(const ServiceUserData& service_user) const {
  return changed(*this, [&](Editor& editor) { editor.put_service_user(service_user); });
}

SnapshotPointer Snapshot::without_service_user(ServiceUserId id) const {
  return changed(*this, [&](Editor& editor) { editor.remove_service_user(id); });
}

SnapshotPointer Snapshot::with_group(const GroupData& group) const {
  return changed(*this, [&](Editor& editor) { editor.put_group(group); });
}

SnapshotPointer Snapshot::with_group_name(ResourceGroupId group, std::string_view name) const {
  return changed(*this, [&](Editor& editor) { editor.rename_group(group, name); });
}

SnapshotPointer Snapshot::with_group_item(ResourceGroupId group, std::string_view item) const {
  return changed(*this, [&](Editor& editor) { editor.add_item(group, item); });
}

SnapshotPointer Snapshot::without_group_item(ResourceGroupId group, std::string_view item) const {
  return changed(*this, [&](Editor& editor) { editor.remove_item(group, item); });
}

SnapshotPointer Snapshot::with_nested_group(ResourceGroupId group, ResourceGroupId nested) const {
  return changed(*this, [&](Editor& editor) { editor.nest(group, nested); });
}

SnapshotPointer Snapshot::without_nested_group(ResourceGroupId group,
                                               ResourceGroupId nested) const {
  return changed(*this, [&](Editor& editor) { editor.unnest(group, nested); });
}

SnapshotPointer Snapshot::without_group(ResourceGroupId id) const {
  return changed(*this, [&](Editor& editor) { editor.remove_group(id); });
}

SnapshotPointer Snapshot::with_policy(const PolicyData& policy) const {
  return changed(*this, [&](Editor& editor) { editor.put_policy(policy); });
}

SnapshotPointer Snapshot::without_policy(PermissionPolicyId id) const {
  return changed(*this, [&](Editor& editor) { editor.remove_policy(id); });
}

SnapshotPointer Snapshot::with_attachment(const Attachment& attachment) const {
  return changed(*this, [&](Editor& editor) { editor.attach(attachment); });
}

SnapshotPointer Snapshot::without_attachment(const Attachment& attachment) const {
  return changed(*this, [&](Editor& editor) { editor.detach(attachment); });
}

SnapshotPointer Snapshot::with_resource(const ResourceData& resource) const {
  return changed(*this, [&](Editor& editor) { editor.put_resource(resource); });
}

SnapshotPointer Snapshot::without_resource(std::string_view type, std::string_view id) const {
  return changed(*this, [&](Editor& editor) { editor.remove_resource(type, id); });
}

SnapshotPointer Snapshot::with_support_end(std::optional<Timestamp> end) const {
  return changed(*this, [&](Editor& editor) { editor.set_support_end(end); });
}

const UserEntry* Snapshot::find_user(UserId id) const {
  const UserEntry* entry = users_.find(id);
  return entry == nullptr || entry->details == nullptr ? nullptr : entry;
}

const ServiceUserEntry* Snapshot::find_service_user(ServiceUserId id) const {
  const ServiceUserEntry* entry = service_users_.find(hash_id(id), id);
  return entry == nullptr || !entry->known ? nullptr : entry;
}

const UserEntry* Snapshot::find_user_by_external_id(std::string_view external_id) const {
  return users_.find(NameKind::external_id, external_id);
}

const UserEntry* Snapshot::find_user_by_user_name(std::string_view user_name) const {
  return users_.find(NameKind::user_name, user_name);
}

const UserEntry* Snapshot::find_user_by_email(std::string_view email) const {
  return users_.find(NameKind::email, email);
}

bool Snapshot::has_group(ResourceGroupId id, std::string_view type) const {
  const GroupEntry* entry = groups_.find(hash_id(id), id);
  return entry != nullptr && entry->group->known && entry->group->type_name == type;
}

const UserEntry* Snapshot::find_user_named(std::string_view name) const {
  return users_.find_named(name);
}

void Snapshot::for_each_service_user(
    const std::function<void(const ServiceUserEntry&)>& visit) const {
  service_users_.for_each([&](const ServiceUserEntry& entry) {
    if (entry.known) visit(entry);
  });
}

const JsonObject* Snapshot::find_resource(policy::TypeId type, std::string_view id) const {
  char buffer[36];
  const ItemEntry::Key key{type, policy::canonical_id(id, buffer)};
  const ItemEntry* entry = items_.find(key.hash(), key);
  return entry == nullptr ? nullptr : entry->properties.get();
}

void Snapshot::for_each_resource(policy::TypeId type,
                                 const std::function<void(std::string_view id)>& visit) const {
  items_.for_each([&](const ItemEntry& entry) {
    if (entry.type == type && entry.properties) visit(entry.id);
  });
}

void Snapshot::for_each_user(const std::function<void(const UserEntry&)>& visit) const {
  users_.for_each([&](const UserEntry& entry) {
    if (entry.details != nullptr) visit(entry);
  });
}

std::size_t Snapshot::memory_bytes() const {
  std::size_t bytes = sizeof *this + users_.memory_bytes() + own_.memory_bytes() +
                      service_users_.memory_bytes() + groups_.memory_bytes() +
                      policies_.memory_bytes() + items_.memory_bytes() + sets_.memory_bytes() +
                      set_index_.memory_bytes() + index_->memory_bytes();
  constexpr std::size_t statement_bytes = 400;  // as written, about
  own_.for_each([&](const OwnEntry& entry) {
    bytes += entry.own->matcher.memory_bytes() + entry.own->statements.size() * statement_bytes;
  });
  policies_.for_each([&](const PolicyEntry& entry) {
    bytes += entry.policy->matcher.memory_bytes() +
             entry.policy->statements.size() * statement_bytes + sizeof(Policy);
  });
  sets_.for_each([&](std::uint32_t, const SetEntry& entry) { bytes += entry.set->memory_bytes(); });
  items_.for_each([&](const ItemEntry& entry) {
    if (entry.id.capacity() > sizeof entry.id) bytes += entry.id.capacity();
    if (entry.properties) bytes += sizeof(JsonObject) + bytes_of(*entry.properties);
  });
  groups_.for_each([&](const GroupEntry&) { bytes += sizeof(Group); });
  return bytes;
}

const InlineStatements* Snapshot::own_statements(const UserEntry& user) const {
  if (!user.has_own) return nullptr;
  return own_.find(hash_id(user.id), user.id)->own.get();
}

policy::TypeId user_type() {
  static const policy::TypeId type = *policy::Vocabulary::standard().find_type("config:user");
  return type;
}

bool Group::is_of_users() const { return type == user_type(); }

std::size_t SourceSet::memory_bytes() const {
  return sizeof *this + groups.capacity() * sizeof(ResourceGroupId) +
         policies.capacity() * sizeof(PermissionPolicyId) +
         all_groups.capacity() * sizeof all_groups[0] +
         group_keys.capacity() * sizeof group_keys[0] +
         all_policies.ids.capacity() * sizeof(PermissionPolicyId) +
         all_policies.policies.capacity() * sizeof all_policies.policies[0] +
         all_policies.blocks.capacity() * sizeof(PolicyList::Block);
}

}  // namespace gatehouse::directory
