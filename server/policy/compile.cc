#include "policy/compile.h"

#include <algorithm>
#include <bit>
#include <unordered_map>

#include "base/failure.h"
#include "policy/hash.h"

namespace gatehouse::policy {

// The table while it grows.
struct Matcher::Draft {
  struct Entry {
    std::uint64_t key;
    std::string id;
    std::vector<Rule> rules;
  };
  std::vector<Entry> entries;
  std::unordered_multimap<std::uint64_t, std::size_t> by_key;

  void add(std::uint64_t key, const std::string& id, Rule rule) {
    const auto [begin, end] = by_key.equal_range(key);
    for (auto at = begin; at != end; ++at) {
      Entry& entry = entries[at->second];
      if (entry.id != id) continue;
      const Rule& last = entry.rules.back();
      if (last.statement != rule.statement) entry.rules.push_back(rule);
      return;
    }
    by_key.emplace(key, entries.size());
    entries.push_back({key, id, {rule}});
  }
};

Matcher::Matcher(std::span<const Statement> statements, const Vocabulary& vocabulary) {
  Draft draft;
  for (std::uint32_t i = 0; i < statements.size(); ++i) add(draft, i, statements[i], vocabulary);
  build(draft);
}

std::uint64_t Matcher::key(ActionId action, Kind kind, std::uint16_t scope, std::uint64_t id_hash) {
  const std::uint64_t place = static_cast<std::uint64_t>(action) << 32 |
                              static_cast<std::uint64_t>(scope) << 8 |
                              static_cast<std::uint64_t>(kind);
  return mix(place, id_hash);
}

void Matcher::add(Draft& draft, std::uint32_t index, const Statement& statement,
                  const Vocabulary& vocabulary) {
  const bool deny = statement.effect == Effect::deny;
  Rule rule{deny, index, always};
  if (statement.condition) {
    try {
      conditions_.push_back(Condition::parse(*statement.condition, "condition"));
      rule.condition = static_cast<std::uint32_t>(conditions_.size() - 1);
    } catch (const Failure&) {
      rule.condition = never_known;
    }
  }
  for (const std::string& mri : statement.resource) {
    auto pattern = read_pattern(mri);
    if (!pattern && !deny) continue;
    if (!pattern) pattern = Pattern{};
    Kind kind = Kind::everything;
    std::uint16_t scope = 0;
    switch (pattern->cover) {
      case Cover::everything:
        break;
      case Cover::service:
        kind = Kind::service;
        scope = vocabulary.find_service(pattern->service).value_or(no_word);
        break;
      case Cover::type:
      case Cover::items:
        kind = Kind::type;
        break;
      case Cover::item:
        kind = Kind::item;
        break;
      case Cover::groups:
        kind = Kind::groups;
        break;
      case Cover::group:
        kind = Kind::group;
        break;
    }
    if (kind > Kind::service)
      scope = vocabulary.find_type(pattern->service, pattern->type).value_or(no_word);
    if (scope == no_word) continue;
    const bool by_id = kind == Kind::item || kind == Kind::group;
    const std::uint64_t id_hash = by_id ? hash_text(pattern->id) : 0;
    for (const std::string& name : statement.action) {
      const auto action = vocabulary.find_action(name);
      if (!action) continue;
      draft.add(key(*action, kind, scope, id_hash), pattern->id, rule);
      shapes_ |= shape(*action, kind);
    }
  }
}

void Matcher::build(Draft& draft) {
  if (draft.entries.empty()) return;
  slots_.resize(std::bit_ceil(draft.entries.size() * 2));
  mask_ = static_cast<std::uint32_t>(slots_.size() - 1);
  for (Draft::Entry& entry : draft.entries) {
    std::ranges::sort(entry.rules, [](const Rule& a, const Rule& b) {
      return a.deny != b.deny ? a.deny > b.deny : a.statement < b.statement;
    });
    Slot slot;
    slot.key = entry.key;
    slot.first = static_cast<std::uint32_t>(rules_.size());
    slot.count = static_cast<std::uint32_t>(entry.rules.size());
    slot.id_at = static_cast<std::uint32_t>(ids_.size());
    slot.id_bytes = static_cast<std::uint32_t>(entry.id.size());
    ids_ += entry.id;
    rules_.insert(rules_.end(), entry.rules.begin(), entry.rules.end());
    std::size_t at = entry.key & mask_;
    while (slots_[at].count != 0) at = (at + 1) & mask_;
    slots_[at] = slot;
  }
  rules_.shrink_to_fit();
  conditions_.shrink_to_fit();
  ids_.shrink_to_fit();
}

const Matcher::Slot* Matcher::find(std::uint64_t key, std::string_view id) const {
  for (std::size_t at = key & mask_; slots_[at].count != 0; at = (at + 1) & mask_) {
    const Slot& slot = slots_[at];
    if (slot.key == key && std::string_view(ids_).substr(slot.id_at, slot.id_bytes) == id)
      return &slot;
  }
  return nullptr;
}

std::size_t Matcher::memory_bytes() const {
  std::size_t bytes = slots_.capacity() * sizeof(Slot) + rules_.capacity() * sizeof(Rule) +
                      ids_.capacity() + sizeof *this;
  for (const Condition& condition : conditions_) bytes += condition.memory_bytes();
  return bytes;
}

}  // namespace gatehouse::policy
