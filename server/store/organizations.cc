#include "store/organizations.h"

#include "base/codec.h"
#include "store/audit_set.h"
#include "store/find.h"

namespace gatehouse::store {

std::string statements_text(const std::vector<Statement>& statements) {
  return to_text(to_json(statements));
}

std::vector<Statement> statements_of(const std::string& text) {
  if (text == "[]") return {};
  return codec::read<std::vector<Statement>>(boost::json::parse(text), "statements");
}

void insert_organization(Transaction& tx, const Organization& organization) {
  tx.execute(
      "insert into organizations (id, name, short_name, type, status, time_zone, "
      "support_statements, support_version, epoch, audit_size, audit_frontier, version, "
      "created_at, "
      "modified_at, created_by, modified_by) "
      "values ($1, $2, $3, $4, $5, $6, '[]', 1, 1, 0, '', 1, $7, $8, $9, $10)",
      {organization.id, organization.name, organization.short_name,
       codec::enum_name(organization.type), codec::enum_name(organization.status),
       organization.time_zone, organization.created_at, organization.created_at,
       organization.created_by, organization.created_by});
}

std::optional<Organization> find_organization(Transaction& tx, OrganizationId id) {
  const auto row = tx.query_one(
      "select name, short_name, type, status, time_zone, version, created_at, modified_at, "
      "created_by, modified_by from organizations where id = $1",
      {id});
  if (!row) return {};
  Organization organization;
  organization.id = id;
  organization.name = row->text(0);
  organization.short_name = row->text(1);
  organization.type = word<OrganizationType>(*row, 2);
  organization.status = word<OrganizationStatus>(*row, 3);
  organization.time_zone = row->text(4);
  read_audit_set(organization, *row, 5);
  return organization;
}

std::vector<OrganizationId> list_organization_ids(Transaction& tx) {
  std::vector<OrganizationId> ids;
  for (const Row& row : tx.query("select id from organizations order by id"))
    ids.push_back(row.id<OrganizationId>(0));
  return ids;
}

bool lock_organization(Transaction& tx, OrganizationId id) {
  if (tx.execute("update organizations set epoch = epoch + 1 where id = $1", {id}) == 0)
    return false;
  tx.changes(id);
  return true;
}

std::int64_t organization_epoch(Transaction& tx, OrganizationId id) {
  const auto row = tx.query_one("select epoch from organizations where id = $1", {id});
  return row ? row->integer(0) : 0;
}

SupportAccess find_support_access(Transaction& tx, OrganizationId id) {
  const auto row = tx.query_one(
      "select support_version, support_end_at, support_statements from organizations where id = $1",
      {id});
  return {.id = id,
          .version = row->integer(0),
          .end_at = row->optional_time(1),
          .statements = statements_of(row->text(2))};
}

bool update_support_access(Transaction& tx, const SupportAccess& support) {
  return tx.execute(
             "update organizations set support_end_at = $3, support_statements = $4, "
             "support_version = support_version + 1 where id = $1 and support_version = $2",
             {support.id, support.version, support.end_at, statements_text(support.statements)}) ==
         1;
}

}  // namespace gatehouse::store
