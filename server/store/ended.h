// Rows whose time is over and that nobody asks for any more: ended sessions, kept answers, counts
// of attempts, mail that is out or given up, changes of the directory. Nothing waits for their
// removal: whoever looks them up compares times.
#pragma once

#include "store/database.h"

namespace gatehouse::store {

/// A look that writes nothing.
bool has_ended(Transaction& tx, Timestamp now);
void remove_ended(Transaction& tx, Timestamp now);

}  // namespace gatehouse::store
