// Queries about nested groups, the one place that walks the nesting. $1 is the organization. A
// circle, which nothing should have let in, is walked once.
#pragma once

#include <string>

namespace gatehouse::store {

/// Starts a query with `nested (id)`: the groups that `start` selects and all that lie in them.
inline std::string with_nested_groups(const std::string& start) {
  return "with recursive nested (id) as (" + start +
         " union select i.target_id from resource_group_items i join nested n on "
         "i.group_id = n.id where i.organization_id = $1 and i.target_type = 'GROUP') ";
}

/// The items of `nested`, as `id`.
inline const std::string nested_items =
    "select i.target_id as id from resource_group_items i join nested n on i.group_id = n.id "
    "where i.organization_id = $1 and i.target_type = 'ITEM'";

/// Starts a query with `holding (id, depth)`: the groups that hold the target of type $2 and id $3,
/// directly (depth 0) or through others (1).
inline const std::string with_holding_groups =
    "with recursive holding (id, depth) as (select group_id, 0 from resource_group_items "
    "where organization_id = $1 and target_type = $2 and target_id = $3 "
    "union select i.group_id, 1 from resource_group_items i join holding h on "
    "i.target_type = 'GROUP' and i.target_id = h.id where i.organization_id = $1) ";

}  // namespace gatehouse::store
