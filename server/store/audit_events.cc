#include "store/audit_events.h"

#include "base/codec.h"
#include "store/find.h"

namespace gatehouse::store {
namespace {

constexpr std::string_view kColumns =
    "id, event_index, time, actor_type, actor_id, actor_name, action, target_type, target_id, "
    "target_name, outcome, source_address, request_id, details ";

AuditEvent event_of(const Row& row) {
  return {.id = row.id<AuditEventId>(0),
          .index = row.integer(1),
          .time = row.time(2),
          .actor_type = word<ActorType>(row, 3),
          .actor_id = row.text(4),
          .actor_name = row.text(5),
          .action = row.text(6),
          .target_type = row.text(7),
          .target_id = row.text(8),
          .target_name = row.text(9),
          .outcome = word<Outcome>(row, 10),
          .source_address = row.text(11),
          .request_id = row.text(12),
          .details = boost::json::parse(row.text(13)).as_object()};
}

constexpr std::string_view kFilter =
    "where organization_id = $1 and ($2 = '' or actor_id = $3) and ($4 = '' or target_id = $5) and "
    "($6 = '' or action like $7 escape '\\') and ($8 = '' or outcome = $9) and "
    "time >= $10 and time < $11 and ($12 = '' or actor_id = $13 or target_id = $14) "
    "and ($15 = '' or source_address = $16) ";

// A filter's values in the order of kFilter.
struct Bound {
  explicit Bound(const AuditFilter& filter)
      : action(literal_pattern(filter.action)),
        outcome(filter.outcome ? codec::enum_name(*filter.outcome) : ""),
        from(filter.from.value_or(Timestamp{})),
        to(filter.to.value_or(Timestamp(std::chrono::milliseconds(99'999'999'999'999)))) {
    if (action.ends_with('.')) action += '%';
  }
  std::string action;
  std::string_view outcome;
  Timestamp from;
  Timestamp to;
};

}  // namespace

AuditTree find_audit_tree(Transaction& tx, OrganizationId organization) {
  const auto row = tx.query_one(
      "select audit_size, audit_frontier from organizations where id = $1", {organization});
  return {row->integer(0), row->text(1)};
}

void update_audit_tree(Transaction& tx, OrganizationId organization, const AuditTree& tree) {
  tx.execute("update organizations set audit_size = $2, audit_frontier = $3 where id = $1",
             {organization, tree.size, tree.frontier});
}

void insert_audit_event(Transaction& tx, OrganizationId organization, const AuditEvent& event,
                        std::string_view leaf_hash) {
  tx.execute(
      "insert into audit_events (organization_id, event_index, id, time, actor_type, actor_id, "
      "actor_name, action, target_type, target_id, target_name, outcome, source_address, "
      "request_id, "
      "details, leaf_hash) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, "
      "$15, "
      "$16)",
      {organization, event.index, event.id, event.time, codec::enum_name(event.actor_type),
       event.actor_id, event.actor_name, event.action, event.target_type, event.target_id,
       event.target_name, codec::enum_name(event.outcome), event.source_address, event.request_id,
       to_text(event.details), leaf_hash});
}

std::optional<AuditEvent> find_audit_event(Transaction& tx, OrganizationId organization,
                                           AuditEventId id) {
  const auto row = tx.query_one("select " + std::string(kColumns) +
                                    "from audit_events where organization_id = $1 and id = $2",
                                {organization, id});
  if (!row) return {};
  return event_of(*row);
}

Page<AuditEvent> list_audit_events(Transaction& tx, OrganizationId organization,
                                   const AuditFilter& filter, const PageRequest& page) {
  const Bound bound(filter);
  // The position is the index, which only grows; above every index for the first page.
  const std::int64_t before =
      page.after_id.empty() ? 9'000'000'000'000'000'000 : std::stoll(page.after_id);
  std::vector<AuditEvent> events;
  for (const Row& row :
       tx.query("select " + std::string(kColumns) + "from audit_events " + std::string(kFilter) +
                    "and event_index < $17 order by event_index desc limit $18",
                {organization, filter.actor, filter.actor, filter.target, filter.target,
                 bound.action, bound.action, bound.outcome, bound.outcome, bound.from, bound.to,
                 filter.user, filter.user, filter.user, filter.source_address,
                 filter.source_address, before, page.size + 1}))
    events.push_back(event_of(row));
  return to_page(
      std::move(events), page, [](const AuditEvent&) { return ""; },
      [](const AuditEvent& event) { return std::to_string(event.index); });
}

std::int64_t count_audit_events(Transaction& tx, OrganizationId organization,
                                const AuditFilter& filter) {
  const Bound bound(filter);
  return tx
      .query_one(
          "select count(*) from audit_events " + std::string(kFilter),
          {organization, filter.actor, filter.actor, filter.target, filter.target, bound.action,
           bound.action, bound.outcome, bound.outcome, bound.from, bound.to, filter.user,
           filter.user, filter.user, filter.source_address, filter.source_address})
      ->integer(0);
}

std::vector<std::pair<AuditEvent, std::string>> list_audit_leaves(Transaction& tx,
                                                                  OrganizationId organization,
                                                                  std::int64_t first, int limit) {
  std::vector<std::pair<AuditEvent, std::string>> leaves;
  for (const Row& row : tx.query("select " + std::string(kColumns) +
                                     ", leaf_hash from audit_events where organization_id = $1 and "
                                     "event_index >= $2 order by event_index limit $3",
                                 {organization, first, limit}))
    leaves.emplace_back(event_of(row), row.text(14));
  return leaves;
}

}  // namespace gatehouse::store
