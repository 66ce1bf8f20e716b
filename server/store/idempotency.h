// Answers to requests that carried an Idempotency-Key, for a day, so that a retry after a lost
// answer changes nothing and gets the same one.
#pragma once

#include <optional>

#include "store/database.h"

namespace gatehouse::store {

inline constexpr auto answers_kept = std::chrono::hours{24};

struct StoredAnswer {
  std::string request_hash;
  std::string response;  ///< sealed: it may hold a secret that is shown once
};

std::optional<StoredAnswer> find_answer(Transaction& tx, OrganizationId organization,
                                        std::string_view principal, std::string_view key,
                                        Timestamp since);
/// Replaces an older one of the same key.
void insert_answer(Transaction& tx, OrganizationId organization, std::string_view principal,
                   std::string_view key, const StoredAnswer& answer, Timestamp now);

}  // namespace gatehouse::store
