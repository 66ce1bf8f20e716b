#include "policy/compile.h"

#include <algorithm>
#include <bit>
#include <map>
#include <set>
#include <unordered_map>

#include "base/failure.h"
#include "policy/hash.h"

namespace gatehouse::policy {

// Reads the statements once, then lays out the matcher.
class Compiler {
 public:
  Compiler(Matcher& matcher, const Vocabulary& vocabulary)
      : matcher_(matcher), vocabulary_(vocabulary) {}

  void run(std::span<const Statement> statements) {
    for (std::uint32_t i = 0; i < statements.size(); ++i) read(i, statements[i]);
    if (lines_.empty()) return;
    classify();
    fill_cells();
    fill_slots();
    note_open_items();
  }

 private:
  using Rule = Matcher::Rule;
  using Cell = Matcher::Cell;
  using Place = Matcher::Place;

  // One action and one resource of one statement.
  struct Line {
    Rule rule;
    ActionId action;
    Cover cover;
    std::uint16_t scope;  // a service or a type
    std::string id;
  };

  void read(std::uint32_t index, const Statement& statement) {
    const bool deny = statement.effect == Effect::deny;
    Rule rule{deny, index, Matcher::always};
    if (statement.condition) rule.condition = read_condition(*statement.condition);
    if (!deny && rule.condition == Matcher::never_known) return;
    for (const std::string& mri : statement.resource) {
      auto pattern = read_pattern(mri);
      if (!pattern && !deny) continue;
      if (!pattern) pattern = Pattern{};
      const std::uint16_t scope = scope_of(*pattern);
      if (scope == no_word) continue;
      for (const std::string& name : statement.action)
        if (const auto action = vocabulary_.find_action(name))
          lines_.push_back({rule, *action, pattern->cover, scope, pattern->id});
    }
  }

  std::uint32_t read_condition(const Json& json) {
    try {
      matcher_.conditions_.push_back(Condition::parse(json, "condition"));
      return static_cast<std::uint32_t>(matcher_.conditions_.size() - 1);
    } catch (const Failure&) {
      return Matcher::never_known;
    }
  }

  std::uint16_t scope_of(const Pattern& pattern) const {
    if (pattern.cover == Cover::everything) return 0;
    if (pattern.cover == Cover::service)
      return vocabulary_.find_service(pattern.service).value_or(no_word);
    return vocabulary_.find_type(pattern.service, pattern.type).value_or(no_word);
  }

  // Actions named by a line are told apart; types named, and types of a named service.
  void classify() {
    std::set<ActionId> actions;
    std::set<TypeId> types;
    std::set<ServiceId> services;
    for (const Line& line : lines_) {
      if (line.action != every_action) actions.insert(line.action);
      if (line.cover == Cover::service) services.insert(line.scope);
      if (line.cover > Cover::service) types.insert(line.scope);
    }
    matcher_.action_classes_.assign(vocabulary_.action_count(), 0);
    std::uint16_t next = 1;  // 0: known by `all` only
    for (const ActionId action : actions) matcher_.action_classes_[action] = next++;
    height_ = next;
    next = 1;
    std::map<ServiceId, std::uint16_t> of_service;
    for (const ServiceId service : services) of_service[service] = next++;
    matcher_.type_classes_.assign(vocabulary_.type_count(), 0);
    for (TypeId type = 0; type < vocabulary_.type_count(); ++type) {
      const auto service = of_service.find(vocabulary_.service_of(type));
      if (types.contains(type)) {
        matcher_.type_classes_[type] = next++;
      } else if (service != of_service.end()) {
        matcher_.type_classes_[type] = service->second;
      }
    }
    matcher_.width_ = next;
  }

  void fill_cells() {
    struct Draft {
      Cell cell;
      std::vector<Rule> rules;
    };
    const std::size_t width = matcher_.width_;
    std::vector<Draft> drafts(height_ * width);
    for (const Line& line : lines_) {
      for (const std::size_t column : columns(line)) {
        for (std::size_t row = 0; row < height_; ++row) {
          if (line.action != every_action && matcher_.action_classes_[line.action] != row) continue;
          Draft& draft = drafts[row * width + column];
          say(draft.cell, draft.rules, line);
        }
      }
    }
    matcher_.matrix_.assign(drafts.size(), 0);
    std::map<std::vector<std::uint32_t>, std::uint32_t> known;  // equal cells are kept once
    for (std::size_t i = 0; i < drafts.size(); ++i) {
      auto& [cell, rules] = drafts[i];
      if (cell == Cell{} && rules.empty()) continue;
      tidy(cell, rules);
      std::vector<std::uint32_t> content = {cell.deny, cell.allow, cell.probes, cell.may_deny,
                                            cell.may_allow};
      for (const Rule& rule : rules)
        content.insert(content.end(), {std::uint32_t(rule.statement), rule.condition});
      const auto [at, added] = known.try_emplace(content, matcher_.cells_.size() + 1);
      matcher_.matrix_[i] = at->second;
      if (!added) continue;
      cell.first = static_cast<std::uint32_t>(matcher_.rules_.size());
      cell.count = static_cast<std::uint16_t>(rules.size());
      matcher_.rules_.insert(matcher_.rules_.end(), rules.begin(), rules.end());
      matcher_.cells_.push_back(cell);
    }
    matcher_.cells_.shrink_to_fit();
  }

  // The classes of types that a line speaks about.
  std::vector<std::size_t> columns(const Line& line) const {
    if (line.cover > Cover::service) return {matcher_.type_classes_[line.scope]};
    std::set<std::size_t> found;
    if (line.cover == Cover::everything) found.insert(0);
    for (TypeId type = 0; type < vocabulary_.type_count(); ++type)
      if (line.cover == Cover::everything || vocabulary_.service_of(type) == line.scope)
        found.insert(matcher_.type_classes_[type]);
    return {found.begin(), found.end()};
  }

