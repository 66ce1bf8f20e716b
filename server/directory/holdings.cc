// What a subject holds, statement by statement, and how it came to each.
#include <algorithm>
#include <deque>
#include <unordered_set>

#include "directory/snapshot.h"
#include "directory/sorted.h"

namespace gatehouse::directory {
namespace {

using policy::Holding;
using policy::Step;

void add(std::vector<Holding>& holdings, const Policy& policy, const std::vector<Step>& path) {
  for (std::uint32_t i = 0; i < policy.statements.size(); ++i)
    holdings.push_back({policy.statements[i], i, to_string(policy.id), policy.name, path});
}

void add(std::vector<Holding>& holdings, const PolicyList& list, const std::vector<Step>& path) {
  for (const auto& policy : list.policies) add(holdings, *policy, path);
}

const Group* find(const SourceSet& set, ResourceGroupId id) {
  const auto at =
      std::ranges::lower_bound(set.all_groups, id, {}, [](const auto& group) { return group->id; });
  return at != set.all_groups.end() && (*at)->id == id ? at->get() : nullptr;
}

// The shortest way from the subject to each group, nearest groups first.
std::vector<std::pair<const Group*, std::vector<Step>>> ways(const SourceSet& set,
                                                             const Step& start) {
  std::vector<std::pair<const Group*, std::vector<Step>>> found;
  std::vector<ResourceGroupId> seen;
  const auto arrive = [&](ResourceGroupId id, std::vector<Step> path) {
    const Group* group = find(set, id);
    if (group == nullptr || contains_sorted(seen, id)) return;
    insert_sorted(seen, id);
    path.push_back({Step::Kind::user_group, group->id_text, group->name});
    found.emplace_back(group, std::move(path));
  };
  for (const auto& id : set.groups) arrive(id, {start});
  for (std::size_t i = 0; i < found.size(); ++i) {
    const auto [group, path] = found[i];
    for (const auto& parent : group->parents) arrive(parent, path);
  }
  return found;
}

// A policy that comes by several ways is listed once, by the shortest.
void add(std::vector<Holding>& holdings, const SourceSet& set, const Step& start) {
  std::vector<PermissionPolicyId> listed;
  const auto add_once = [&](PermissionPolicyId id, const std::vector<Step>& path) {
    if (contains_sorted(listed, id)) return;
    insert_sorted(listed, id);
    for (const auto& policy : set.all_policies.policies)
      if (policy->id == id) add(holdings, *policy, path);
  };
  for (const auto& id : set.policies) add_once(id, {start});
  for (const auto& [group, path] : ways(set, start))
    for (const auto& id : group->policies) add_once(id, path);
}

}  // namespace

std::vector<Holding> Snapshot::holdings(const Subject& subject, std::string_view service) const {
  std::vector<Holding> holdings;
  Step start{Step::Kind::subject, std::string(subject.name), {}};
  if (subject.kind == Subject::Kind::user) {
    const UserEntry* user = find_user(UserId{subject.id});
    if (user == nullptr) return holdings;
    start = {Step::Kind::user, to_string(user->id), std::string(user->email())};
    if (user->has_own) {
      const auto& statements = own_statements(*user)->statements;
      for (std::uint32_t i = 0; i < statements.size(); ++i)
        holdings.push_back({statements[i], i, {}, {}, {start}});
    }
  }
  if (subject.kind == Subject::Kind::service_user) {
    if (find_service_user(ServiceUserId{subject.id}) == nullptr) return holdings;
    start = {Step::Kind::service_user, to_string(subject.id), {}};
  }
  if (const SourceSet* set = sources_of(subject)) add(holdings, *set, start);
  if (subject.kind == Subject::Kind::user)
    add(holdings, all_users_, {start, {Step::Kind::all_users, {}, {}}});
  if (subject.kind == Subject::Kind::support_user)
    add(holdings, support_policies_, {{Step::Kind::support_users, {}, {}}});
  for (const AnySubject& of : any_subject_)
    if (of.service == service)
      add(holdings, of.policies, {start, {Step::Kind::any_subject, of.service, {}}});
  return holdings;
}

std::vector<Statement> Snapshot::statements_of(const Subject& subject,
                                               std::string_view service) const {
  std::vector<Statement> statements;
  for (Holding& holding : holdings(subject, service))
    statements.push_back(std::move(holding.statement));
  return statements;
}

std::vector<Subject> Snapshot::holders() const {
  std::vector<Subject> found{{.kind = Subject::Kind::support_user}, {.kind = Subject::Kind::other}};
  std::unordered_set<std::uint32_t> of_users, of_service_users;
  for_each_user([&](const UserEntry& user) {
    if (user.has_own || of_users.insert(user.sources).second)
      found.push_back(Subject::user(user.id));
  });
  service_users_.for_each([&](const ServiceUserEntry& entry) {
    if (entry.known && of_service_users.insert(entry.sources).second)
      found.push_back(Subject::service_user(entry.id));
  });
  return found;
}

std::vector<std::string> Snapshot::any_subject_services() const {
  std::vector<std::string> services;
  for (const AnySubject& of : any_subject_) services.push_back(of.service);
  return services;
}

void Snapshot::for_each_statement(const std::function<void(const Statement&)>& visit) const {
  policies_.for_each(
      [&](const PolicyEntry& entry) { std::ranges::for_each(entry.policy->statements, visit); });
  own_.for_each(
      [&](const OwnEntry& entry) { std::ranges::for_each(entry.own->statements, visit); });
}

const SourceSet* Snapshot::sources_of(const Subject& subject) const {
  std::uint32_t sources = no_sources;
  if (subject.kind == Subject::Kind::user) {
    if (const UserEntry* user = find_user(UserId{subject.id})) sources = user->sources;
  } else if (subject.kind == Subject::Kind::service_user) {
    if (const auto* entry = find_service_user(ServiceUserId{subject.id})) sources = entry->sources;
  }
  return sources == no_sources ? nullptr : sets_.at(sources).set.get();
}

}  // namespace gatehouse::directory
