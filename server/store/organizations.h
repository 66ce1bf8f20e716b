// Organizations, their lock and their support access.
#pragma once

#include <optional>
#include <vector>

#include "model/organization.h"
#include "store/database.h"

namespace gatehouse::store {

void insert_organization(Transaction& tx, const Organization& organization);
std::optional<Organization> find_organization(Transaction& tx, OrganizationId id);
std::vector<OrganizationId> list_organization_ids(Transaction& tx);

/// Serializes every change of the organization: a second caller waits until the first transaction
/// ends (docs/security.md D5). False when there is no such organization.
bool lock_organization(Transaction& tx, OrganizationId id);
std::int64_t organization_epoch(Transaction& tx, OrganizationId id);

SupportAccess find_support_access(Transaction& tx, OrganizationId id);
/// False, writing nothing, when `support.version` is not the stored one.
bool update_support_access(Transaction& tx, const SupportAccess& support);

/// JSON text of statements, as stored.
std::string statements_text(const std::vector<Statement>& statements);
std::vector<Statement> statements_of(const std::string& text);

}  // namespace gatehouse::store
