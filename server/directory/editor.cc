#include "directory/editor.h"

#include <algorithm>
#include <unordered_set>

#include "directory/sorted.h"
#include "policy/resource.h"

namespace gatehouse::directory {

Editor::Editor(const Snapshot& base) : next_(std::make_shared<Snapshot>(base)) { ++next_->epoch_; }

void Editor::put_user(const UserData& user) {
  const UserEntry* old = next_->users_.find(user.id);
  UserEntry entry = old == nullptr ? UserEntry{.id = user.id} : *old;
  if (entry.details == nullptr) ++next_->user_count_;
  entry.set(user);
  put_own(entry, user.statements);
  store(entry);
}

void Editor::remove_user(UserId id) {
  const UserEntry* old = next_->users_.find(id);
  if (old == nullptr || old->details == nullptr) return;
  UserEntry entry{.id = id, .sources = old->sources, .has_own = old->has_own};
  --next_->user_count_;
  put_own(entry, {});
  store(entry);
}

void Editor::put_own(UserEntry& entry, const std::vector<Statement>& statements) {
  if (entry.has_own) next_->own_.erase(hash_id(entry.id), entry.id, token());
  entry.has_own = !statements.empty();
  if (!entry.has_own) return;
  const auto own = std::make_shared<const InlineStatements>(
      InlineStatements{statements, policy::Matcher(statements, *next_->vocabulary_)});
  next_->own_.put(OwnEntry{entry.id, own}, entry.id, token());
}

void Editor::put_service_user(const ServiceUserData& service_user) {
  const auto* old = next_->service_users_.find(hash_id(service_user.id), service_user.id);
  ServiceUserEntry entry = old == nullptr ? ServiceUserEntry{.id = service_user.id} : *old;
  entry.known = true;
  entry.active = service_user.active;
  store(entry);
}

void Editor::remove_service_user(ServiceUserId id) {
  const auto* old = next_->service_users_.find(hash_id(id), id);
  if (old == nullptr) return;
  ServiceUserEntry entry = *old;
  entry.known = entry.active = false;
  store(entry);
}

// An entry that says nothing any more goes away.
void Editor::store(const UserEntry& entry) {
  if (entry.details == nullptr && entry.sources == no_sources) {
    next_->users_.erase(entry.id, token());
  } else {
    next_->users_.put(entry, token());
  }
}

void Editor::store(ServiceUserEntry entry) {
  if (!entry.known && entry.sources == no_sources) {
    next_->service_users_.erase(entry.hash(), entry.id, token());
  } else {
    next_->service_users_.put(entry, entry.id, token());
  }
}

void Editor::store(ItemEntry entry) {
  const std::string id = entry.id;
  const ItemEntry::Key key{entry.type, id};
  if (entry.sources == no_sources && !entry.properties) {
    next_->items_.erase(key.hash(), key, token());
  } else {
    next_->items_.put(std::move(entry), key, token());
  }
}

void Editor::edit_user(UserId id, const Edit& edit) {
  const UserEntry* old = next_->users_.find(id);
  UserEntry entry = old == nullptr ? UserEntry{.id = id} : *old;
  entry.sources = edited(entry.sources, edit);
  store(entry);
}

void Editor::edit_service_user(ServiceUserId id, const Edit& edit) {
  const ServiceUserEntry* old = next_->service_users_.find(hash_id(id), id);
  ServiceUserEntry entry = old == nullptr ? ServiceUserEntry{.id = id} : *old;
  entry.sources = edited(entry.sources, edit);
  store(entry);
}

void Editor::edit_item(policy::TypeId type, std::string_view id, const Edit& edit) {
  if (type == policy::no_word) return;  // no statement can name such a group
  ItemEntry entry = item_or_blank(type, id);
  entry.sources = edited(entry.sources, edit);
  store(std::move(entry));
}

ItemEntry Editor::item_or_blank(policy::TypeId type, std::string_view id) const {
  char buffer[36];
  const ItemEntry::Key key{type, policy::canonical_id(id, buffer)};
  const ItemEntry* old = next_->items_.find(key.hash(), key);
  return old == nullptr ? ItemEntry{type, std::string(key.id)} : *old;
}

void Editor::put_resource(const ResourceData& resource) {
  const policy::TypeId type = type_of(resource.type);
  if (type == policy::no_word) return;  // no question can name it
  ItemEntry entry = item_or_blank(type, resource.id);
  if (!entry.properties) ++next_->resource_count_;
  entry.properties = std::make_shared<const JsonObject>(resource.properties);
  store(std::move(entry));
}

void Editor::remove_resource(std::string_view type, std::string_view id) {
  ItemEntry entry = item_or_blank(type_of(type), id);
  if (!entry.properties) return;
  --next_->resource_count_;
  entry.properties = nullptr;
  store(std::move(entry));
}

void Editor::edit_member(const Group& group, std::string_view item, const Edit& edit) {
  if (!group.is_of_users()) {
    edit_item(group.type, item, edit);
  } else if (const auto user = UserId::parse(item)) {
    edit_user(*user, edit);
  }
}

void Editor::attach(const Attachment& attachment) { edit_attachment(attachment, true); }
void Editor::detach(const Attachment& attachment) { edit_attachment(attachment, false); }

void Editor::edit_attachment(const Attachment& attachment, bool add) {
  const auto edit = [&](PolicyIds& ids) {
    if (add) {
      insert_sorted(ids, attachment.policy);
    } else {
      erase_sorted(ids, attachment.policy);
    }
  };
  const auto edit_direct = [&](Direct& direct) { edit(direct.policies); };
  const Principal& principal = attachment.principal;
  switch (principal.kind) {
    case PrincipalKind::user:
      edit_user(UserId{principal.id}, edit_direct);
      return;
    case PrincipalKind::service_user:
      edit_service_user(ServiceUserId{principal.id}, edit_direct);
      return;
    case PrincipalKind::user_group: {
      const ResourceGroupId id{principal.id};
      Group group = group_or_blank(id);
      edit(group.policies);
      store(std::move(group));
      refresh({id}, {});
      return;
    }
    case PrincipalKind::support_users:
      edit(next_->support_policies_.ids);
      break;
    case PrincipalKind::all_users:
      edit(next_->all_users_.ids);
      break;
    case PrincipalKind::any_subject:
      edit(any_subject(principal.service));
      break;
  }
  refresh_lists();
}

Editor::PolicyIds& Editor::any_subject(const std::string& service) {
  auto& all = next_->any_subject_;
  const auto found = std::ranges::find(all, service, &Snapshot::AnySubject::service);
  if (found != all.end()) return found->policies.ids;
  all.push_back({service, next_->vocabulary_->find_service(service).value_or(policy::no_word), {}});
  return all.back().policies.ids;
}

void Editor::refresh_lists() {
  const auto again = [&](PolicyList& list) { list = resolve(std::move(list.ids)); };
  again(next_->support_policies_);
  again(next_->all_users_);
  std::erase_if(next_->any_subject_, [](const auto& of) { return of.policies.ids.empty(); });
  for (auto& of : next_->any_subject_) again(of.policies);
}

std::shared_ptr<const Policy> Editor::compile(const PolicyData& policy,
                                              std::uint32_t number) const {
  return std::make_shared<const Policy>(
      Policy{policy.id, number, policy.name, policy.managed, policy.statements,
             policy::Matcher(policy.statements, *next_->vocabulary_)});
}

PolicyIndex& Editor::index() {
  if (!index_) next_->index_ = index_ = std::make_shared<PolicyIndex>(*next_->index_);
  return *index_;
}

void Editor::put_policy(const PolicyData& policy) {
  const PolicyEntry* old = next_->policies_.find(hash_id(policy.id), policy.id);
  const std::uint32_t number = old == nullptr ? index().take() : old->policy->number;
  PolicyEntry entry{policy.id, compile(policy, number)};
  index().put(number, entry.policy->matcher);
  next_->policies_.put(std::move(entry), policy.id, token());
  refresh({}, {policy.id});
  refresh_lists();
}

void Editor::remove_policy(PermissionPolicyId id) {
  if (const PolicyEntry* old = next_->policies_.find(hash_id(id), id))
    index().give_back(old->policy->number);
  next_->policies_.erase(hash_id(id), id, token());
  std::vector<Group> groups;
  next_->groups_.for_each([&](const GroupEntry& entry) {
    if (contains_sorted(entry.group->policies, id)) groups.push_back(*entry.group);
  });
  GroupIds changed;
  for (Group& group : groups) {
    changed.push_back(group.id);
    erase_sorted(group.policies, id);
    store(std::move(group));
  }
  edit_sets([&](Direct& direct) { erase_sorted(direct.policies, id); },
            [&](const SourceSet& set) { return contains_sorted(set.policies, id); });
  refresh(changed, {id});
  erase_sorted(next_->support_policies_.ids, id);
  erase_sorted(next_->all_users_.ids, id);
  for (auto& of : next_->any_subject_) erase_sorted(of.policies.ids, id);
  refresh_lists();
}

}  // namespace gatehouse::directory
