// Service users and their access keys.
#pragma once

#include <optional>

#include "model/service_user.h"
#include "store/database.h"
#include "store/page.h"
#include "store/permission_policies.h"

namespace gatehouse::store {

/// False, writing nothing, when the name is taken, ignoring case.
bool insert_service_user(Transaction& tx, const ServiceUser& user);
std::optional<ServiceUser> find_service_user(Transaction& tx, OrganizationId organization,
                                             ServiceUserId id);
UpdateResult update_service_user(Transaction& tx, const ServiceUser& user);
/// Access keys and attachments go with it.
void remove_service_user(Transaction& tx, OrganizationId organization, ServiceUserId id);
Page<ServiceUser> list_service_users(Transaction& tx, OrganizationId organization,
                                     std::string_view text, const PageRequest& page);
std::int64_t count_service_users(Transaction& tx, OrganizationId organization,
                                 std::string_view text);

/// What checking a secret or a token needs to know of a key, whatever the organization.
struct KeyState {
  OrganizationId organization_id;
  ServiceUserId service_user_id;
  std::string secret_hash;
  bool is_active = false;
  std::int64_t generation = 0;
  std::optional<Timestamp> expires_at;
  Timestamp used_at;  ///< 1970 when never
};
std::optional<KeyState> find_key_state(Transaction& tx, AccessKeyId id);

void insert_access_key(Transaction& tx, const AccessKey& key, std::string_view secret_hash);
std::optional<AccessKey> find_access_key(Transaction& tx, OrganizationId organization,
                                         ServiceUserId user, AccessKeyId id);
/// Switches the key and raises its generation, so that tokens issued before stay dead.
void set_access_key_status(Transaction& tx, OrganizationId organization, AccessKeyId id,
                           UserStatus status, Timestamp now, std::string_view by);
/// Of every key of the service user: tokens issued before stay dead.
void end_tokens(Transaction& tx, OrganizationId organization, ServiceUserId user);
void remove_access_key(Transaction& tx, OrganizationId organization, AccessKeyId id);
void record_access_key_use(Transaction& tx, OrganizationId organization, AccessKeyId id,
                           Timestamp now);
Page<AccessKey> list_access_keys(Transaction& tx, OrganizationId organization, ServiceUserId user,
                                 const PageRequest& page);

}  // namespace gatehouse::store
