// Users of an organization.
#pragma once

#include <optional>

#include "model/user.h"
#include "store/database.h"
#include "store/page.h"

namespace gatehouse::store {

/// False, writing nothing, when the account is in the organization already or the external id is
/// taken.
bool insert_user(Transaction& tx, const User& user);
std::optional<User> find_user(Transaction& tx, OrganizationId organization, UserId id,
                              Timestamp now);
std::optional<User> find_user_by_account(Transaction& tx, OrganizationId organization,
                                         AccountId account, Timestamp now);

std::optional<UserId> find_user_id(Transaction& tx, OrganizationId organization, AccountId account);

/// Name of a user or service user for the audit trail; the id itself when there is none.
std::string principal_name(Transaction& tx, OrganizationId organization, const std::string& id);

struct Membership {
  OrganizationId organization_id;
  std::string organization_name;
  UserId user_id;
  UserStatus status = UserStatus::active;
};
/// The organizations that an account is a user of.
std::vector<Membership> list_memberships(Transaction& tx, AccountId account, Timestamp now);

/// Writes switch, end date, inline statements and external id. False, writing nothing, when
/// `user.version` is not the stored one.
bool update_user(Transaction& tx, const User& user);
/// Carries a changed name or e-mail of the account into what lists sort and search by.
void refresh_search(Transaction& tx, AccountId account);

enum class UserSort : std::uint8_t { created, name, email, end_access };

struct UserFilter {
  std::string text;  ///< part of name, e-mail or id; lower case; empty: all
  std::optional<UserStatus> status;
  UserSort sort = UserSort::created;
  bool is_descending = true;
};
Page<User> list_users(Transaction& tx, OrganizationId organization, const UserFilter& filter,
                      const PageRequest& page, Timestamp now);
std::int64_t count_users(Transaction& tx, OrganizationId organization, const UserFilter& filter,
                         Timestamp now);

}  // namespace gatehouse::store
