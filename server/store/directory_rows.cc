#include "store/directory_rows.h"

#include <array>

#include "store/organizations.h"

namespace gatehouse::store {
namespace {

constexpr std::array kKinds{"user",    "service_user", "group",   "group_item",
                            "policy",  "attachment",   "support", "access_key",
                            "session", "application",  "resource"};

// `sql` selects all rows of the organization; `id_column` narrows it to one.
template <class SomeId>
std::vector<Row> rows(Transaction& tx, const std::string& sql, OrganizationId organization,
                      const char* id_column, const std::optional<SomeId>& id,
                      const char* order = "") {
  if (id) return tx.query(sql + " and " + id_column + " = $2" + order, {organization, Param(*id)});
  return tx.query(sql + order, {organization});
}

}  // namespace

std::vector<Row> directory_users(Transaction& tx, OrganizationId organization,
                                 std::optional<UserId> id) {
  return rows(tx,
              "select u.id, u.is_active, u.end_at, u.statements, u.external_id, u.user_name, "
              "a.email_key from users u join accounts a on a.id = u.account_id where "
              "u.organization_id = $1",
              organization, "u.id", id);
}

std::vector<Row> directory_service_users(Transaction& tx, OrganizationId organization,
                                         std::optional<ServiceUserId> id) {
  return rows(tx, "select id, is_active from service_users where organization_id = $1",
              organization, "id", id);
}

std::vector<Row> directory_groups(Transaction& tx, OrganizationId organization,
                                  std::optional<ResourceGroupId> id) {
  return rows(tx, "select id, type, name from resource_groups where organization_id = $1",
              organization, "id", id);
}

std::vector<Row> directory_group_items(Transaction& tx, OrganizationId organization,
                                       std::optional<ResourceGroupId> group) {
  return rows(tx,
              "select group_id, target_type, target_id from resource_group_items "
              "where organization_id = $1",
              organization, "group_id", group, " order by group_id");
}

std::vector<Row> directory_policies(Transaction& tx, OrganizationId organization,
                                    std::optional<PermissionPolicyId> id) {
  return rows(tx,
              "select id, name, is_managed, statements from permission_policies "
              "where organization_id = $1",
              organization, "id", id);
}

bool has_group_item(Transaction& tx, OrganizationId organization, std::string_view group,
                    std::string_view target_type, std::string_view target_id) {
  return tx
      .query_one(
          "select 1 from resource_group_items where organization_id = $1 and group_id = $2 "
          "and target_type = $3 and target_id = $4",
          {organization, group, target_type, target_id})
      .has_value();
}

std::vector<Row> directory_attachments(Transaction& tx, OrganizationId organization) {
  return tx.query(
      "select policy_id, principal_type, principal_id from principal_permissions "
      "where organization_id = $1",
      {organization});
}

bool has_attachment(Transaction& tx, OrganizationId organization, std::string_view policy,
                    std::string_view principal_type, std::string_view principal_id) {
  return tx
      .query_one(
          "select 1 from principal_permissions where organization_id = $1 and policy_id = $2 "
          "and principal_type = $3 and principal_id = $4",
          {organization, policy, principal_type, principal_id})
      .has_value();
}

std::vector<Row> directory_applications(Transaction& tx, OrganizationId organization) {
  return tx.query(
      "select service, types, actions from applications where organization_id = $1 order by id",
      {organization});
}

std::vector<Row> directory_resources(Transaction& tx, OrganizationId organization) {
  return tx.query("select type, resource_id, properties from resources where organization_id = $1",
                  {organization});
}

std::optional<std::string> directory_resource(Transaction& tx, OrganizationId organization,
                                              std::string_view type, std::string_view resource_id) {
  const auto row = tx.query_one(
      "select properties from resources where organization_id = $1 and type = $2 and "
      "resource_id = $3",
      {organization, type, resource_id});
  return row ? std::optional(row->text(0)) : std::nullopt;
}

std::optional<Timestamp> directory_support_end(Transaction& tx, OrganizationId organization) {
  const auto row =
      tx.query_one("select support_end_at from organizations where id = $1", {organization});
  return row ? row->optional_time(0) : std::nullopt;
}

void insert_directory_changes(Transaction& tx, Engine engine, OrganizationId organization,
                              const std::vector<DirectoryChange>& changes, Timestamp now) {
  if (engine == Engine::sqlite || changes.empty()) return;
  const std::int64_t epoch = organization_epoch(tx, organization);
  for (const DirectoryChange& change : changes)
    tx.execute(
        "insert into directory_changes (organization_id, epoch, kind, target_id, created_at) "
        "values ($1, $2, $3, $4, $5) on conflict do nothing",
        {organization, epoch, kKinds.at(static_cast<std::size_t>(change.kind)), change.target,
         now});
}

std::vector<RecordedChange> list_directory_changes(Transaction& tx, Timestamp since) {
  std::vector<RecordedChange> changes;
  for (const Row& row :
       tx.query("select organization_id, epoch, kind, target_id from directory_changes "
                "where created_at >= $1 order by created_at, epoch",
                {since})) {
    for (std::size_t kind = 0; kind < kKinds.size(); ++kind)
      if (row.text(2) == kKinds[kind])
        changes.push_back({row.id<OrganizationId>(0),
                           row.integer(1),
                           {static_cast<ChangeKind>(kind), row.text(3)}});
  }
  return changes;
}

void remove_directory_changes(Transaction& tx, Timestamp before) {
  tx.execute("delete from directory_changes where created_at < $1", {before});
}

}  // namespace gatehouse::store
