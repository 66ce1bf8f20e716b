// User names: how a user is called in one organization, by people and by applications. Made here
// and never changed; unique, and lower case so that this holds in any case.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "store/database.h"

namespace gatehouse::store {

/// What stands before the @ of the address, reduced to a-z, 0-9, `.`, `_` and `-`; when that is
/// taken with `_company`, reduced alike; when that is taken too with the lowest free number, from
/// `_1`. Free until the transaction ends, which must hold the organization's lock.
std::string make_user_name(Transaction& tx, OrganizationId organization, std::string_view email,
                           const std::optional<std::string>& company);

}  // namespace gatehouse::store
