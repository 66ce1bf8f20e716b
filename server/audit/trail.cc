#include "audit/trail.h"

#include <fmt/format.h>

#include <exception>
#include <utility>
#include <vector>

#include "audit/tree.h"
#include "base/canonical.h"
#include "base/crypto.h"
#include "store/audit_events.h"

namespace gatehouse::audit {
namespace {

constexpr int kVerifyBatch = 1000;

std::string leaf_of(const AuditEvent& event) { return to_hex(leaf_hash(canonical_of(event))); }

}  // namespace

void record(store::Transaction& tx, OrganizationId organization, AuditEvent event) {
  const store::AuditTree stored = store::find_audit_tree(tx, organization);
  event.id = AuditEventId::generate(event.time);
  event.index = stored.size;
  const std::string leaf = leaf_of(event);
  Tree tree(stored.size, stored.frontier);
  tree.append(from_hex(leaf));
  store::insert_audit_event(tx, organization, event, leaf);
  store::update_audit_tree(tx, organization, {tree.size(), tree.frontier()});
}

Verification verify(store::Transaction& tx, OrganizationId organization) {
  const store::AuditTree stored = store::find_audit_tree(tx, organization);
  Tree tree;
  const auto broken = [&](std::string problem) {
    return Verification{false, tree.size(), to_hex(tree.root()), std::move(problem)};
  };
  for (;;) {
    std::vector<std::pair<AuditEvent, std::string>> leaves;
    try {
      leaves = store::list_audit_leaves(tx, organization, tree.size(), kVerifyBatch);
    } catch (const std::exception& problem) {
      return broken(
          fmt::format("an event from {} on is unreadable: {}", tree.size(), problem.what()));
    }
    for (const auto& [event, stored_leaf] : leaves) {
      if (event.index != tree.size())
        return broken(fmt::format("event {} is missing", tree.size()));
      const std::string leaf = leaf_of(event);
      if (leaf != stored_leaf) return broken(fmt::format("event {} was altered", event.index));
      tree.append(from_hex(leaf));
    }
    if (leaves.size() < kVerifyBatch) break;
  }
  if (tree.size() != stored.size)
    return broken(fmt::format("{} events are stored, {} were recorded", tree.size(), stored.size));
  if (tree.frontier() != stored.frontier) return broken("the tree does not match its events");
  return {true, tree.size(), to_hex(tree.root()), ""};
}

}  // namespace gatehouse::audit
