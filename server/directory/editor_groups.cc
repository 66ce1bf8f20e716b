// Groups, and building a whole organization.
#include <algorithm>
#include <unordered_map>

#include "directory/editor.h"
#include "directory/sorted.h"
#include "policy/resource.h"

namespace gatehouse::directory {

policy::TypeId Editor::type_of(std::string_view name) const {
  return next_->vocabulary_->resolve_group_type(name).value_or(policy::no_word);
}

Group Editor::group_or_blank(ResourceGroupId id) const {
  if (const GroupEntry* entry = next_->groups_.find(hash_id(id), id)) return *entry->group;
  Group group;
  group.id = id;
  group.id_text = to_string(id);
  group.id_hash = policy::hash_text(group.id_text);
  return group;
}

void Editor::store(Group group) {
  const ResourceGroupId id = group.id;
  if (!group.known && group.nested.empty() && group.parents.empty() && group.policies.empty()) {
    next_->groups_.erase(hash_id(id), id, token());
  } else {
    next_->groups_.put({id, std::make_shared<const Group>(std::move(group))}, id, token());
  }
}

void Editor::link(ResourceGroupId group, ResourceGroupId nested, bool add) {
  Group below = group_or_blank(nested);
  if (add) {
    insert_sorted(below.parents, group);
  } else {
    erase_sorted(below.parents, group);
  }
  store(std::move(below));
  Group above = group_or_blank(group);
  if (add) {
    insert_sorted(above.nested, nested);
  } else {
    erase_sorted(above.nested, nested);
  }
  store(std::move(above));
}

void Editor::nest(ResourceGroupId group, ResourceGroupId nested) {
  link(group, nested, true);
  refresh({group, nested}, {});
}

void Editor::unnest(ResourceGroupId group, ResourceGroupId nested) {
  link(group, nested, false);
  refresh({group, nested}, {});
}

void Editor::add_item(ResourceGroupId group, std::string_view item) {
  edit_member(group_or_blank(group), item,
              [&](Direct& direct) { insert_sorted(direct.groups, group); });
}

void Editor::remove_item(ResourceGroupId group, std::string_view item) {
  edit_member(group_or_blank(group), item,
              [&](Direct& direct) { erase_sorted(direct.groups, group); });
}

// Whoever is in the group directly is not any more.
void Editor::leave_group(ResourceGroupId id) {
  edit_sets([&](Direct& direct) { erase_sorted(direct.groups, id); },
            [&](const SourceSet& set) { return contains_sorted(set.groups, id); });
}

void Editor::put_group(const GroupData& data) {
  leave_group(data.id);
  Group group = group_or_blank(data.id);
  group.known = true;
  group.type = type_of(data.type);
  group.type_name = data.type;
  group.name = data.name;
  const GroupIds old_nested = group.nested;
  store(std::move(group));
  GroupIds changed{data.id};
  for (const auto& nested : old_nested) {
    if (std::ranges::find(data.groups, nested) != data.groups.end()) continue;
    link(data.id, nested, false);
    changed.push_back(nested);
  }
  for (const auto& nested : data.groups) {
    if (contains_sorted(old_nested, nested)) continue;
    link(data.id, nested, true);
    changed.push_back(nested);
  }
  refresh(changed, {});
  for (const std::string& item : data.items) add_item(data.id, item);
}

void Editor::rename_group(ResourceGroupId id, std::string_view name) {
  Group group = group_or_blank(id);
  group.name = name;
  store(std::move(group));
  refresh({id}, {});
}

void Editor::remove_group(ResourceGroupId id) {
  const GroupEntry* entry = next_->groups_.find(hash_id(id), id);
  if (entry == nullptr) return;
  Group group = *entry->group;
  leave_group(id);
  GroupIds changed = group.nested;
  for (const auto& nested : GroupIds(group.nested)) link(id, nested, false);
  for (const auto& parent : GroupIds(group.parents)) link(parent, id, false);
  next_->groups_.erase(hash_id(id), id, token());
  changed.push_back(id);
  refresh(changed, {});
}

void Editor::build(const OrganizationData& data) {
  next_->organization_ = data.id;
  next_->vocabulary_ = std::make_shared<const policy::Vocabulary>(data.applications);
  next_->support_end_ = data.support_end;
  next_->index_ = index_ = std::make_shared<PolicyIndex>(*next_->vocabulary_, data.policies.size());
  build_policies(data);
  build_groups(data);
  build_memberships(data);
  next_->users_ = UserTable(data.users, token());
  next_->user_count_ = data.users.size();
  for (const UserData& user : data.users) {
    if (user.statements.empty()) continue;
    put_own(next_->users_.edit(next_->users_.number(user.id, token()), token()), user.statements);
  }
  build_sources_of_users(data);
  for (const ServiceUserData& service_user : data.service_users) put_service_user(service_user);
  for (const ResourceData& resource : data.resources) put_resource(resource);
  refresh_lists();
}

// Policies with one holder get numbers side by side, so that their bits lie in few words.
void Editor::build_policies(const OrganizationData& data) {
  std::vector<std::pair<Uuid, PermissionPolicyId>> held;
  if (data.policies.size() > PolicyIndex::bits)
    for (const Attachment& attachment : data.attachments)
      held.emplace_back(attachment.principal.id, attachment.policy);
  make_set(held);
  std::unordered_map<PermissionPolicyId, std::uint32_t> numbers;
  for (const auto& [holder, policy] : held)
    if (!numbers.contains(policy)) numbers.emplace(policy, index_->take());
  for (const PolicyData& policy : data.policies) {
    const auto number = numbers.find(policy.id);
    PolicyEntry entry{policy.id,
                      compile(policy, number == numbers.end() ? index_->take() : number->second)};
    index_->fill(entry.policy->number, entry.policy->matcher);
    next_->policies_.put(std::move(entry), policy.id, token());
  }
}

void Editor::build_groups(const OrganizationData& data) {
  std::unordered_map<ResourceGroupId, Group> groups;
  const auto at = [&](ResourceGroupId id) -> Group& {
    return groups.try_emplace(id, group_or_blank(id)).first->second;
  };
  for (const GroupData& from : data.groups) {
    Group& group = at(from.id);
    group.known = true;
    group.type = type_of(from.type);
    group.type_name = from.type;
    group.name = from.name;
    for (const auto& nested : from.groups) {
      insert_sorted(at(from.id).nested, nested);
      insert_sorted(at(nested).parents, from.id);
    }
  }
  for (const Attachment& attachment : data.attachments)
    if (attachment.principal.kind == PrincipalKind::user_group)
      insert_sorted(at(ResourceGroupId{attachment.principal.id}).policies, attachment.policy);
  for (auto& [id, group] : groups) store(std::move(group));
}

void Editor::build_memberships(const OrganizationData& data) {
  for (const GroupData& from : data.groups)
    if (!group_or_blank(from.id).is_of_users())
      for (const std::string& item : from.items) add_item(from.id, item);
  std::unordered_map<ServiceUserId, Direct> service_users;
  for (const Attachment& attachment : data.attachments) {
    const Principal& principal = attachment.principal;
    const auto& policy = attachment.policy;
    switch (principal.kind) {
      case PrincipalKind::service_user:
        insert_sorted(service_users[ServiceUserId{principal.id}].policies, policy);
        break;
      case PrincipalKind::support_users:
        insert_sorted(next_->support_policies_.ids, policy);
        break;
      case PrincipalKind::all_users:
        insert_sorted(next_->all_users_.ids, policy);
        break;
      case PrincipalKind::any_subject:
        insert_sorted(any_subject(principal.service), policy);
        break;
      case PrincipalKind::user:
      case PrincipalKind::user_group:
        break;
    }
  }
  for (auto& [id, direct] : service_users)
    store(ServiceUserEntry{.id = id, .sources = acquire(std::move(direct))});
}

// Everybody's groups and policies are gathered first, so that nobody is looked at twice: a user's
// number and the place of a group or policy in its list, in one word that sorts.
void Editor::build_sources_of_users(const OrganizationData& data) {
  GroupIds groups;
  for (const GroupData& group : data.groups) groups.push_back(group.id);
  make_set(groups);
  PolicyIds policies;
  for (const Attachment& attachment : data.attachments)
    if (attachment.principal.kind == PrincipalKind::user) policies.push_back(attachment.policy);
  make_set(policies);
  std::vector<std::uint64_t> edges;
  const auto add = [&](UserId user, std::size_t place) {
    edges.push_back(std::uint64_t{next_->users_.number(user, token())} << 32 | place);
  };
  for (const GroupData& group : data.groups) {
    if (!group_or_blank(group.id).is_of_users()) continue;
    const std::size_t place = place_of(groups, group.id);
    for (const std::string& item : group.items)
      if (const auto user = UserId::parse(item)) add(*user, place);
  }
  for (const Attachment& attachment : data.attachments)
    if (attachment.principal.kind == PrincipalKind::user)
      add(UserId{attachment.principal.id}, groups.size() + place_of(policies, attachment.policy));
  make_set(edges);
  for (auto edge = edges.begin(); edge != edges.end();) {
    const auto user = static_cast<std::uint32_t>(*edge >> 32);
    Direct direct;
    for (; edge != edges.end() && *edge >> 32 == user; ++edge) {
      const auto place = static_cast<std::uint32_t>(*edge);
      if (place < groups.size()) {
        direct.groups.push_back(groups[place]);
      } else {
        direct.policies.push_back(policies[place - groups.size()]);
      }
    }
    next_->users_.edit(user, token()).sources = acquire(std::move(direct));
  }
}

}  // namespace gatehouse::directory
