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
  } else if (request.type == no_word || request.service == no_word ||
             (!request.id.empty() && !is_resource_id(request.id))) {
    decision_ = Decision::refused(Cause::unknown_resource);
  } else {
    valid_ = true;
    id_ = canonical_id(request.id, id_buffer_);
  }
}

bool Evaluation::settle(Outcome outcome, std::uint32_t index, std::uint32_t statement) {
  if (outcome == Outcome::allowed && decision_.allowed()) return true;
  decision_ = {outcome, Cause::statement, index, statement};
  return valid_ = outcome == Outcome::allowed;
}

bool Evaluation::add(const Matcher& matcher, std::uint32_t index) {
  if (!valid_ || matcher.empty()) return valid_;
  const Matcher::Cell* cell = matcher.cell(request_.action, request_.type);
  if (cell == nullptr) return true;
  if (cell->deny != Matcher::none) return settle(Outcome::explicitly_denied, index, cell->deny);
  if (cell->allow != Matcher::none) settle(Outcome::allowed, index, cell->allow);
  if (cell->count != 0 && !ask_rules(matcher, cell->first, cell->count, index)) return false;
  if (cell->probes == 0 || id_.empty()) return true;
  return ask_item(matcher, cell->probes, index) && ask_groups(matcher, cell->probes, index);
}

bool Evaluation::ask_rules(const Matcher& matcher, std::uint32_t first, std::uint32_t count,
                           std::uint32_t index) {
  for (std::uint32_t i = first; i < first + count; ++i) {
    const Matcher::Rule& rule = matcher.rules_[i];
    if (rule.deny == 0 && decision_.allowed()) break;  // denies come first, so none is left
    if (!matches(matcher, rule)) continue;
    const Outcome outcome = rule.deny != 0 ? Outcome::explicitly_denied : Outcome::allowed;
    if (!settle(outcome, index, rule.statement)) return false;
  }
  return true;
}

bool Evaluation::ask_slot(const Matcher& matcher, std::uint64_t key, std::string_view id,
                          std::uint32_t index) {
  const Matcher::Slot* slot = matcher.find(key, id);
  return slot == nullptr || ask_rules(matcher, slot->first, slot->count, index);
}

bool Evaluation::ask_item(const Matcher& matcher, std::uint8_t probes, std::uint32_t index) {
  constexpr auto place = Matcher::Place::item;
  for (const ActionId action : {request_.action, every_action}) {
    if ((probes & Matcher::probe(action, place)) == 0) continue;
    if (!ask_slot(matcher, Matcher::key(action, place, request_.type, id_hash()), id_, index))
      return false;
  }
  return true;
}

std::uint64_t Evaluation::id_hash() {
  if (!id_hashed_) id_hash_ = hash_text(id_);
  id_hashed_ = true;
  return id_hash_;
}

bool Evaluation::ask_groups(const Matcher& matcher, std::uint8_t probes, std::uint32_t index) {
  using Place = Matcher::Place;
  constexpr auto items = Matcher::probe(every_action, Place::item) | Matcher::probe(1, Place::item);
  if ((probes & ~items) == 0 || request_.groups == nullptr) return true;
  if (!groups_known_) groups_ = request_.groups->groups_of(request_.type, id_);
  groups_known_ = true;
  if (groups_.empty()) return true;
  for (const ActionId action : {request_.action, every_action}) {
    const TypeId type = request_.type;
    if ((probes & Matcher::probe(action, Place::any_group)) != 0 &&
        !ask_slot(matcher, Matcher::key(action, Place::any_group, type, 0), {}, index))
      return false;
    if ((probes & Matcher::probe(action, Place::group)) == 0) continue;
    for (const GroupKey& group : groups_)
      if (!ask_slot(matcher, Matcher::key(action, Place::group, type, group.hash), group.id, index))
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
