#include "api/rights.h"

#include <algorithm>

#include "policy/grant.h"
#include "store/administrators.h"

namespace gatehouse::api {

void require_within_own(const Context& context, std::span<const Statement> granted) {
  const auto own = context.snapshot()->statements_of(context.actor().subject());
  if (policy::is_administrator(own)) return;
  const auto excess = policy::exceeds(own, granted);
  if (!excess) return;
  Failure failure(Code::grant_exceeds_own,
                  "you cannot give rights that you do not hold yourself: `" +
                      excess->action.front() + "` on `" + excess->resource.front() + "`");
  failure.reason = {{"action", excess->action.front()}, {"resource", excess->resource.front()}};
  throw failure;
}

void require_not_stronger(const Context& context, const directory::Subject& subject) {
  require_within_own(context, context.snapshot()->statements_of(subject));
}

std::vector<Statement> statements_of_group(const directory::Snapshot& snapshot,
                                           ResourceGroupId id) {
  // What somebody new would hold who joins.
  const UserId newcomer{};
  return snapshot
      .with_user({.id = newcomer,
                  .end = {},
                  .statements = {},
                  .external_id = {},
                  .user_name = {},
                  .email = {}})
      ->with_group_item(id, to_string(newcomer))
      ->statements_of(directory::Subject::user(newcomer));
}

void require_result_within_own(Context& context, const directory::Subject& subject) {
  require_within_own(context, context.resulting(context.organization())->statements_of(subject));
}

void require_administrator_left(store::Transaction& tx, const directory::Snapshot& resulting) {
  const auto candidates = store::list_permanent_administrators(tx, resulting.organization());
  const bool is_left = std::ranges::any_of(candidates, [&](UserId id) {
    return policy::is_administrator(resulting.statements_of(directory::Subject::user(id)));
  });
  if (!is_left)
    throw Failure(Code::last_administrator,
                  "this would leave the organization without an administrator who can sign in and "
                  "whose access does not end");
}

}  // namespace gatehouse::api
