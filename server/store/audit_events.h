// The audit trail's rows. audit/ decides what is written and keeps the tree; here is only the SQL.
#pragma once

#include <optional>

#include "model/audit_event.h"
#include "store/database.h"
#include "store/page.h"

namespace gatehouse::store {

struct AuditTree {
  std::int64_t size = 0;
  std::string frontier;  ///< hexadecimal roots of the complete subtrees, largest first
};
AuditTree find_audit_tree(Transaction& tx, OrganizationId organization);
void update_audit_tree(Transaction& tx, OrganizationId organization, const AuditTree& tree);

void insert_audit_event(Transaction& tx, OrganizationId organization, const AuditEvent& event,
                        std::string_view leaf_hash);
std::optional<AuditEvent> find_audit_event(Transaction& tx, OrganizationId organization,
                                           AuditEventId id);

struct AuditFilter {
  std::string actor;   ///< id of the actor; empty: all
  std::string target;  ///< id of the target; empty: all
  std::string action;  ///< `user.deactivate`, or `user.` for everything about users
  std::optional<Outcome> outcome;
  std::optional<Timestamp> from;
  std::optional<Timestamp> to;  ///< exclusive
  std::string user;             ///< id of the actor or the target; empty: all
  std::string source_address;   ///< empty: all
};
Page<AuditEvent> list_audit_events(Transaction& tx, OrganizationId organization,
                                   const AuditFilter& filter, const PageRequest& page);
std::int64_t count_audit_events(Transaction& tx, OrganizationId organization,
                                const AuditFilter& filter);

/// Events with their stored leaf hashes, in order of index, from `first`, at most `limit`.
std::vector<std::pair<AuditEvent, std::string>> list_audit_leaves(Transaction& tx,
                                                                  OrganizationId organization,
                                                                  std::int64_t first, int limit);

}  // namespace gatehouse::store
