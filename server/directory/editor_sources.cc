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

// One with the same content, if there is one: users with the same groups and policies share it.
std::uint32_t Editor::acquire(Direct direct) {
  if (direct.groups.empty() && direct.policies.empty()) return no_sources;
  const std::uint64_t hash = content_hash(direct.groups, direct.policies);
  const std::uint32_t found = next_->set_index_.find(hash, [&](std::uint32_t number) {
    const SourceSet& set = *next_->sets_.at(number).set;
    return set.groups == direct.groups && set.policies == direct.policies;
  });
  if (found != 0) {
    ++next_->sets_.edit(found, token()).holders;
    return found;
  }
  const std::uint32_t number = next_->sets_.add({resolve(std::move(direct)), 1}, token());
  next_->set_index_.add(HashIndex::key(hash, number));
  return number;
}

void Editor::release(std::uint32_t sources) {
  if (sources == no_sources) return;
  if (--next_->sets_.edit(sources, token()).holders > 0) return;
  const SourceSet& set = *next_->sets_.at(sources).set;
  next_->set_index_.remove(HashIndex::key(content_hash(set.groups, set.policies), sources));
  next_->sets_.remove(sources, token());
}

Editor::Direct Editor::direct_of(std::uint32_t sources) const {
  if (sources == no_sources) return {};
  const SourceSet& set = *next_->sets_.at(sources).set;
  return {set.groups, set.policies};
}

std::uint32_t Editor::edited(std::uint32_t sources, const Edit& edit) {
  Direct direct = direct_of(sources);
  edit(direct);
  const std::uint32_t next = acquire(std::move(direct));
  release(sources);
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
  std::vector<std::uint32_t> concerned;
  const auto has = [&](const GroupIds& ids) {
    return std::ranges::any_of(groups, [&](const auto& id) { return contains_sorted(ids, id); });
  };
  next_->sets_.for_each([&](std::uint32_t number, const SetEntry& entry) {
    const SourceSet& set = *entry.set;
    const auto in_closure = [&](const ResourceGroupId& id) {
      const auto at = std::ranges::lower_bound(set.all_groups, id, {},
                                               [](const auto& group) { return group->id; });
      return at != set.all_groups.end() && (*at)->id == id;
    };
    // A set with something missing may be waiting for just this.
    if (!set.complete || has(set.groups) || std::ranges::any_of(groups, in_closure) ||
        intersect_sorted(policies, set.all_policies.ids))
      concerned.push_back(number);
  });
  for (const std::uint32_t number : concerned)
    next_->sets_.edit(number, token()).set = resolve(direct_of(number));
}

// Edits the sets that are concerned where they are, so that all who hold them follow at once,
// however many they are. Two sets may hold the same afterwards.
void Editor::edit_sets(const Edit& edit, const std::function<bool(const SourceSet&)>& concerned) {
  std::vector<std::uint32_t> numbers;
  next_->sets_.for_each([&](std::uint32_t number, const SetEntry& entry) {
    if (concerned(*entry.set)) numbers.push_back(number);
  });
  for (const std::uint32_t number : numbers) {
    Direct direct = direct_of(number);
    auto& index = next_->set_index_;
    index.remove(HashIndex::key(content_hash(direct.groups, direct.policies), number));
    edit(direct);
    index.add(HashIndex::key(content_hash(direct.groups, direct.policies), number));
    next_->sets_.edit(number, token()).set = resolve(std::move(direct));
  }
}

}  // namespace gatehouse::directory
