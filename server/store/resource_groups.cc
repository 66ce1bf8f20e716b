#include "store/resource_groups.h"

#include "base/codec.h"
#include "base/text.h"
#include "store/audit_set.h"
#include "store/find.h"
#include "store/nested_groups.h"
#include "store/users.h"

namespace gatehouse::store {
namespace {

constexpr std::string_view kGroup =
    "select g.organization_id, g.id, g.type, g.name, g.version, g.created_at, g.modified_at, "
    "g.created_by, g.modified_by, (select count(*) from resource_group_items i where "
    "i.organization_id = g.organization_id and i.group_id = g.id) from resource_groups g ";

ResourceGroup group_of(const Row& row) {
  ResourceGroup group;
  group.organization_id = row.id<OrganizationId>(0);
  group.id = row.id<ResourceGroupId>(1);
  group.type = row.text(2);
  group.name = row.text(3);
  read_audit_set(group, row, 4);
  group.items = row.integer(9);
  return group;
}

Page<ResourceGroup> page_of(const std::vector<Row>& rows, const PageRequest& page) {
  std::vector<ResourceGroup> groups;
  for (const Row& row : rows) groups.push_back(group_of(row));
  return to_page(
      std::move(groups), page, [](const ResourceGroup&) { return ""; },
      [](const ResourceGroup& group) { return to_string(group.id); });
}

}  // namespace

bool insert_resource_group(Transaction& tx, const ResourceGroup& group) {
  return tx.execute(
             "insert into resource_groups (organization_id, id, type, name, name_key, version, "
             "created_at, modified_at, created_by, modified_by) "
             "values ($1, $2, $3, $4, $5, 1, $6, $7, $8, $9) "
             "on conflict (organization_id, type, name_key) do nothing",
             {group.organization_id, group.id, group.type, group.name, to_name_key(group.name),
              group.created_at, group.created_at, group.created_by, group.created_by}) == 1;
}

std::optional<ResourceGroup> find_resource_group(Transaction& tx, OrganizationId organization,
                                                 std::string_view type, ResourceGroupId id) {
  return find_one(tx, kGroup, "where g.organization_id = $1 and g.type = $2 and g.id = $3",
                  {organization, type, id}, group_of);
}

UpdateResult update_resource_group(Transaction& tx, const ResourceGroup& group) {
  const auto namesake = tx.query_one(
      "select id from resource_groups where organization_id = $1 and type = $2 and name_key = $3 "
      "and id <> $4",
      {group.organization_id, group.type, to_name_key(group.name), group.id});
  if (namesake) return UpdateResult::name_taken;
  const auto changed = tx.execute(
      "update resource_groups set name = $4, name_key = $5, version = version + 1, "
      "modified_at = $6, modified_by = $7 where organization_id = $1 and id = $2 and version = $3",
      {group.organization_id, group.id, group.version, group.name, to_name_key(group.name),
       group.modified_at, group.modified_by});
  return changed == 1 ? UpdateResult::done : UpdateResult::stale;
}

void remove_resource_group(Transaction& tx, OrganizationId organization, ResourceGroupId id) {
  tx.execute(
      "delete from resource_group_items where organization_id = $1 and target_type = 'GROUP' and "
      "target_id = $2",
      {organization, id});
  tx.execute("delete from resource_groups where organization_id = $1 and id = $2",
             {organization, id});
}

Page<ResourceGroup> list_resource_groups(Transaction& tx, OrganizationId organization,
                                         std::string_view type, std::string_view text,
                                         const PageRequest& page) {
  return page_of(tx.query(std::string(kGroup) +
                              "where g.organization_id = $1 and g.type = $2 and g.name_key like $3 "
                              "escape '\\' and ($4 = '' or g.id < $5) order by g.id desc limit $6",
                          {organization, type, contains_pattern(to_name_key(text)), page.after_id,
                           page.after_id, page.size + 1}),
                 page);
}

std::int64_t count_resource_groups(Transaction& tx, OrganizationId organization,
                                   std::string_view type, std::string_view text) {
  return tx
      .query_one(
          "select count(*) from resource_groups where organization_id = $1 and type = $2 and "
          "name_key like $3 escape '\\'",
          {organization, type, contains_pattern(to_name_key(text))})
      ->integer(0);
}

bool add_group_item(Transaction& tx, OrganizationId organization, ResourceGroupId group,
                    const ResourceGroupItem& item) {
  return tx.execute(
             "insert into resource_group_items (organization_id, group_id, target_type, target_id, "
             "created_at, created_by) values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
             {organization, group, codec::enum_name(item.target_type), item.target_id,
              item.created_at, item.created_by}) == 1;
}

bool remove_group_item(Transaction& tx, OrganizationId organization, ResourceGroupId group,
                       TargetType type, std::string_view target_id) {
  return tx.execute(
             "delete from resource_group_items where organization_id = $1 and group_id = $2 and "
             "target_type = $3 and target_id = $4",
             {organization, group, codec::enum_name(type), target_id}) == 1;
}

void bump_resource_group(Transaction& tx, OrganizationId organization, ResourceGroupId id,
                         Timestamp now, std::string_view by) {
  tx.execute(
      "update resource_groups set version = version + 1, modified_at = $3, modified_by = $4 "
      "where organization_id = $1 and id = $2",
      {organization, id, now, by});
}

Page<ResourceGroupItem> list_group_items(Transaction& tx, OrganizationId organization,
                                         ResourceGroupId group, const PageRequest& page) {
  std::vector<ResourceGroupItem> items;
  for (const Row& row : tx.query(
           "select i.target_id, i.target_type, coalesce(n.name, " + std::string(shown_name_column) +
               ", ''), i.created_at, i.created_by from resource_group_items i "
               "left join resource_groups n on i.target_type = 'GROUP' and "
               "n.organization_id = i.organization_id and n.id = i.target_id "
               "left join users u on i.target_type = 'ITEM' and "
               "u.organization_id = i.organization_id and u.id = i.target_id "
               "left join accounts a on a.id = u.account_id "
               "where i.organization_id = $1 and i.group_id = $2 and "
               "($3 = '' or (i.target_type, i.target_id) > ($4, $5)) "
               "order by i.target_type, i.target_id limit $6",
           {organization, group, page.after_id, page.after_key, page.after_id, page.size + 1}))
    items.push_back({.target_id = row.text(0),
                     .target_type = word<TargetType>(row, 1),
                     .target_name = row.text(2),
                     .created_at = row.time(3),
                     .created_by = row.text(4)});
  return to_page(
      std::move(items), page,
      [](const ResourceGroupItem& item) { return codec::enum_name(item.target_type); },
      [](const ResourceGroupItem& item) { return item.target_id; });
}

Page<ResourceGroup> list_groups_of(Transaction& tx, OrganizationId organization,
                                   std::string_view target_id, bool is_inherited,
                                   const PageRequest& page) {
  return page_of(
      tx.query(with_holding_groups + std::string(kGroup) +
                   "where g.organization_id = $1 and g.id in (select id from holding where "
                   "depth <= $4) and ($5 = '' or g.id < $6) order by g.id desc limit $7",
               {organization, codec::enum_name(TargetType::item), target_id, is_inherited ? 1 : 0,
                page.after_id, page.after_id, page.size + 1}),
      page);
}

bool is_within(Transaction& tx, OrganizationId organization, ResourceGroupId outer,
               ResourceGroupId inner) {
  if (outer == inner) return true;
  return tx.query_one(with_holding_groups + "select count(*) from holding where id = $4",
                      {organization, codec::enum_name(TargetType::group), inner, outer})
             ->integer(0) > 0;
}

}  // namespace gatehouse::store
