#include "policy/named_access.h"

#include <algorithm>

#include "policy/resource.h"

namespace gatehouse::policy {
namespace {

std::string_view service_of(std::string_view word) { return word.substr(0, word.find(':')); }

// m3ter's `billing` and its like have types but no actions; those of `config` are meant for them.
std::string_view service_of_actions(const std::string& type, const Vocabulary& words) {
  const auto service = service_of(type);
  for (ActionId action = every_action + 1; action < words.action_count(); ++action)
    if (service_of(words.action(action)) == service) return service;
  return "config";
}

// The types that a pattern covers, by their collections; an item by itself.
std::vector<NamedAccess> places(const Pattern& pattern, const Vocabulary& words) {
  std::vector<NamedAccess> found;
  if (pattern.cover == Cover::groups || pattern.cover == Cover::group) return found;
  for (TypeId type = 0; type < words.type_count(); ++type) {
    const std::string& name = words.type(type);
    const bool is_service = pattern.cover == Cover::service;
    if (pattern.cover == Cover::everything || (is_service && service_of(name) == pattern.service) ||
        name == pattern.service + ":" + pattern.type)
      found.push_back({no_word, type, pattern.cover == Cover::item ? pattern.id : ""});
  }
  return found;
}

class Collector {
 public:
  Collector(const Vocabulary& words, std::size_t maximum) : words_(words), maximum_(maximum) {}

  void take(const Statement& statement) {
    for (const std::string& mri : statement.resource) {
      const auto pattern = read_pattern(mri);
      const auto found = pattern ? places(*pattern, words_) : std::vector<NamedAccess>();
      result_.is_complete = result_.is_complete && !found.empty();
      const bool is_wide =
          pattern && (pattern->cover == Cover::everything || pattern->cover == Cover::service);
      for (const NamedAccess& place : found)
        for (const std::string& action : statement.action) take(action, place, is_wide);
    }
  }

  NamedAccesses result() { return std::move(result_); }

 private:
  void take(const std::string& name, NamedAccess place, bool is_wide) {
    const auto service = service_of_actions(words_.type(place.type), words_);
    const auto id = words_.find_action(name);
    if (!id) return;
    if (*id != every_action) {
      if (is_wide && service_of(words_.action(*id)) != service) return;
      place.action = *id;
      return add(std::move(place));
    }
    for (ActionId action = every_action + 1; action < words_.action_count(); ++action) {
      if (service_of(words_.action(action)) != service) continue;
      place.action = action;
      add(place);
    }
  }

  void add(NamedAccess access) {
    if (std::ranges::find(result_.all, access) != result_.all.end()) return;
    if (result_.all.size() < maximum_)
      result_.all.push_back(std::move(access));
    else
      result_.is_complete = false;
  }

  const Vocabulary& words_;
  const std::size_t maximum_;
  NamedAccesses result_;
};

void add_missing(std::vector<Statement>& found, std::span<const Statement> from,
                 std::span<const Statement> in) {
  for (const Statement& statement : from)
    if (std::ranges::find(in, statement) == in.end()) found.push_back(statement);
}

}  // namespace

NamedAccesses named_accesses(std::span<const Statement> statements, const Vocabulary& vocabulary,
                             std::size_t maximum) {
  Collector collector(vocabulary, maximum);
  for (const Statement& statement : statements) collector.take(statement);
  return collector.result();
}

std::vector<Statement> difference(std::span<const Statement> one,
                                  std::span<const Statement> other) {
  std::vector<Statement> found;
  add_missing(found, one, other);
  add_missing(found, other, one);
  return found;
}

}  // namespace gatehouse::policy
