#include "store/service_users.h"

#include "base/codec.h"
#include "base/text.h"
#include "store/audit_set.h"
#include "store/find.h"

namespace gatehouse::store {
namespace {

constexpr std::string_view kServiceUser =
    "select s.organization_id, s.id, s.name, s.is_active, s.version, s.created_at, s.modified_at, "
    "s.created_by, s.modified_by, (select count(*) from access_keys k where "
    "k.organization_id = s.organization_id and k.service_user_id = s.id and k.is_active = 1) "
    "from service_users s ";

UserStatus status_of(bool is_active) {
  return is_active ? UserStatus::active : UserStatus::inactive;
}

ServiceUser service_user_of(const Row& row) {
  ServiceUser user;
  user.organization_id = row.id<OrganizationId>(0);
  user.id = row.id<ServiceUserId>(1);
  user.name = row.text(2);
  user.status = status_of(row.boolean(3));
  read_audit_set(user, row, 4);
  user.active_keys = row.integer(9);
  return user;
}

constexpr std::string_view kAccessKey =
    "select organization_id, id, service_user_id, is_active, generation, expires_at, last_used_at, "
    "version, created_at, modified_at, created_by, modified_by from access_keys ";

AccessKey access_key_of(const Row& row) {
  AccessKey key;
  key.organization_id = row.id<OrganizationId>(0);
  key.id = row.id<AccessKeyId>(1);
  key.service_user_id = row.id<ServiceUserId>(2);
  key.status = status_of(row.boolean(3));
  key.generation = row.integer(4);
  key.expires_at = row.optional_time(5);
  key.last_used_at = row.optional_time(6);
  read_audit_set(key, row, 7);
  return key;
}

}  // namespace

bool insert_service_user(Transaction& tx, const ServiceUser& user) {
  return tx.execute(
             "insert into service_users (organization_id, id, name, name_key, is_active, version, "
             "created_at, modified_at, created_by, modified_by) "
             "values ($1, $2, $3, $4, 1, 1, $5, $6, $7, $8) "
             "on conflict (organization_id, name_key) do nothing",
             {user.organization_id, user.id, user.name, to_name_key(user.name), user.created_at,
              user.created_at, user.created_by, user.created_by}) == 1;
}

std::optional<ServiceUser> find_service_user(Transaction& tx, OrganizationId organization,
                                             ServiceUserId id) {
  return find_one(tx, kServiceUser, "where s.organization_id = $1 and s.id = $2",
                  {organization, id}, service_user_of);
}

UpdateResult update_service_user(Transaction& tx, const ServiceUser& user) {
  const auto namesake = tx.query_one(
      "select id from service_users where organization_id = $1 and name_key = $2 and id <> $3",
      {user.organization_id, to_name_key(user.name), user.id});
  if (namesake) return UpdateResult::name_taken;
  const auto changed = tx.execute(
      "update service_users set name = $4, name_key = $5, is_active = $6, version = version + 1, "
      "modified_at = $7, modified_by = $8 where organization_id = $1 and id = $2 and version = $3",
      {user.organization_id, user.id, user.version, user.name, to_name_key(user.name),
       user.status == UserStatus::active, user.modified_at, user.modified_by});
  return changed == 1 ? UpdateResult::done : UpdateResult::stale;
}

void remove_service_user(Transaction& tx, OrganizationId organization, ServiceUserId id) {
  tx.execute("delete from service_users where organization_id = $1 and id = $2",
             {organization, id});
}

Page<ServiceUser> list_service_users(Transaction& tx, OrganizationId organization,
                                     std::string_view text, const PageRequest& page) {
  std::vector<ServiceUser> users;
  for (const Row& row :
       tx.query(std::string(kServiceUser) +
                    "where s.organization_id = $1 and s.name_key like $2 escape '\\' and "
                    "($3 = '' or s.id < $4) order by s.id desc limit $5",
                {organization, contains_pattern(to_name_key(text)), page.after_id, page.after_id,
                 page.size + 1}))
    users.push_back(service_user_of(row));
  return to_page(
      std::move(users), page, [](const ServiceUser&) { return ""; },
      [](const ServiceUser& user) { return to_string(user.id); });
}

std::int64_t count_service_users(Transaction& tx, OrganizationId organization,
                                 std::string_view text) {
  return tx
      .query_one(
          "select count(*) from service_users where organization_id = $1 and name_key like $2 "
          "escape '\\'",
          {organization, contains_pattern(to_name_key(text))})
      ->integer(0);
}

std::optional<KeyState> find_key_state(Transaction& tx, AccessKeyId id) {
  const auto row = tx.query_one(
      "select organization_id, service_user_id, secret_hash, is_active, generation, expires_at, "
      "coalesce(last_used_at, 0) from access_keys where id = $1",
      {id});
  if (!row) return {};
  return KeyState{.organization_id = row->id<OrganizationId>(0),
                  .service_user_id = row->id<ServiceUserId>(1),
                  .secret_hash = row->text(2),
                  .is_active = row->boolean(3),
                  .generation = row->integer(4),
                  .expires_at = row->optional_time(5),
                  .used_at = row->time(6)};
}

void insert_access_key(Transaction& tx, const AccessKey& key, std::string_view secret_hash) {
  tx.execute(
      "insert into access_keys (organization_id, id, service_user_id, secret_hash, is_active, "
      "generation, expires_at, version, created_at, modified_at, created_by, modified_by) "
      "values ($1, $2, $3, $4, 1, 1, $5, 1, $6, $7, $8, $9)",
      {key.organization_id, key.id, key.service_user_id, secret_hash, key.expires_at,
       key.created_at, key.created_at, key.created_by, key.created_by});
}

std::optional<AccessKey> find_access_key(Transaction& tx, OrganizationId organization,
                                         ServiceUserId user, AccessKeyId id) {
  return find_one(tx, kAccessKey, "where organization_id = $1 and service_user_id = $2 and id = $3",
                  {organization, user, id}, access_key_of);
}

void set_access_key_status(Transaction& tx, OrganizationId organization, AccessKeyId id,
                           UserStatus status, Timestamp now, std::string_view by) {
  tx.execute(
      "update access_keys set is_active = $3, generation = generation + 1, version = version + 1, "
      "modified_at = $4, modified_by = $5 where organization_id = $1 and id = $2",
      {organization, id, status == UserStatus::active, now, by});
}

void end_tokens(Transaction& tx, OrganizationId organization, ServiceUserId user) {
  tx.execute(
      "update access_keys set generation = generation + 1 where organization_id = $1 and "
      "service_user_id = $2",
      {organization, user});
}

void remove_access_key(Transaction& tx, OrganizationId organization, AccessKeyId id) {
  tx.execute("delete from access_keys where organization_id = $1 and id = $2", {organization, id});
}

void record_access_key_use(Transaction& tx, OrganizationId organization, AccessKeyId id,
                           Timestamp now) {
  tx.execute("update access_keys set last_used_at = $3 where organization_id = $1 and id = $2",
             {organization, id, now});
}

Page<AccessKey> list_access_keys(Transaction& tx, OrganizationId organization, ServiceUserId user,
                                 const PageRequest& page) {
  std::vector<AccessKey> keys;
  for (const Row& row :
       tx.query(std::string(kAccessKey) +
                    "where organization_id = $1 and service_user_id = $2 and ($3 = '' or id < $4) "
                    "order by id desc limit $5",
                {organization, user, page.after_id, page.after_id, page.size + 1}))
    keys.push_back(access_key_of(row));
  return to_page(
      std::move(keys), page, [](const AccessKey&) { return ""; },
      [](const AccessKey& key) { return to_string(key.id); });
}

}  // namespace gatehouse::store
