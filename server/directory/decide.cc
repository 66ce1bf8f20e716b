// The questions that a snapshot answers: what is decided, and why.
#include <algorithm>
#include <deque>
#include <unordered_map>

#include "directory/snapshot.h"
#include "directory/sorted.h"
#include "policy/resource.h"

namespace gatehouse::directory {

// Which groups an item is in, for the evaluator.
class Memberships final : public policy::GroupMemberships {
 public:
  explicit Memberships(const Snapshot& snapshot) : snapshot_(snapshot) {}

  std::span<const policy::GroupKey> groups_of(policy::TypeId type,
                                              std::string_view id) const override {
    const SourceSet* set = set_of(type, id);
    return set == nullptr ? std::span<const policy::GroupKey>() : set->group_keys;
  }

 private:
  const SourceSet* set_of(policy::TypeId type, std::string_view id) const {
    std::uint64_t key = no_sources;
    if (type == users_) {
      const auto user = UserId::parse(id);
      const UserEntry* entry = user ? snapshot_.users_.find(hash_id(*user), *user) : nullptr;
      if (entry != nullptr) key = entry->sources;
    } else {
      const ItemEntry::Key item{type, id};
      if (const ItemEntry* entry = snapshot_.items_.find(item.hash(), item)) key = entry->sources;
    }
    if (key == no_sources) return nullptr;
    return snapshot_.sets_.find(policy::mix(key, 0), key)->set.get();
  }

  const Snapshot& snapshot_;
  const policy::TypeId users_ = *policy::Vocabulary::standard().find_type("config", "user");
};

namespace {

bool add_all(policy::Evaluation& evaluation, const PolicyList& list, std::uint32_t& index) {
  for (const auto& policy : list.policies)
    if (!evaluation.add(policy->matcher, index++)) return false;
  return true;
}

policy::Request to_request(const policy::Vocabulary& vocabulary, const Subject& subject,
                           const Access& access, Timestamp now) {
  policy::Request request;
  request.action = access.action;
  request.type = access.type;
  request.id = access.id;
  auto& attributes = request.attributes;
  attributes.subject = {subject.type, subject.name, subject.properties};
  attributes.resource = {{}, access.id, access.resource_properties};
  attributes.action_properties = access.action_properties;
  attributes.context = access.context;
  attributes.now = now;
  if (access.action < vocabulary.action_count())
    attributes.action = vocabulary.action(access.action);
  else
    request.action = policy::no_word;
  if (access.type < vocabulary.type_count()) {
    attributes.resource.type = vocabulary.type(access.type);
    request.service = vocabulary.service_of(access.type);
  } else {
    request.type = policy::no_word;
  }
  return request;
}

}  // namespace

policy::Decision Snapshot::decide(const Subject& subject, const Access& access,
                                  Timestamp now) const {
  using policy::Cause;
  using policy::Decision;
  const UserEntry* user = nullptr;
  std::uint64_t key = no_sources;
  policy::KnownSubject known;
  policy::Request request = to_request(*vocabulary_, subject, access, now);
  switch (subject.kind) {
    case Subject::Kind::user: {
      user = find_user(UserId{subject.id});
      if (user == nullptr) return Decision::refused(Cause::unknown_subject);
      if (!user->active) return Decision::refused(Cause::inactive);
      if (now >= user->end) return Decision::refused(Cause::ended);
      key = user->sources;
      known = {subject.id, user->external_id(), user->user_name(), user->email()};
      request.attributes.known_subject = &known;
      break;
    }
    case Subject::Kind::service_user: {
      const ServiceUserEntry* entry = find_service_user(ServiceUserId{subject.id});
      if (entry == nullptr) return Decision::refused(Cause::unknown_subject);
      if (!entry->active) return Decision::refused(Cause::inactive);
      key = entry->sources;
      known.id = subject.id;
      request.attributes.known_subject = &known;
      break;
    }
    case Subject::Kind::support_user:
      if (!support_end_ || now >= *support_end_) return Decision::refused(Cause::ended);
      break;
    case Subject::Kind::other:
      break;
  }
  const Memberships memberships(*this);
  request.groups = &memberships;
  policy::Evaluation evaluation(request);
  if (!evaluation.valid()) return evaluation.decision();
  const auto error = Decision::refused(Cause::error);
  std::uint32_t index = 0;
  if (user != nullptr && user->has_own && !evaluation.add(user->record->own()->matcher, index++))
    return evaluation.decision();
  if (key != no_sources) {
    const SetEntry* entry = sets_.find(policy::mix(key, 0), key);
    if (entry == nullptr || !entry->set->complete) return error;
    if (!add_all(evaluation, entry->set->all_policies, index)) return evaluation.decision();
  }
  const PolicyList* more[2] = {nullptr, nullptr};
  if (user != nullptr) more[0] = &all_users_;
  if (subject.kind == Subject::Kind::support_user) more[0] = &support_policies_;
  for (const AnySubject& of : any_subject_)
    if (of.service_id == request.service) more[1] = &of.policies;
  for (const PolicyList* list : more) {
    if (list == nullptr) continue;
    if (!list->complete()) return error;
    if (!add_all(evaluation, *list, index)) break;
  }
  return evaluation.decision();
}

policy::Decision Snapshot::decide(const Subject& subject, std::string_view action,
                                  std::string_view mri, Timestamp now) const {
  Access access;
  access.action = vocabulary_->find_action(action).value_or(policy::no_word);
  const auto resource = policy::parse_resource(mri);
  if (resource) {
    access.type =
        vocabulary_->find_type(resource->service, resource->type).value_or(policy::no_word);
    access.id = resource->id;
  }
  return decide(subject, access, now);
}

policy::Explanation Snapshot::explain(const Subject& subject, const Access& access,
                                      Timestamp now) const {
  const policy::Decision decision = decide(subject, access, now);
  if (decision.cause != policy::Cause::statement && decision.cause != policy::Cause::no_statement)
    return policy::explain(decision, {}, {});
  const policy::Request request = to_request(*vocabulary_, subject, access, now);
  policy::Question question;
  question.action = vocabulary_->action(access.action);
  question.attributes = request.attributes;
  char buffer[36];
  const std::string& type = vocabulary_->type(access.type);
  const auto colon = type.find(':');
  question.resource = {type.substr(0, colon), type.substr(colon + 1),
                       std::string(policy::canonical_id(access.id, buffer))};
  for (auto& group : groups_of(access.type, question.resource.id))
    question.groups.insert(std::move(group));
  policy::KnownSubject known{subject.id, {}, {}, {}};
  if (subject.kind == Subject::Kind::user) {
    const UserEntry* user = find_user(UserId{subject.id});
    known = {subject.id, user->external_id(), user->user_name(), user->email()};
  }
  if (subject.kind == Subject::Kind::user || subject.kind == Subject::Kind::service_user)
    question.attributes.known_subject = &known;
  return policy::explain(decision, holdings(subject, question.resource.service), question);
}

std::vector<std::string> Snapshot::groups_of(policy::TypeId type, std::string_view id) const {
  char buffer[36];
  std::vector<std::string> groups;
  for (const auto& key : Memberships(*this).groups_of(type, policy::canonical_id(id, buffer)))
    groups.emplace_back(key.id);
  return groups;
}

}  // namespace gatehouse::directory
