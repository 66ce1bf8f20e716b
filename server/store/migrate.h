// The schema and its history: numbered files of server/store/migrations, embedded in the binary,
// forward only, each in one transaction. A file that was edited after it ran, and a database newer
// than the binary, are refused.
#pragma once

#include <span>
#include <string_view>

#include "store/database.h"

namespace gatehouse::store {

struct Migration {
  int number;
  std::string_view name;
  std::string_view sql;
};

/// All migrations in order.
std::span<const Migration> migrations();

/// Brings the database to the newest schema. Safe when several nodes start at once. Throws
/// std::runtime_error with a text for the operator.
void migrate(Database& database, Timestamp now);

}  // namespace gatehouse::store
