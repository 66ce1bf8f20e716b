#include "auth/membership.h"

namespace gatehouse::auth {

using namespace std::chrono_literals;

Memberships::Memberships(store::Database& database) : database_(database), users_(500'000, 0ms) {}

std::optional<UserId> Memberships::find(OrganizationId organization, AccountId account) {
  const Key key{organization, account};
  if (const auto cached = users_.find(key)) return cached;
  const auto read_at = std::chrono::steady_clock::now();
  const auto tx = database_.begin_read();
  const auto id = store::find_user_id(*tx, organization, account);
  if (id) users_.put(key, *id, read_at);
  return id;
}

void Memberships::forget(OrganizationId organization, AccountId account) {
  users_.erase({organization, account});
}

}  // namespace gatehouse::auth
