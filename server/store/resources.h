// Resources that applications have registered.
#pragma once

#include <optional>

#include "model/resource.h"
#include "store/database.h"
#include "store/page.h"

namespace gatehouse::store {

/// False, writing nothing, when the type already has this resource.
bool insert_resource(Transaction& tx, const RegisteredResource& resource);
std::optional<RegisteredResource> find_resource(Transaction& tx, OrganizationId organization,
                                                ResourceId id);
/// The properties. False, writing nothing, when `resource.version` is stale.
bool update_resource(Transaction& tx, const RegisteredResource& resource);
void remove_resource(Transaction& tx, OrganizationId organization, ResourceId id);

/// Empty members match everything.
struct ResourceFilter {
  std::string type;
  std::string resource_id;
  std::string text;  ///< a part of the resource id
};
/// Newest first.
Page<RegisteredResource> list_resources(Transaction& tx, OrganizationId organization,
                                        const ResourceFilter& filter, const PageRequest& page);
std::int64_t count_resources(Transaction& tx, OrganizationId organization,
                             const ResourceFilter& filter);
/// Those that have a resource.
std::vector<std::string> list_resource_types(Transaction& tx, OrganizationId organization);

}  // namespace gatehouse::store
