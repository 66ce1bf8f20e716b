// A random organization, questions about it, and the naive answer: what anybody holds is worked out
// from the plain data by loops and sets, sharing no code with the directory.
#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "directory/snapshot.h"
#include "testing/statements_world.h"

namespace gatehouse::testing {

using directory::Access;
using directory::Attachment;
using directory::OrganizationData;
using directory::PrincipalKind;
using directory::Subject;

inline constexpr std::size_t users_total = 4;
inline constexpr std::size_t service_users_total = 1;
inline constexpr std::size_t policies_total = 4;

inline directory::UserData random_user(Choices& choices, std::size_t number) {
  directory::UserData user{.id = user_id(number)};
  user.active = !choices.once_in(8);
  if (choices.once_in(6)) user.end = test_time(static_cast<int>(choices.below(3)) - 1);
  if (choices.once_in(4)) user.statements = random_statements(choices, 2);
  user.user_name = "u" + std::to_string(number);
  user.email = user.user_name + "@example.com";
  if (choices.once_in(2)) user.external_id = "x" + std::to_string(choices.below(users_total));
  return user;
}

inline directory::PolicyData random_policy(Choices& choices, std::size_t number) {
  directory::PolicyData policy{.id = policy_id(number), .name = "P" + std::to_string(number)};
  policy.managed = choices.once_in(4);
  policy.statements = random_statements(choices, 4);
  return policy;
}

inline directory::GroupData random_group(Choices& choices, std::size_t number) {
  directory::GroupData group{
      .id = group_id(number), .type = type_of_group(number), .name = "G" + std::to_string(number)};
  for (std::size_t i = 0; i < users_total; ++i) {
    if (!choices.once_in(3)) continue;
    group.items.push_back(number < user_groups ? to_string(user_id(i))
                                               : item_ids()[i % item_ids().size()]);
  }
  // Cycles included.
  for (std::size_t i = 0; i < groups_total; ++i)
    if (choices.once_in(5) && type_of_group(i) == group.type) group.groups.push_back(group_id(i));
  return group;
}

inline Attachment random_attachment(Choices& choices) {
  Attachment attachment{policy_id(choices.below(policies_total)), {}};
  auto& principal = attachment.principal;
  switch (choices.below(8)) {
    case 0:
      principal.kind = PrincipalKind::service_user;
      break;
    case 1:
      principal.kind = PrincipalKind::support_users;
      return attachment;
    case 2:
      principal.kind = PrincipalKind::all_users;
      return attachment;
    case 3:
      principal.kind = PrincipalKind::any_subject;
      principal.service = "records";
      return attachment;
    case 4:
    case 5:
      principal.kind = PrincipalKind::user;
      break;
    default:
      principal.kind = PrincipalKind::user_group;
      break;
  }
  switch (principal.kind) {
    case PrincipalKind::user:
      principal.id = user_id(choices.below(users_total));
      break;
    case PrincipalKind::service_user:
      principal.id = service_user_id(0);
      break;
    default:
      principal.id = group_id(choices.below(user_groups));
      break;
  }
  return attachment;
}

inline directory::ResourceData random_resource(Choices& choices, const std::string& id) {
  return {"records:record", id, random_properties(choices).resource};
}

inline bool operator_equal(const Attachment& a, const Attachment& b) {
  return a.policy == b.policy && a.principal == b.principal;
}

inline void attach_once(OrganizationData& data, const Attachment& attachment) {
  for (const auto& other : data.attachments)
    if (operator_equal(other, attachment)) return;
  data.attachments.push_back(attachment);
}

inline OrganizationData random_organization(Choices& choices) {
  OrganizationData data;
  data.id = OrganizationId{numbered(9, 1)};
  data.applications = test_applications();
  for (std::size_t i = 0; i < policies_total; ++i)
    data.policies.push_back(random_policy(choices, i));
  for (std::size_t i = 0; i < 2 + choices.below(7); ++i)
    attach_once(data, random_attachment(choices));
  for (std::size_t i = 0; i < users_total; ++i) data.users.push_back(random_user(choices, i));
  data.service_users.push_back({service_user_id(0), !choices.once_in(6)});
  for (std::size_t i = 0; i < groups_total; ++i) data.groups.push_back(random_group(choices, i));
  for (const auto& id : item_ids())
    if (choices.once_in(2)) data.resources.push_back(random_resource(choices, id));
  if (choices.once_in(2)) data.support_end = test_time(static_cast<int>(choices.below(3)) - 1);
  return data;
}

/// Which groups hold `id` of `type`, by asking every group again until nothing new comes.
inline std::set<std::string> naive_groups(const OrganizationData& data, const std::string& type,
                                          const std::string& id) {
  std::set<std::string> found;
  for (bool more = true; more;) {
    more = false;
    for (const auto& group : data.groups) {
      if (group.type != type) continue;
      bool inside = std::ranges::find(group.items, id) != group.items.end();
      for (const auto& nested : group.groups)
        if (found.contains(to_string(nested))) inside = true;
      if (inside && found.insert(to_string(group.id)).second) more = true;
    }
  }
  return found;
}

/// Nothing: refused before any statement is read.
inline std::optional<std::vector<Statement>> naive_statements(const OrganizationData& data,
                                                              const Subject& subject,
                                                              const std::string& service,
                                                              Timestamp now) {
  std::vector<Statement> statements;
  std::set<std::string> groups;
  const auto take = [&](const std::vector<Statement>& more) {
    statements.insert(statements.end(), more.begin(), more.end());
  };
  if (subject.kind == Subject::Kind::user) {
    const auto user = std::ranges::find(data.users, UserId{subject.id}, &directory::UserData::id);
    if (user == data.users.end() || !user->active || (user->end && now >= *user->end)) return {};
    take(user->statements);
    groups = naive_groups(data, "user", to_string(subject.id));
  } else if (subject.kind == Subject::Kind::service_user) {
    const auto found = std::ranges::find(data.service_users, ServiceUserId{subject.id},
                                         &directory::ServiceUserData::id);
    if (found == data.service_users.end() || !found->active) return {};
  } else if (subject.kind == Subject::Kind::support_user) {
    if (!data.support_end || now >= *data.support_end) return {};
  }
  for (const Attachment& attachment : data.attachments) {
    const auto& principal = attachment.principal;
    bool has = false;
    switch (principal.kind) {
      case PrincipalKind::user:
        has = subject.kind == Subject::Kind::user && principal.id == subject.id;
        break;
      case PrincipalKind::service_user:
        has = subject.kind == Subject::Kind::service_user && principal.id == subject.id;
        break;
      case PrincipalKind::user_group:
        has = groups.contains(to_string(principal.id));
        break;
      case PrincipalKind::support_users:
        has = subject.kind == Subject::Kind::support_user;
        break;
      case PrincipalKind::all_users:
        has = subject.kind == Subject::Kind::user;
        break;
      case PrincipalKind::any_subject:
        has = principal.service == service;
        break;
    }
    for (const auto& policy : data.policies)
      if (has && policy.id == attachment.policy) take(policy.statements);
  }
  return statements;
}

inline std::vector<Subject> test_subjects() {
  std::vector<Subject> subjects;
  for (std::size_t i = 0; i <= users_total; ++i)  // the last is unknown
    subjects.push_back(Subject::user(user_id(i)));
  subjects.push_back(Subject::service_user(service_user_id(0)));
  subjects.push_back({Subject::Kind::support_user, {}, "support", "agent", nullptr});
  subjects.push_back({Subject::Kind::other, {}, "user", "stranger", nullptr});
  return subjects;
}

inline policy::KnownSubject naive_known(const OrganizationData& data, const Subject& subject) {
  policy::KnownSubject known{subject.id, {}, {}, {}};
  for (const auto& user : data.users)
    if (user.id == subject.id) known = {user.id, user.external_id, user.user_name, user.email};
  return known;
}

inline const JsonObject* naive_registered(const OrganizationData& data, const std::string& type,
                                          const std::string& id) {
  for (const auto& resource : data.resources)
    if (resource.type == type && resource.id == id) return &resource.properties;
  return nullptr;
}

/// Everything that can be asked of a world of this size: calls
/// visit(subject, access, naive outcome, description).
template <class Visit>
void for_each_question(const OrganizationData& data, const Properties& properties, Visit&& visit) {
  const auto& words = test_vocabulary();
  const Timestamp now = test_time(0);
  for (Subject subject : test_subjects()) {
    subject.properties = &properties.subject;
    const policy::KnownSubject known = naive_known(data, subject);
    const bool is_known =
        subject.kind == Subject::Kind::user || subject.kind == Subject::Kind::service_user;
    for (const auto& resource : test_resources()) {
      const auto statements = naive_statements(data, subject, resource.service, now);
      const std::string type = resource.service + ":" + resource.type;
      const auto groups = naive_groups(data, type == "config:user" ? "user" : type, resource.id);
      for (const auto& action : test_actions()) {
        policy::Question question{action, resource, groups, properties.attributes()};
        question.attributes.subject = {subject.type, subject.name, &properties.subject};
        question.attributes.resource = {type, resource.id, &properties.resource,
                                        naive_registered(data, type, resource.id)};
        question.attributes.action = action;
        if (is_known) question.attributes.known_subject = &known;
        const Access access{
            *words.find_action(action), *words.find_type(type), resource.id,
            &properties.resource,       &properties.action,     &properties.context};
        const auto outcome = statements ? policy::reference_evaluate(*statements, question)
                                        : policy::Outcome::not_granted;
        visit(subject, access, outcome, action + " on " + policy::to_string(resource));
      }
    }
  }
}

}  // namespace gatehouse::testing
