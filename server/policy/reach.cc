#include "policy/reach.h"

#include <algorithm>

namespace gatehouse::policy {
namespace {

enum class Part : std::uint8_t { none, some, whole };

bool names(const Statement& statement, const std::string& action) {
  return std::ranges::any_of(
      statement.action, [&](const std::string& name) { return name == "all" || name == action; });
}

Part part_of(const Statement& statement, const Pattern& asked) {
  Part most = Part::none;
  for (const std::string& mri : statement.resource) {
    const auto pattern = read_pattern(mri);
    if (!pattern || !may_overlap(*pattern, asked)) continue;
    const bool whole = covers(*pattern, asked) && !statement.condition;
    most = std::max(most, whole ? Part::whole : Part::some);
  }
  return most;
}

}  // namespace

Reach reach_of(std::span<const Statement> statements, const std::string& action,
               const std::string& service, const std::string& type) {
  const Pattern asked{.cover = Cover::items, .service = service, .type = type, .id = {}};
  Part allowed = Part::none;
  Part denied = Part::none;
  for (const Statement& statement : statements) {
    if (!names(statement, action)) continue;
    Part& so_far = statement.effect == Effect::deny ? denied : allowed;
    so_far = std::max(so_far, part_of(statement, asked));
  }
  if (denied == Part::whole) return Reach::denied;
  if (allowed == Part::whole && denied == Part::none) return Reach::allowed;
  return allowed == Part::none ? Reach::not_granted : Reach::partly;
}

}  // namespace gatehouse::policy
