#include "policy/grant.h"

#include <algorithm>

#include "policy/resource.h"

namespace gatehouse::policy {
namespace {

struct Rule {
  const Statement* statement;
  std::vector<Pattern> patterns;
};

// A malformed resource counts as everything in a deny and as nothing in an allow.
std::vector<Rule> read(std::span<const Statement> statements, Effect effect) {
  std::vector<Rule> rules;
  for (const Statement& statement : statements) {
    if (statement.effect != effect) continue;
    Rule rule{&statement, {}};
    for (const std::string& mri : statement.resource) {
      const auto pattern = read_pattern(mri);
      if (pattern || effect == Effect::deny) rule.patterns.push_back(pattern.value_or(Pattern{}));
    }
    rules.push_back(std::move(rule));
  }
  return rules;
}

bool names(const Statement& statement, std::string_view action) {
  return std::ranges::find(statement.action, action) != statement.action.end();
}

bool allows(const Rule& rule, const Statement& granted, std::string_view action,
            const Pattern& pattern) {
  const Statement& held = *rule.statement;
  return (!held.condition || held.condition == granted.condition) &&
         (names(held, "all") || names(held, action)) &&
         std::ranges::any_of(rule.patterns,
                             [&](const Pattern& wide) { return covers(wide, pattern); });
}

bool may_deny(const Rule& rule, std::string_view action, const Pattern& pattern) {
  return (action == "all" || names(*rule.statement, "all") || names(*rule.statement, action)) &&
         std::ranges::any_of(rule.patterns,
                             [&](const Pattern& denied) { return may_overlap(denied, pattern); });
}

// Of two people, a condition may hold for the one and not for the other.
enum class Whose : std::uint8_t { of_two, of_one };

std::vector<Statement> excess(std::span<const Statement> holder, std::span<const Statement> granted,
                              Whose whose) {
  const auto allowed = read(holder, Effect::allow);
  auto denied = read(holder, Effect::deny);
  std::erase_if(denied, [&](const Rule& rule) {
    return (whose == Whose::of_one || !rule.statement->condition) &&
           std::ranges::find(granted, *rule.statement) != granted.end();
  });
  const auto holds = [&](const Statement& statement, const std::string& action,
                         const Pattern& pattern) {
    return std::ranges::any_of(
               allowed,
               [&](const Rule& rule) { return allows(rule, statement, action, pattern); }) &&
           std::ranges::none_of(denied,
                                [&](const Rule& rule) { return may_deny(rule, action, pattern); });
  };
  std::vector<Statement> found;
  for (const Statement& statement : granted) {
    if (statement.effect != Effect::allow) continue;
    for (const std::string& action : statement.action) {
      for (const std::string& mri : statement.resource) {
        const auto pattern = read_pattern(mri);
        if (!pattern || !holds(statement, action, *pattern))
          found.push_back({Effect::allow, {action}, {mri}, statement.condition});
      }
    }
  }
  return found;
}

}  // namespace

std::vector<Statement> excess(std::span<const Statement> holder,
                              std::span<const Statement> granted) {
  return excess(holder, granted, Whose::of_two);
}

std::vector<Statement> gained(std::span<const Statement> before, std::span<const Statement> after) {
  return excess(before, after, Whose::of_one);
}

std::optional<Statement> exceeds(std::span<const Statement> holder,
                                 std::span<const Statement> granted) {
  auto found = excess(holder, granted);
  if (found.empty()) return {};
  return std::move(found.front());
}

std::optional<Statement> gain_exceeds(std::span<const Statement> holder,
                                      std::span<const Statement> before,
                                      std::span<const Statement> after) {
  auto more = gained(before, after);
  // The denies that come along limit what is gained.
  std::ranges::copy_if(after, std::back_inserter(more),
                       [](const Statement& statement) { return statement.effect == Effect::deny; });
  return exceeds(holder, more);
}

bool is_administrator(std::span<const Statement> statements) {
  const auto is_deny = [](const Statement& statement) { return statement.effect == Effect::deny; };
  return std::ranges::none_of(statements, is_deny) &&
         std::ranges::any_of(statements, [](const Statement& statement) {
           return !statement.condition && names(statement, "all") &&
                  std::ranges::find(statement.resource, "*") != statement.resource.end();
         });
}

}  // namespace gatehouse::policy
