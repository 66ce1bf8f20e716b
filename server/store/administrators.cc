#include "store/administrators.h"

namespace gatehouse::store {

std::vector<UserId> list_permanent_administrators(Transaction& tx, OrganizationId organization) {
  std::vector<UserId> users;
  for (const Row& row :
       tx.query("with recursive held (type, id) as ("
                "select a.principal_type, a.principal_id from principal_permissions a "
                "join permission_policies p on p.organization_id = a.organization_id and "
                "p.id = a.policy_id where a.organization_id = $1 and p.is_managed = 1 and "
                "p.name_key = 'administrator' "
                "union select case i.target_type when 'GROUP' then 'USERGROUP' else 'USER' end, "
                "i.target_id from resource_group_items i join held h on h.type = 'USERGROUP' and "
                "i.group_id = h.id where i.organization_id = $2) "
                "select u.id from held h join users u on h.type = 'USER' and u.id = h.id "
                "join accounts c on c.id = u.account_id "
                "where u.organization_id = $3 and u.is_active = 1 and u.end_at is null and "
                "c.password_hash is not null",
                {organization, organization, organization}))
    users.push_back(row.id<UserId>(0));
  return users;
}

}  // namespace gatehouse::store
