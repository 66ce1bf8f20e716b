// The questions that a snapshot answers: what is decided, and why.
#include <bit>

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
    std::uint32_t sources = no_sources;
    if (type == user_type()) {
      const auto user = UserId::parse(id);
      const UserEntry* entry = user ? snapshot_.users_.find(*user) : nullptr;
      if (entry != nullptr) sources = entry->sources;
    } else {
      const ItemEntry::Key item{type, id};
      const ItemEntry* entry = snapshot_.items_.find(item.hash(), item);
      if (entry != nullptr) sources = entry->sources;
    }
    return sources == no_sources ? nullptr : snapshot_.sets_.at(sources).set.get();
  }

  const Snapshot& snapshot_;
};

// One decision in the making. Attributes are gathered only when some policy has to be asked.
class Deciding {
 public:
  Deciding(const Snapshot& snapshot, const Subject& subject, const Access& access, Timestamp now)
      : snapshot_(snapshot),
        subject_(subject),
        access_(access),
        memberships_(snapshot),
        request_(to_request(snapshot, access)),
        evaluation_(request_) {
    request_.attributes.now = now;
    request_.groups = &memberships_;
  }

  policy::Decision decide() {
    using Kind = Subject::Kind;
    std::uint32_t sources = no_sources;
    if (const auto cause = gate(sources)) return policy::Decision::refused(*cause);
    if (!evaluation_.valid()) return evaluation_.decision();
    std::size_t count = 0;
    const PolicyList* lists[3];
    const PolicyList* own = nullptr;
    if (sources != no_sources) {
      const SourceSet& set = *snapshot_.sets_.at(sources).set;
      if (!set.complete) return error();
      own = lists[count++] = &set.all_policies;
    }
    if (user_ != nullptr) lists[count++] = &snapshot_.all_users_;
    if (subject_.kind == Kind::support_user) lists[count++] = &snapshot_.support_policies_;
    for (const auto& of : snapshot_.any_subject_)
      if (of.service_id == request_.service) lists[count++] = &of.policies;
    for (std::size_t i = 0; i < count; ++i)
      if (lists[i] != own && !lists[i]->complete()) return error();
    return ask({lists, count});
  }

  /// The attributes of the request, all of them.
  const policy::Request& gather() {
    if (gathered_) return request_;
    gathered_ = true;
    auto& attributes = request_.attributes;
    attributes.subject = {subject_.type, subject_.name, subject_.properties};
    attributes.action = snapshot_.vocabulary_->action(request_.action);
    attributes.resource = {snapshot_.vocabulary_->type(request_.type), request_.id,
                           access_.resource_properties,
                           snapshot_.find_resource(request_.type, request_.id)};
    attributes.action_properties = access_.action_properties;
    attributes.context = access_.context;
    known_.id = subject_.id;
    if (user_ != nullptr) {
      known_.external_id = user_->external_id();
      known_.user_name = user_->user_name();
      known_.email = user_->email();
    }
    if (user_ != nullptr || subject_.kind == Subject::Kind::service_user)
      attributes.known_subject = &known_;
    return request_;
  }

 private:
  static policy::Decision error() { return policy::Decision::refused(policy::Cause::error); }

  static policy::Request to_request(const Snapshot& snapshot, const Access& access) {
    const auto& words = *snapshot.vocabulary_;
    policy::Request request;
    if (access.action < words.action_count()) request.action = access.action;
    if (access.type < words.type_count()) {
      request.type = access.type;
      request.service = words.service_of(access.type);
    }
    request.id = access.id;
    return request;
  }

  // Why no statement is read at all; else the number of the subject's sources.
  std::optional<policy::Cause> gate(std::uint32_t& sources) {
    using policy::Cause;
    switch (subject_.kind) {
      case Subject::Kind::user:
        user_ =
            subject_.entry != nullptr ? subject_.entry : snapshot_.find_user(UserId{subject_.id});
        if (user_ == nullptr) return Cause::unknown_subject;
        if (!user_->active) return Cause::inactive;
        if (user_->has_ended(request_.attributes.now)) return Cause::ended;
        sources = user_->sources;
        return {};
      case Subject::Kind::service_user: {
        const auto* entry = snapshot_.find_service_user(ServiceUserId{subject_.id});
        if (entry == nullptr) return Cause::unknown_subject;
        if (!entry->active) return Cause::inactive;
        sources = entry->sources;
        return {};
      }
      case Subject::Kind::support_user:
        if (!snapshot_.support_end_ || request_.attributes.now >= *snapshot_.support_end_)
          return Cause::ended;
        return {};
      case Subject::Kind::other:
        break;
    }
    return {};
  }

