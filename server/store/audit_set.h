// The columns that every stored thing ends with, in their order: version, created_at, modified_at,
// created_by, modified_by.
#pragma once

#include "model/audited.h"
#include "store/database.h"

namespace gatehouse::store {

/// `first` is the column of the version.
inline void read_audit_set(Audited& audited, const Row& row, std::size_t first) {
  audited.version = row.integer(first);
  audited.created_at = row.time(first + 1);
  audited.modified_at = row.time(first + 2);
  audited.created_by = row.text(first + 3);
  audited.modified_by = row.text(first + 4);
}

}  // namespace gatehouse::store
