// Writes an organization's audit trail, and proves that nobody edited it. An event is a leaf of the
// organization's Merkle tree (tree.h), recorded in the transaction of the change it tells of.
#pragma once

#include <string>

#include "model/audit_event.h"
#include "store/database.h"

namespace gatehouse::audit {

/// Gives the event its id and index and writes it. The caller has locked the organization.
void record(store::Transaction& tx, OrganizationId organization, AuditEvent event);

struct Verification {
  bool is_intact = true;
  std::int64_t size = 0;
  std::string root;     ///< hexadecimal
  std::string problem;  ///< empty when intact; names the first bad index
};

/// Recomputes every leaf and the tree from the stored events.
Verification verify(store::Transaction& tx, OrganizationId organization);

}  // namespace gatehouse::audit