  policy::Decision ask(std::span<const PolicyList* const> lists) {
    const auto* words = snapshot_.index_->words(request_.action, request_.type);
    std::uint64_t deny = 0;
    std::uint64_t allow = 0;
    std::uint64_t may_deny = 0;
    std::uint64_t may_allow = 0;
    // First what is settled for all items: this reads bits only.
    for (const PolicyList* list : lists) {
      for (const auto& block : list->blocks) {
        const auto& word = words[block.word];
        deny |= word.deny & block.mask;
        allow |= word.allow & block.mask;
        may_deny |= word.may_deny & block.mask;
        may_allow |= word.may_allow & block.mask;
      }
      if (list->indexed != list->policies.size()) may_deny = 1;
    }
    if (deny != 0) {
      evaluation_.settle(policy::Outcome::explicitly_denied, 0);
      return evaluation_.decision();
    }
    if (allow != 0) evaluation_.settle(policy::Outcome::allowed, 0);
    if (user_ != nullptr && user_->has_own && !ask(snapshot_.own_statements(*user_)->matcher))
      return evaluation_.decision();
    if (may_deny != 0 || (may_allow != 0 && !evaluation_.decision().allowed())) {
      const std::size_t bucket = evaluation_.item_bucket();
      for (const PolicyList* list : lists)
        if (!ask_each(*list, words, bucket)) break;
    }
    return evaluation_.decision();
  }

  // False once it denies.
  bool ask(const policy::Matcher& matcher) {
    if (matcher.has_conditions()) gather();
    return evaluation_.add(matcher, 0);
  }

  // The policies for which the item, a group or a condition matters. False once one denies.
  bool ask_each(const PolicyList& list, const PolicyIndex::Word* words, std::size_t bucket) {
    for (const auto& block : list.blocks) {
      const auto& word = words[block.word];
      std::uint64_t left =
          evaluation_.decision().allowed() ? word.may_deny : word.may_deny | word.may_allow;
      left &= block.mask;
      if (left != 0) left &= snapshot_.index_->open(block.word, bucket);
      for (; left != 0; left &= left - 1) {
        const std::uint64_t below = (left & -left) - 1;
        const auto place = block.first + static_cast<unsigned>(std::popcount(block.mask & below));
        if (!ask(list.policies[place]->matcher)) return false;
      }
    }
    for (std::size_t i = list.indexed; i < list.policies.size(); ++i)
      if (!ask(list.policies[i]->matcher)) return false;
    return true;
  }

  const Snapshot& snapshot_;
  const Subject& subject_;
  const Access& access_;
  const Memberships memberships_;
  policy::Request request_;
  policy::Evaluation evaluation_;
  policy::KnownSubject known_{};
  const UserEntry* user_ = nullptr;
  bool gathered_ = false;
};

policy::Decision Snapshot::decide(const Subject& subject, const Access& access,
                                  Timestamp now) const {
  return Deciding(*this, subject, access, now).decide();
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
  Deciding deciding(*this, subject, access, now);
  const policy::Decision decision = deciding.decide();
  if (decision.cause != policy::Cause::statement && decision.cause != policy::Cause::no_statement)
    return policy::explain(decision, {}, {});
  policy::Question question;
  question.action = vocabulary_->action(access.action);
  question.attributes = deciding.gather().attributes;
  char buffer[36];
  const std::string& type = vocabulary_->type(access.type);
  const auto colon = type.find(':');
  question.resource = {type.substr(0, colon), type.substr(colon + 1),
                       std::string(policy::canonical_id(access.id, buffer))};
  for (auto& group : groups_of(access.type, question.resource.id))
    question.groups.insert(std::move(group));
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
