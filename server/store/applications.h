// Applications and their words.
#pragma once

#include <optional>

#include "model/application.h"
#include "store/database.h"
#include "store/page.h"

namespace gatehouse::store {

/// False, writing nothing, when the service is taken.
bool insert_application(Transaction& tx, const RegisteredApplication& application);
std::optional<RegisteredApplication> find_application(Transaction& tx, OrganizationId organization,
                                                      ApplicationId id);
/// Everything but the service. False, writing nothing, when `application.version` is stale.
bool update_application(Transaction& tx, const RegisteredApplication& application);
/// Attachments to any subject of it go with it.
void remove_application(Transaction& tx, const RegisteredApplication& application);
Page<RegisteredApplication> list_applications(Transaction& tx, OrganizationId organization,
                                              std::string_view text, const PageRequest& page);
std::int64_t count_applications(Transaction& tx, OrganizationId organization,
                                std::string_view text);
bool has_application(Transaction& tx, OrganizationId organization, std::string_view service);

}  // namespace gatehouse::store
