// From the store to the directory: an organization as a whole, and one change at a time. A change
// says only what was touched; what it is now is read from the transaction, so changes may be
// applied twice or late and the result is still what is stored.
#pragma once

#include "directory/snapshot.h"
#include "store/directory_rows.h"

namespace gatehouse::directory {

OrganizationData load_organization(store::Transaction& tx, OrganizationId organization);

SnapshotPointer apply(SnapshotPointer snapshot, store::Transaction& tx,
                      const store::DirectoryChange& change);

}  // namespace gatehouse::directory
