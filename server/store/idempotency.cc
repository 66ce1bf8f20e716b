#include "store/idempotency.h"

namespace gatehouse::store {

std::optional<StoredAnswer> find_answer(Transaction& tx, OrganizationId organization,
                                        std::string_view principal, std::string_view key,
                                        Timestamp since) {
  const auto row = tx.query_one(
      "select request_hash, response from idempotency_keys where organization_id = $1 and "
      "principal_id = $2 and idempotency_key = $3 and created_at > $4",
      {organization, principal, key, since});
  if (!row) return {};
  return StoredAnswer{row->text(0), row->text(1)};
}

void insert_answer(Transaction& tx, OrganizationId organization, std::string_view principal,
                   std::string_view key, const StoredAnswer& answer, Timestamp now) {
  tx.execute(
      "insert into idempotency_keys (organization_id, principal_id, idempotency_key, request_hash, "
      "response, created_at) values ($1, $2, $3, $4, $5, $6) "
      "on conflict (organization_id, principal_id, idempotency_key) do update set "
      "request_hash = excluded.request_hash, response = excluded.response, "
      "created_at = excluded.created_at",
      {organization, principal, key, answer.request_hash, answer.response, now});
}

}  // namespace gatehouse::store
