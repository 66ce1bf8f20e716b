#include "store/resources.h"

#include "store/audit_set.h"
#include "store/find.h"

namespace gatehouse::store {
namespace {

constexpr std::string_view kResource =
    "select organization_id, id, type, resource_id, properties, version, created_at, modified_at, "
    "created_by, modified_by from resources ";
constexpr std::string_view kMatches =
    "where organization_id = $1 and ($2 = '' or type = $2) and ($3 = '' or resource_id = $3) and "
    "lower(resource_id) like lower($4) escape '\\' ";

RegisteredResource resource_of(const Row& row) {
  RegisteredResource resource;
  resource.organization_id = row.id<OrganizationId>(0);
  resource.id = row.id<ResourceId>(1);
  resource.type = row.text(2);
  resource.resource_id = row.text(3);
  resource.properties = parse_json(row.text(4)).as_object();
  read_audit_set(resource, row, 5);
  return resource;
}

}  // namespace

bool insert_resource(Transaction& tx, const RegisteredResource& resource) {
  return tx.execute(
             "insert into resources (organization_id, id, type, resource_id, properties, version, "
             "created_at, modified_at, created_by, modified_by) "
             "values ($1, $2, $3, $4, $5, 1, $6, $7, $8, $9) "
             "on conflict (organization_id, type, resource_id) do nothing",
             {resource.organization_id, resource.id, resource.type, resource.resource_id,
              to_text(resource.properties), resource.created_at, resource.created_at,
              resource.created_by, resource.created_by}) == 1;
}

std::optional<RegisteredResource> find_resource(Transaction& tx, OrganizationId organization,
                                                ResourceId id) {
  return find_one(tx, kResource, "where organization_id = $1 and id = $2", {organization, id},
                  resource_of);
}

bool update_resource(Transaction& tx, const RegisteredResource& resource) {
  return tx.execute(
             "update resources set properties = $4, version = version + 1, modified_at = $5, "
             "modified_by = $6 where organization_id = $1 and id = $2 and version = $3",
             {resource.organization_id, resource.id, resource.version, to_text(resource.properties),
              resource.modified_at, resource.modified_by}) == 1;
}

void remove_resource(Transaction& tx, OrganizationId organization, ResourceId id) {
  tx.execute("delete from resources where organization_id = $1 and id = $2", {organization, id});
}

Page<RegisteredResource> list_resources(Transaction& tx, OrganizationId organization,
                                        const ResourceFilter& filter, const PageRequest& page) {
  std::vector<RegisteredResource> resources;
  for (const Row& row : tx.query(std::string(kResource) + std::string(kMatches) +
                                     "and ($5 = '' or id < $5) order by id desc limit $6",
                                 {organization, filter.type, filter.resource_id,
                                  contains_pattern(filter.text), page.after_id, page.size + 1}))
    resources.push_back(resource_of(row));
  return to_page(
      std::move(resources), page, [](const auto&) { return ""; },
      [](const auto& resource) { return to_string(resource.id); });
}

std::int64_t count_resources(Transaction& tx, OrganizationId organization,
                             const ResourceFilter& filter) {
  return tx
      .query_one("select count(*) from resources " + std::string(kMatches),
                 {organization, filter.type, filter.resource_id, contains_pattern(filter.text)})
      ->integer(0);
}

std::vector<std::string> list_resource_types(Transaction& tx, OrganizationId organization) {
  std::vector<std::string> types;
  for (const Row& row :
       tx.query("select distinct type from resources where organization_id = $1 order by type",
                {organization}))
    types.push_back(row.text(0));
  return types;
}

}  // namespace gatehouse::store