  static void say(Cell& cell, std::vector<Rule>& rules, const Line& line) {
    const bool deny = line.rule.deny != 0;
    const bool all_items = line.cover <= Cover::items;
    if (all_items && line.rule.condition == Matcher::always) {
      std::uint32_t& settled = deny ? cell.deny : cell.allow;
      settled = std::min<std::uint32_t>(settled, line.rule.statement);
      return;
    }
    (deny ? cell.may_deny : cell.may_allow) = true;
    if (!all_items) {
      cell.probes |= Matcher::probe(line.action, place_of(line.cover));
    } else if (std::ranges::find(rules, line.rule) == rules.end()) {
      rules.push_back(line.rule);
    }
  }

  static Place place_of(Cover cover) {
    if (cover == Cover::item) return Place::item;
    return cover == Cover::group ? Place::group : Place::any_group;
  }

  // Leaves out what cannot matter any more, and puts denies first.
  static void tidy(Cell& cell, std::vector<Rule>& rules) {
    if (cell.allow != Matcher::none) {
      cell.may_allow = false;
      std::erase_if(rules, [](const Rule& rule) { return rule.deny == 0; });
      if (!cell.may_deny) cell.probes = 0;
    }
    if (cell.deny != Matcher::none) {
      cell.may_deny = cell.may_allow = false;
      cell.probes = 0;
      rules.clear();
    }
    sort(rules);
  }

  static void sort(std::vector<Rule>& rules) {
    std::ranges::sort(rules, [](const Rule& a, const Rule& b) {
      return a.deny != b.deny ? a.deny > b.deny : a.statement < b.statement;
    });
  }

  void fill_slots() {
    struct Draft {
      std::uint64_t key;
      std::string id;
      std::vector<Rule> rules;
    };
    std::vector<Draft> drafts;
    std::unordered_map<std::string, std::size_t> known;
    for (const Line& line : lines_) {
      if (line.cover < Cover::item) continue;
      const Place place = place_of(line.cover);
      const std::uint64_t id_hash = place == Place::any_group ? 0 : hash_text(line.id);
      const std::uint64_t key = Matcher::key(line.action, place, line.scope, id_hash);
      const auto [at, added] =
          known.try_emplace(std::to_string(key) + " " + line.id, drafts.size());
      if (added) drafts.push_back({key, line.id, {}});
      auto& rules = drafts[at->second].rules;
      if (rules.empty() || rules.back() != line.rule) rules.push_back(line.rule);
    }
    if (drafts.empty()) return;
    auto& slots = matcher_.slots_;
    slots.resize(std::bit_ceil(drafts.size() * 3 / 2 + 1));
    for (Draft& draft : drafts) {
      sort(draft.rules);
      std::size_t at = draft.key & (slots.size() - 1);
      while (slots[at].count != 0) at = (at + 1) & (slots.size() - 1);
      slots[at] = {draft.key, static_cast<std::uint32_t>(matcher_.rules_.size()),
                   static_cast<std::uint32_t>(draft.rules.size()),
                   static_cast<std::uint32_t>(matcher_.ids_.size()),
                   static_cast<std::uint32_t>(draft.id.size())};
      matcher_.ids_ += draft.id;
      matcher_.rules_.insert(matcher_.rules_.end(), draft.rules.begin(), draft.rules.end());
    }
    matcher_.ids_.shrink_to_fit();
  }

  void note_open_items() {
    auto& open = matcher_.open_items_;
    for (const Line& line : lines_) {
      if (line.cover == Cover::item) {
        open.set(Matcher::item_bucket(line.scope, hash_text(line.id)));
      } else if (line.cover > Cover::item || line.rule.condition != Matcher::always) {
        open.set();
      }
    }
  }

  Matcher& matcher_;
  const Vocabulary& vocabulary_;
  std::vector<Line> lines_;
  std::size_t height_ = 0;  // of the matrix
};

Matcher::Matcher(std::span<const Statement> statements, const Vocabulary& vocabulary) {
  Compiler(*this, vocabulary).run(statements);
  rules_.shrink_to_fit();
  conditions_.shrink_to_fit();
}

Matcher::Verdict Matcher::verdict(ActionId action, TypeId type) const {
  const Cell* at = empty() ? nullptr : cell(action, type);
  if (at == nullptr) return {};
  return {at->deny != none, at->allow != none, at->may_deny, at->may_allow};
}

std::uint64_t Matcher::key(ActionId action, Place place, TypeId type, std::uint64_t id_hash) {
  const std::uint64_t start = static_cast<std::uint64_t>(action) << 32 |
                              static_cast<std::uint64_t>(type) << 8 |
                              static_cast<std::uint64_t>(place);
  return mix(start, id_hash);
}

const Matcher::Slot* Matcher::find(std::uint64_t key, std::string_view id) const {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = key & mask; slots_[at].count != 0; at = (at + 1) & mask) {
    const Slot& slot = slots_[at];
    if (slot.key == key && std::string_view(ids_).substr(slot.id_at, slot.id_bytes) == id)
      return &slot;
  }
  return nullptr;
}

std::size_t Matcher::memory_bytes() const {
  std::size_t bytes = sizeof *this + slots_.capacity() * sizeof(Slot) +
                      rules_.capacity() * sizeof(Rule) + cells_.capacity() * sizeof(Cell) +
                      matrix_.capacity() * sizeof matrix_[0] + ids_.capacity() +
                      (action_classes_.capacity() + type_classes_.capacity()) * 2;
  for (const Condition& condition : conditions_) bytes += condition.memory_bytes();
  return bytes;
}

}  // namespace gatehouse::policy
