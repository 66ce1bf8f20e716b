// The sets of sources: who shares which groups and policies, and what these come to.
#include <algorithm>
#include <unordered_map>

#include "directory/editor.h"
#include "directory/sorted.h"

namespace gatehouse::directory {
namespace {

std::uint64_t content_hash(const std::vector<ResourceGroupId>& groups,
                           const std::vector<PermissionPolicyId>& policies) {
  std::uint64_t state = groups.size();
  for (const auto& id : groups) state = policy::mix(state, hash_id(id));
  for (const auto& id : policies) state = policy::mix(state, hash_id(id));
  return state;
}

}  // namespace

std::uint64_t Editor::acquire(Direct direct) {
  if (direct.groups.empty() && direct.policies.empty()) return no_sources;
  std::uint64_t key = content_hash(direct.groups, direct.policies);
  for (;; ++key) {
    if (key == no_sources) continue;
    const SetEntry* found = next_->sets_.find(policy::mix(key, 0), key);
    if (found == nullptr) break;
    if (found->set->groups != direct.groups || found->set->policies != direct.policies) continue;
    SetEntry entry = *found;
    ++entry.holders;
    next_->sets_.put(std::move(entry), key, token());
    return key;
  }
  next_->sets_.put(SetEntry{key, 1, resolve(std::move(direct))}, key, token());
  return key;
}

void Editor::release(std::uint64_t key) {
  if (key == no_sources) return;
  const SetEntry* found = next_->sets_.find(policy::mix(key, 0), key);
  if (found->holders == 1) {
    next_->sets_.erase(policy::mix(key, 0), key, token());
    return;
  }
  SetEntry entry = *found;
  --entry.holders;
  next_->sets_.put(std::move(entry), key, token());
}

Editor::Direct Editor::direct_of(std::uint64_t key) const {
  if (key == no_sources) return {};
  const SetEntry* found = next_->sets_.find(policy::mix(key, 0), key);
  return {found->set->groups, found->set->policies};
}

std::uint64_t Editor::edited(std::uint64_t key, const Edit& edit) {
  Direct direct = direct_of(key);
  edit(direct);
  const std::uint64_t next = acquire(std::move(direct));
  release(key);
  return next;
}

std::shared_ptr<const SourceSet> Editor::resolve(Direct direct) const {
  auto set = std::make_shared<SourceSet>();
  PolicyIds policies = direct.policies;
  GroupIds seen = direct.groups;  // breaks cycles
  GroupIds waiting = direct.groups;
  while (!waiting.empty()) {
    const ResourceGroupId id = waiting.back();
    waiting.pop_back();
    const GroupEntry* entry = next_->groups_.find(hash_id(id), id);
    if (entry == nullptr || !entry->group->known) {
      set->complete = false;
      continue;
    }
    const Group& group = *entry->group;
    set->all_groups.push_back(entry->group);
    for (const auto& policy : group.policies) insert_sorted(policies, policy);
    for (const auto& parent : group.parents) {
      const GroupEntry* above = next_->groups_.find(hash_id(parent), parent);
      // A group of another type cannot contain the members of this one.
      if (above != nullptr && above->group->known && above->group->type_name != group.type_name)
        continue;
      if (contains_sorted(seen, parent)) continue;
      insert_sorted(seen, parent);
      waiting.push_back(parent);
    }
  }
  std::ranges::sort(set->all_groups, {}, [](const auto& group) { return group->id; });
  for (const auto& group : set->all_groups)
    set->group_keys.push_back({group->id_hash, group->id_text});
  set->all_policies = resolve(std::move(policies));
  set->complete = set->complete && set->all_policies.complete();
  set->groups = std::move(direct.groups);
  set->policies = std::move(direct.policies);
  return set;
}

PolicyList Editor::resolve(PolicyIds ids) const {
  PolicyList list;
  for (const auto& id : ids)
    if (const PolicyEntry* entry = next_->policies_.find(hash_id(id), id))
      list.policies.push_back(entry->policy);
  std::ranges::sort(list.policies, {}, [](const auto& policy) { return policy->number; });
  for (const auto& policy : list.policies) {
    if (policy->number >= next_->index_->limit()) break;
    const std::uint32_t word = policy->number / PolicyIndex::bits;
    if (list.blocks.empty() || list.blocks.back().word != word)
      list.blocks.push_back({0, word, list.indexed});
    list.blocks.back().mask |= std::uint64_t{1} << policy->number % PolicyIndex::bits;
    ++list.indexed;
  }
  list.ids = std::move(ids);
  return list;
}

// Resolves again every set that one of these groups or policies has a part in.
void Editor::refresh(const GroupIds& groups, const PolicyIds& policies) {
  std::vector<SetEntry> concerned;
  const auto has = [&](const GroupIds& ids) {
    return std::ranges::any_of(groups, [&](const auto& id) { return contains_sorted(ids, id); });
  };
  next_->sets_.for_each([&](const SetEntry& entry) {
    const SourceSet& set = *entry.set;
    const auto in_closure = [&](const ResourceGroupId& id) {
      const auto at = std::ranges::lower_bound(set.all_groups, id, {},
                                               [](const auto& group) { return group->id; });
      return at != set.all_groups.end() && (*at)->id == id;
    };
    // A set with something missing may be waiting for just this.
    if (!set.complete || has(set.groups) || std::ranges::any_of(groups, in_closure) ||
        intersect_sorted(policies, set.all_policies.ids))
      concerned.push_back(entry);
  });
  for (SetEntry& entry : concerned) {
    const std::uint64_t key = entry.key;
    entry.set = resolve({entry.set->groups, entry.set->policies});
    next_->sets_.put(std::move(entry), key, token());
  }
}

// Edits the direct groups and policies of everybody whose set is concerned.
void Editor::edit_holders(const Edit& edit,
                          const std::function<bool(const SourceSet&)>& concerned) {
  std::vector<std::uint64_t> keys;
  next_->sets_.for_each([&](const SetEntry& entry) {
    if (concerned(*entry.set)) insert_sorted(keys, entry.key);
  });
  if (keys.empty()) return;
  std::vector<UserId> users;
  next_->users_.for_each([&](const UserEntry& entry) {
    if (contains_sorted(keys, entry.sources)) users.push_back(entry.id);
  });
  std::vector<ServiceUserId> service_users;
  next_->service_users_.for_each([&](const ServiceUserEntry& entry) {
    if (contains_sorted(keys, entry.sources)) service_users.push_back(entry.id);
  });
  std::vector<ItemEntry> items;
  next_->items_.for_each([&](const ItemEntry& entry) {
    if (contains_sorted(keys, entry.sources)) items.push_back(entry);
  });
  for (const UserId& id : users) edit_user(id, edit);
  for (const ServiceUserId& id : service_users) edit_service_user(id, edit);
  for (const ItemEntry& item : items) edit_item(item.type, item.id, edit);
}

}  // namespace gatehouse::directory
