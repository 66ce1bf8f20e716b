#include "store/ended.h"

#include <functional>

#include "base/limits.h"
#include "store/accounts.h"
#include "store/idempotency.h"

namespace gatehouse::store {
namespace {

constexpr auto mail_kept = std::chrono::days{30};
constexpr auto directory_changes_kept = std::chrono::hours{24};

void for_each_kind(Timestamp now, const std::function<void(std::string, Params)>& visit) {
  visit("from sessions where expires_at <= $1 or last_seen_at <= $2",
        {now, now - limits::session_idle});
  visit("from idempotency_keys where created_at <= $1", {now - answers_kept});
  visit("from attempts where window_started_at <= $1", {now - attempts_window_max});
  // The newest mail of an open invitation tells whether it was delivered.
  visit(
      "from outbox where status in ('sent', 'failed') and next_attempt_at <= $1 and not exists "
      "(select 1 from invitations i where i.organization_id = outbox.organization_id and "
      "i.id = outbox.subject_id and i.status = 'PENDING')",
      {now - mail_kept});
  visit("from directory_changes where created_at <= $1", {now - directory_changes_kept});
}

}  // namespace

bool has_ended(Transaction& tx, Timestamp now) {
  bool has = false;
  for_each_kind(now, [&](const std::string& kind, Params params) {
    has = has || tx.query_one("select 1 " + kind + " limit 1", params);
  });
  return has;
}

void remove_ended(Transaction& tx, Timestamp now) {
  for_each_kind(
      now, [&](const std::string& kind, Params params) { tx.execute("delete " + kind, params); });
}

}  // namespace gatehouse::store
