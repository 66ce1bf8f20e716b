#include "store/administrators.h"

#include "store/nested_groups.h"

namespace gatehouse::store {

std::vector<UserId> list_permanent_administrators(Transaction& tx, OrganizationId organization) {
  const std::string holders =
      "select a.principal_id as id from principal_permissions a join permission_policies p on "
      "p.organization_id = a.organization_id and p.id = a.policy_id where a.organization_id = $1 "
      "and p.is_managed = 1 and p.name_key = 'administrator' and a.principal_type = ";
  std::vector<UserId> users;
  for (const Row& row :
       tx.query(with_nested_groups(holders + "'USERGROUP'") + "select u.id from (" + holders +
                    "'USER' union " + nested_items +
                    ") h join users u on u.id = h.id join accounts c on c.id = u.account_id "
                    "where u.organization_id = $1 and u.is_active = 1 and u.end_at is null and "
                    "c.password_hash is not null",
                {organization}))
    users.push_back(row.id<UserId>(0));
  return users;
}

}  // namespace gatehouse::store
