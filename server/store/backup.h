// A copy of a SQLite database as of one moment, while a server uses it or while none does.
#pragma once

#include <string>

namespace gatehouse::store {

/// Copies the database to the new file `target` (mode 0600), which appears only when it is whole.
/// Opens the source for reading only: there is one writer, and it is the only checkpointer
/// (docs/security.md D1). Throws std::runtime_error with a text for the operator.
void back_up_sqlite(const std::string& source, const std::string& target);

}  // namespace gatehouse::store
