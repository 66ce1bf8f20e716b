#include "api/rights.h"

#include <algorithm>
#include <utility>

#include "api/endpoints.h"
#include "policy/grant.h"
#include "store/administrators.h"
#include "store/permission_policies.h"

namespace gatehouse::api {
namespace {

using directory::Snapshot;
using directory::Subject;
using Statements = std::vector<Statement>;

[[noreturn]] void refuse(const std::string& why, const Statement& excess) {
  Failure failure(Code::grant_exceeds_own,
                  why + ": `" + excess.action.front() + "` on `" + excess.resource.front() + "`");
  failure.reason = {{"action", excess.action.front()}, {"resource", excess.resource.front()}};
  throw failure;
}

void refuse_gain(const std::optional<Statement>& excess) {
  if (excess) refuse("you cannot give rights that you do not hold yourself", *excess);
}

// Nothing for administrators, who are exempt.
std::optional<Statements> limits_of(const Context& context, const Snapshot& snapshot) {
  auto own = snapshot.statements_of(context.actor().subject());
  if (policy::is_administrator(own)) return {};
  return own;
}

// The parts of a change's target, `a|b|c`.
struct Target {
  std::string first, type, last;
};
Target target_of(const std::string& text) {
  const std::size_t one = text.find('|');
  const std::size_t two = text.find('|', one + 1);
  check(two != std::string::npos, "a directory change names three parts");
  return {text.substr(0, one), text.substr(one + 1, two - one - 1), text.substr(two + 1)};
}

// Everybody whom a change reaches, before and after: in questions that are not about an
// application, and in those about each whose rules hold for any subject.
class Comparison {
 public:
  Comparison(const Subject& actor, const Snapshot& before, const Snapshot& after)
      : before_(before), after_(after) {
    services_.emplace_back();
    for (const Snapshot* snapshot : {&before, &after})
      for (std::string& service : snapshot->any_subject_services())
        if (std::ranges::find(services_, service) == services_.end())
          services_.push_back(std::move(service));
    for (const std::string& service : services_)
      own_.push_back(before.statements_of(actor, service));
  }

  void reach(const store::DirectoryChange& change) {
    switch (change.kind) {
      case store::ChangeKind::user:
        return reach_user(change.target);
      case store::ChangeKind::service_user:
        return reach_service_user(change.target);
      case store::ChangeKind::group_item:
      case store::ChangeKind::attachment:
        return reach_target(target_of(change.target));
      case store::ChangeKind::group:
      case store::ChangeKind::policy:
      case store::ChangeKind::application:
        return reach_everybody();
      default:
        return;
    }
  }

 private:
  void reach_target(const Target& target) {
    if (target.type == "ITEM" || target.type == "USER") return reach_user(target.last);
    if (target.type == "SERVICEUSER") return reach_service_user(target.last);
    // A group that nobody is in yet must not become stronger either.
    if (target.type == "GROUP" || target.type == "USERGROUP")
      if (const auto group = ResourceGroupId::parse(target.last))
        reach_newcomer(std::span(&*group, 1));
    reach_everybody();
  }

  void reach_user(const std::string& text) {
    const auto id = UserId::parse(text);
    if (!id || !after_.find_user(*id)) return;  // an item that is no user
    if (before_.find_user(*id)) return compare(Subject::user(*id));
    in_each_service([&](const std::string& service) {
      return std::pair(statements_of_newcomer(before_, {}, {}, service),
                       after_.statements_of(Subject::user(*id), service));
    });
  }

  void reach_service_user(const std::string& text) {
    compare(Subject::service_user(*ServiceUserId::parse(text)));
  }

  // Who shares groups and policies before shares them after, so one of them is enough. Whoever
  // comes next holds what all users hold.
  void reach_everybody() {
    if (std::exchange(is_everybody_reached_, true)) return;
    reach_newcomer({});
    for (const Subject& subject : before_.holders()) compare(subject);
  }

  void reach_newcomer(std::span<const ResourceGroupId> groups) const {
    in_each_service([&](const std::string& service) {
      return std::pair(statements_of_newcomer(before_, {}, groups, service),
                       statements_of_newcomer(after_, {}, groups, service));
    });
  }

  void compare(const Subject& subject) const {
    in_each_service([&](const std::string& service) {
      return std::pair(before_.statements_of(subject, service),
                       after_.statements_of(subject, service));
    });
  }

  template <class Held>
  void in_each_service(Held held) const {
    const auto [before, after] = held(services_.front());
    const Change own_change = change(before, after);
    require_within(own_.front(), before, after, own_change);
    for (std::size_t i = 1; i < services_.size(); ++i) {
      const auto [before_there, after_there] = held(services_[i]);
      // What any subject holds besides, the actor holds too.
      const Change change_there = change(before_there, after_there);
      if (change_there != own_change)
        require_within(own_[i], before_there, after_there, change_there);
    }
  }

