// Users of an organization.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/user.h"
#include "store/database.h"

namespace gatehouse::store {

/// Gives the user its user name (store/user_names.h). False, writing nothing, when the account is
/// in the organization already or the external id is taken.
bool insert_user(Transaction& tx, User& user);
std::optional<User> find_user(Transaction& tx, OrganizationId organization, UserId id,
                              Timestamp now);
std::optional<UserId> find_user_id(Transaction& tx, OrganizationId organization, AccountId account);

/// What `shown_name` of a user is in SQL, for `users u` and `accounts a`.
inline constexpr std::string_view shown_name_column =
    "coalesce(u.full_name, a.first_name || ' ' || a.last_name)";
/// Name of a user or service user as others see it; the id itself when there is none.
std::string principal_name(Transaction& tx, OrganizationId organization, const std::string& id);

struct Membership {
  OrganizationId organization_id;
  std::string organization_name;
  UserId user_id;
  UserStatus status = UserStatus::active;
  std::optional<Timestamp> end_at;
};
/// The organizations that an account is a user of.
std::vector<Membership> list_memberships(Transaction& tx, AccountId account, Timestamp now);

/// Writes switch, end date, inline statements, external id, full name, company, initials and title.
/// False, writing nothing, when `user.version` is not the stored one.
bool update_user(Transaction& tx, const User& user);
/// Tells lists that what they show of the account has changed, in each of its organizations. For
/// whatever writes accounts and temporary passwords.
void mark_users_changed(Transaction& tx, AccountId account);

/// What lists search and sort by.
struct UserSummary {
  UserId id;
  bool is_active = true;
  std::optional<Timestamp> end_at;
  std::string shown_name;
  std::string user_name;
  std::string email;
  std::optional<std::string> external_id;
};
/// In the order of their ids, behind `after`.
std::vector<UserSummary> list_user_summaries(Transaction& tx, OrganizationId organization,
                                             std::optional<UserId> after, std::size_t count);
/// Those changed after the organization's epoch was `since`.
std::vector<UserSummary> list_changed_users(Transaction& tx, OrganizationId organization,
                                            std::int64_t since);
/// Those of `ids` that exist, in any order; what depends on the time is not set.
std::vector<User> find_users(Transaction& tx, OrganizationId organization,
                             const std::vector<UserId>& ids);

}  // namespace gatehouse::store
