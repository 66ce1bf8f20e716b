#include "store/permission_policies.h"

#include <span>

#include "base/codec.h"
#include "base/text.h"
#include "store/audit_set.h"
#include "store/find.h"
#include "store/organizations.h"

namespace gatehouse::store {
namespace {

constexpr std::string_view kPolicy =
    "select p.organization_id, p.id, p.name, p.is_managed, p.statements, p.version, p.created_at, "
    "p.modified_at, p.created_by, p.modified_by, "
    "(select count(*) from principal_permissions x where x.organization_id = p.organization_id and "
    "x.policy_id = p.id and x.principal_type = 'USER'), "
    "(select count(*) from principal_permissions x where x.organization_id = p.organization_id and "
    "x.policy_id = p.id and x.principal_type = 'USERGROUP'), "
    "(select count(*) from principal_permissions x where x.organization_id = p.organization_id and "
    "x.policy_id = p.id and x.principal_type = 'SERVICEUSER'), "
    "(select count(*) from principal_permissions x where x.organization_id = p.organization_id and "
    "x.policy_id = p.id and x.principal_type = 'SUPPORTUSERS'), "
    "(select count(*) from principal_permissions x where x.organization_id = p.organization_id and "
    "x.policy_id = p.id and x.principal_type = 'ALLUSERS') from permission_policies p ";

PermissionPolicy policy_of(const Row& row) {
  PermissionPolicy policy;
  policy.organization_id = row.id<OrganizationId>(0);
  policy.id = row.id<PermissionPolicyId>(1);
  policy.name = row.text(2);
  policy.is_managed = row.boolean(3);
  policy.statements = statements_of(row.text(4));
  read_audit_set(policy, row, 5);
  policy.attachments = {row.integer(10), row.integer(11), row.integer(12),
                        row.integer(13), row.integer(14), {}};
  return policy;
}

// The applications for whose every subject a policy is; few in any organization.
void add_any_subjects(Transaction& tx, std::span<PermissionPolicy> policies) {
  if (policies.empty()) return;
  for (const Row& row : tx.query("select policy_id, principal_id from principal_permissions "
                                 "where organization_id = $1 and principal_type = 'ANYSUBJECT' "
                                 "order by principal_id",
                                 {policies.front().organization_id}))
    for (PermissionPolicy& policy : policies)
      if (policy.id == row.id<PermissionPolicyId>(0))
        policy.attachments.any_subject_of.push_back(row.text(1));
}

std::optional<PermissionPolicy> find(Transaction& tx, std::string_view condition, Params params) {
  auto policy = find_one(tx, kPolicy, condition, params, policy_of);
  if (policy) add_any_subjects(tx, {&*policy, 1});
  return policy;
}

Page<PermissionPolicy> page_of(Transaction& tx, const std::vector<Row>& rows,
                               const PageRequest& page) {
  std::vector<PermissionPolicy> policies;
  for (const Row& row : rows) policies.push_back(policy_of(row));
  add_any_subjects(tx, policies);
  return to_page(
      std::move(policies), page, [](const PermissionPolicy&) { return ""; },
      [](const PermissionPolicy& policy) { return to_string(policy.id); });
}

constexpr std::string_view kAttachment =
    "id, policy_id, principal_type, principal_id, created_at, created_by ";

PrincipalPermission attachment_of(const Row& row) {
  PrincipalPermission attachment;
  attachment.id = row.id<PrincipalPermissionId>(0);
  attachment.policy_id = row.id<PermissionPolicyId>(1);
  attachment.principal_type = word<PrincipalType>(row, 2);
  attachment.principal_id = row.text(3);
  attachment.created_at = attachment.modified_at = row.time(4);
  attachment.created_by = attachment.modified_by = row.text(5);
  return attachment;
}

}  // namespace

bool insert_permission_policy(Transaction& tx, const PermissionPolicy& policy) {
  return tx.execute(
             "insert into permission_policies (organization_id, id, name, name_key, is_managed, "
             "statements, version, created_at, modified_at, created_by, modified_by) "
             "values ($1, $2, $3, $4, $5, $6, 1, $7, $8, $9, $10) "
             "on conflict (organization_id, name_key) do nothing",
             {policy.organization_id, policy.id, policy.name, to_name_key(policy.name),
              policy.is_managed, statements_text(policy.statements), policy.created_at,
              policy.created_at, policy.created_by, policy.created_by}) == 1;
}

std::optional<PermissionPolicy> find_permission_policy(Transaction& tx, OrganizationId organization,
                                                       PermissionPolicyId id) {
  return find(tx, "where p.organization_id = $1 and p.id = $2", {organization, id});
}

std::optional<PermissionPolicy> find_permission_policy_by_name(Transaction& tx,
                                                               OrganizationId organization,
                                                               std::string_view name) {
  return find(tx, "where p.organization_id = $1 and p.name_key = $2",
              {organization, to_name_key(name)});
}

UpdateResult update_permission_policy(Transaction& tx, const PermissionPolicy& policy) {
  const auto namesake = find_permission_policy_by_name(tx, policy.organization_id, policy.name);
  if (namesake && namesake->id != policy.id) return UpdateResult::name_taken;
  const auto changed = tx.execute(
      "update permission_policies set name = $4, name_key = $5, statements = $6, "
      "version = version + 1, modified_at = $7, modified_by = $8 "
      "where organization_id = $1 and id = $2 and version = $3",
      {policy.organization_id, policy.id, policy.version, policy.name, to_name_key(policy.name),
       statements_text(policy.statements), policy.modified_at, policy.modified_by});
  return changed == 1 ? UpdateResult::done : UpdateResult::stale;
}

void remove_permission_policy(Transaction& tx, OrganizationId organization, PermissionPolicyId id) {
  tx.execute("delete from permission_policies where organization_id = $1 and id = $2",
             {organization, id});
}

Page<PermissionPolicy> list_permission_policies(Transaction& tx, OrganizationId organization,
                                                std::string_view text, const PageRequest& page) {
  return page_of(tx,
                 tx.query(std::string(kPolicy) +
                              "where p.organization_id = $1 and p.name_key like $2 escape '\\' "
                              "and ($3 = '' or p.id < $4) order by p.id desc limit $5",
                          {organization, contains_pattern(to_name_key(text)), page.after_id,
                           page.after_id, page.size + 1}),
                 page);
}

std::int64_t count_permission_policies(Transaction& tx, OrganizationId organization,
                                       std::string_view text) {
  return tx
      .query_one(
          "select count(*) from permission_policies where organization_id = $1 "
          "and name_key like $2 escape '\\'",
          {organization, contains_pattern(to_name_key(text))})
      ->integer(0);
}

Page<PermissionPolicy> list_attached_policies(Transaction& tx, OrganizationId organization,
                                              PrincipalType type, std::string_view principal_id,
                                              const PageRequest& page) {
  return page_of(
      tx,
      tx.query(std::string(kPolicy) +
                   "join principal_permissions a on a.organization_id = p.organization_id and "
                   "a.policy_id = p.id where a.organization_id = $1 and a.principal_type = $2 and "
                   "a.principal_id = $3 and ($4 = '' or p.id < $5) order by p.id desc limit $6",
               {organization, codec::enum_name(type), principal_id, page.after_id, page.after_id,
                page.size + 1}),
      page);
}

PrincipalPermission attach_policy(Transaction& tx, OrganizationId organization,
                                  const PrincipalPermission& attachment) {
  const auto column = [&](PrincipalType type) -> Param {
    return attachment.principal_type == type ? Param(attachment.principal_id) : Param(nullptr);
  };
  tx.execute(
      "insert into principal_permissions (organization_id, id, policy_id, principal_type, "
      "principal_id, user_id, group_id, service_user_id, created_at, created_by) "
      "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) "
      "on conflict (organization_id, policy_id, principal_type, principal_id) do nothing",
      {organization, attachment.id, attachment.policy_id,
       codec::enum_name(attachment.principal_type), attachment.principal_id,
       column(PrincipalType::user), column(PrincipalType::user_group),
       column(PrincipalType::service_user), attachment.created_at, attachment.created_by});
  const auto row = tx.query_one(
      "select " + std::string(kAttachment) +
          "from principal_permissions where organization_id = $1 and policy_id = $2 and "
          "principal_type = $3 and principal_id = $4",
      {organization, attachment.policy_id, codec::enum_name(attachment.principal_type),
       attachment.principal_id});
  return attachment_of(*row);
}

std::optional<PrincipalPermission> detach_policy(Transaction& tx, OrganizationId organization,
                                                 PermissionPolicyId policy, PrincipalType type,
                                                 std::string_view principal_id) {
  const auto row = tx.query_one(
      "delete from principal_permissions where organization_id = $1 and policy_id = $2 and "
      "principal_type = $3 and principal_id = $4 returning " +
          std::string(kAttachment),
      {organization, policy, codec::enum_name(type), principal_id});
  if (!row) return {};
  return attachment_of(*row);
}

}  // namespace gatehouse::store