  struct Change {
    Statements gained, lost;
    bool operator==(const Change&) const = default;
  };
  static Change change(const Statements& before, const Statements& after) {
    if (before == after) return {};
    return {policy::gained(before, after), policy::gained(after, before)};
  }

  static void require_within(const Statements& own, const Statements& before,
                             const Statements& after, const Change& change) {
    if (!change.gained.empty()) refuse_gain(policy::gain_exceeds(own, before, after));
    if (change.lost.empty()) return;
    if (const auto more = policy::exceeds(own, before))
      refuse("you cannot take rights from somebody who holds what you do not hold", *more);
  }

  const Snapshot& before_;
  const Snapshot& after_;
  std::vector<std::string> services_;  // the first is none
  std::vector<Statements> own_;        // the actor's, in the same order
  bool is_everybody_reached_ = false;
};

}  // namespace

void require_change_within_own(const Context& context, const Snapshot& before,
                               const Snapshot& after,
                               std::span<const store::DirectoryChange> changes) {
  if (!limits_of(context, before)) return;
  Comparison comparison(context.actor().subject(), before, after);
  for (const auto& change : changes) comparison.reach(change);
}

void require_within_own(const Context& context, std::span<const Statement> granted) {
  if (const auto own = limits_of(context, *context.snapshot()))
    refuse_gain(policy::exceeds(*own, granted));
}

void require_not_stronger(const Context& context, const Subject& subject) {
  require_within_own(context, context.snapshot()->statements_of(subject));
}

Statements statements_of_newcomer(const Snapshot& snapshot,
                                  std::span<const PermissionPolicyId> policies,
                                  std::span<const ResourceGroupId> groups,
                                  std::string_view service) {
  const UserId newcomer{};
  auto with = snapshot.with_user({.id = newcomer});
  for (const auto& id : policies)
    with = with->with_attachment({id, {directory::PrincipalKind::user, newcomer, {}}});
  for (const auto& id : groups) with = with->with_group_item(id, to_string(newcomer));
  return with->statements_of(Subject::user(newcomer), service);
}

void require_newcomer_within_own(const Context& context,
                                 std::span<const PermissionPolicyId> policies,
                                 std::span<const ResourceGroupId> groups) {
  const auto snapshot = context.snapshot();
  if (const auto own = limits_of(context, *snapshot))
    refuse_gain(policy::gain_exceeds(*own, statements_of_newcomer(*snapshot, {}, {}),
                                     statements_of_newcomer(*snapshot, policies, groups)));
}

void require_place_within_own(const Context& context, ResourceGroupId group,
                              const policy::Pattern& what) {
  const auto snapshot = context.snapshot();
  const auto own = limits_of(context, *snapshot);
  if (!own) return;
  const std::string newcomer = to_string(UserId{});
  const auto around =
      snapshot->with_group_item(group, newcomer)
          ->groups_of(*snapshot->vocabulary().find_type(what.service, what.type), newcomer);
  Statements worth;
  snapshot->for_each_statement([&](const Statement& statement) {
    const bool names_it = std::ranges::any_of(statement.resource, [&](const std::string& mri) {
      const auto pattern = policy::read_pattern(mri);
      return pattern && pattern->service == what.service && pattern->type == what.type &&
             (pattern->cover == policy::Cover::groups ||
              (pattern->cover == policy::Cover::group &&
               std::ranges::find(around, pattern->id) != around.end()));
    });
    if (!names_it) return;
    const bool is_allow = statement.effect == Effect::allow;
    worth.push_back({Effect::allow,
                     statement.action,
                     {policy::to_string(what)},
                     is_allow ? statement.condition : std::nullopt});
  });
  refuse_gain(policy::exceeds(*own, worth));
}

void require_administrator_left(store::Transaction& tx, const Snapshot& resulting) {
  const auto candidates = store::list_permanent_administrators(tx, resulting.organization());
  const bool is_left = std::ranges::any_of(candidates, [&](UserId id) {
    return policy::is_administrator(resulting.statements_of(Subject::user(id)));
  });
  if (!is_left)
    throw Failure(Code::last_administrator,
                  "this would leave the organization without an administrator who can sign in and "
                  "whose access does not end");
}

PermissionPolicy found_policy(Context& context, OrganizationId organization,
                              PermissionPolicyId id) {
  auto policy = store::find_permission_policy(context.tx(), organization, id);
  if (!policy) refuse_unknown_id("permission policy");
  return *policy;
}

}  // namespace gatehouse::api
