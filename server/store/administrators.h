// Who can always let others in: the last one may not be lost.
#pragma once

#include <vector>

#include "store/database.h"

namespace gatehouse::store {

inline constexpr std::string_view administrator_policy = "Administrator";
inline constexpr std::string_view read_only_policy = "ReadOnly";

/// Users who are active, have no access end date, have chosen a password, and hold the managed
/// policy Administrator themselves or through user groups. Whether a deny takes it back is not
/// asked here.
std::vector<UserId> list_permanent_administrators(Transaction& tx, OrganizationId organization);

}  // namespace gatehouse::store
