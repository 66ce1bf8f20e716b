// Making organizations and their first people, from the command line: nobody outside can.
#pragma once

#include <optional>
#include <string>

#include "model/organization.h"
#include "model/user.h"
#include "store/database.h"

namespace gatehouse::api {

/// An organization with its two managed permission policies.
Organization create_organization(store::Transaction& tx, const std::string& name,
                                 const std::string& short_name, const std::string& time_zone,
                                 Timestamp now);

struct FirstUser {
  std::string email;
  std::string first_name;
  std::string last_name;
  std::string password_hash;  ///< empty: none yet
  std::string policy;         ///< name of the policy to attach, empty: none
  std::optional<std::string> company{};
  std::optional<std::string> initials{};
  std::optional<std::string> title{};
};
/// Throws Failure for a bad address. An existing account joins.
User create_first_user(store::Transaction& tx, OrganizationId organization, const FirstUser& first,
                       Timestamp now);

void attach_by_name(store::Transaction& tx, OrganizationId organization, const std::string& policy,
                    const std::string& principal_type, const std::string& principal_id,
                    Timestamp now);

/// A one-time link, good for a day, with which the account chooses its first password.
std::string make_setup_link(store::Transaction& tx, AccountId account,
                            const std::string& public_url, Timestamp now);

}  // namespace gatehouse::api
