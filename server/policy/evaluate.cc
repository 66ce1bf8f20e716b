#include "policy/evaluate.h"

#include "policy/hash.h"

namespace gatehouse::policy {

std::string_view to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::allowed:
      return "allowed";
    case Outcome::explicitly_denied:
      return "explicitly_denied";
    case Outcome::not_granted:
      return "not_granted";
  }
  return "not_granted";
}

std::string_view to_string(Cause cause) {
  switch (cause) {
    case Cause::statement:
      return "statement";
    case Cause::no_statement:
      return "no_statement";
    case Cause::unknown_subject:
      return "unknown_subject";
    case Cause::inactive:
      return "inactive";
    case Cause::ended:
      return "ended";
    case Cause::unknown_action:
      return "unknown_action";
    case Cause::unknown_resource:
      return "unknown_resource";
    case Cause::error:
      return "error";
  }
  return "error";
}

Decision evaluate(std::span<const Source> sources, const Request& request,
                  const Matcher* project_role) {
  Evaluation evaluation(request);
  for (std::uint32_t i = 0; i < sources.size(); ++i) {
    const Source& source = sources[i];
    const Matcher* matcher =
        source.account_role && project_role != nullptr ? project_role : source.matcher;
    if (matcher != nullptr && !evaluation.add(*matcher, i)) break;
  }
  return evaluation.decision();
}

Evaluation::Evaluation(const Request& request) : request_(request) {
  if (request.action == no_word || request.action == every_action) {
    decision_ = Decision::refused(Cause::unknown_action);
    return;
  }
  if (request.type == no_word || request.service == no_word ||
      (!request.id.empty() && !is_resource_id(request.id))) {
    decision_ = Decision::refused(Cause::unknown_resource);
    return;
  }
  valid_ = true;
  id_ = canonical_id(request.id, id_buffer_);
  const std::uint64_t id_hash = hash_text(id_);
  for (const bool all : {false, true}) {
    using Kind = Matcher::Kind;
    const ActionId action = all ? every_action : request.action;
    keys_[0][all] = Matcher::key(action, Kind::everything, 0, 0);
    keys_[1][all] = Matcher::key(action, Kind::service, request.service, 0);
    keys_[2][all] = Matcher::key(action, Kind::type, request.type, 0);
    keys_[3][all] = Matcher::key(action, Kind::item, request.type, id_hash);
  }
}

bool Evaluation::add(const Matcher& matcher, std::uint32_t index) {
  if (!valid_ || matcher.empty()) return valid_;
  using Kind = Matcher::Kind;
  constexpr Kind kinds[] = {Kind::everything, Kind::service, Kind::type, Kind::item};
  for (const Kind kind : kinds) {
    if (kind == Kind::item && id_.empty()) break;
    const auto& keys = keys_[static_cast<std::size_t>(kind)];
    const std::string_view id = kind == Kind::item ? id_ : std::string_view();
    if ((matcher.shapes_ & Matcher::shape(request_.action, kind)) != 0 &&
        !ask(matcher, keys[0], id, index))
      return false;
    if ((matcher.shapes_ & Matcher::shape(every_action, kind)) != 0 &&
        !ask(matcher, keys[1], id, index))
      return false;
  }
  return ask_groups(matcher, index);
}

bool Evaluation::ask(const Matcher& matcher, std::uint64_t key, std::string_view id,
                     std::uint32_t index) {
  const Matcher::Slot* slot = matcher.find(key, id);
  if (slot == nullptr) return true;
  for (std::uint32_t i = 0; i < slot->count; ++i) {
    const Matcher::Rule& rule = matcher.rules_[slot->first + i];
    if (rule.deny == 0 && decision_.allowed()) break;  // denies come first, so none is left
    if (!matches(matcher, rule)) continue;
    decision_ = {rule.deny != 0 ? Outcome::explicitly_denied : Outcome::allowed, Cause::statement,
                 index, rule.statement};
    if (rule.deny != 0) return valid_ = false;
  }
  return true;
}

bool Evaluation::ask_groups(const Matcher& matcher, std::uint32_t index) {
  using Kind = Matcher::Kind;
  constexpr std::uint32_t shapes = 3u << (2 * static_cast<unsigned>(Kind::groups)) |
                                   3u << (2 * static_cast<unsigned>(Kind::group));
  if ((matcher.shapes_ & shapes) == 0 || id_.empty() || request_.groups == nullptr) return true;
  if (!groups_known_) {
    groups_ = request_.groups->groups_of(request_.type, id_);
    groups_known_ = true;
  }
  if (groups_.empty()) return true;
  for (const ActionId action : {request_.action, every_action}) {
    if ((matcher.shapes_ & Matcher::shape(action, Kind::groups)) != 0 &&
        !ask(matcher, Matcher::key(action, Kind::groups, request_.type, 0), {}, index))
      return false;
    if ((matcher.shapes_ & Matcher::shape(action, Kind::group)) == 0) continue;
    for (const GroupKey& group : groups_)
      if (!ask(matcher, Matcher::key(action, Kind::group, request_.type, group.hash), group.id,
               index))
        return false;
  }
  return true;
}

bool Evaluation::matches(const Matcher& matcher, const Matcher::Rule& rule) const {
  if (rule.condition == Matcher::always) return true;
  const Truth truth = rule.condition == Matcher::never_known
                          ? Truth::unknown
                          : matcher.conditions_[rule.condition].evaluate(request_.attributes);
  return rule.deny != 0 ? truth != Truth::no : truth == Truth::yes;
}

}  // namespace gatehouse::policy
