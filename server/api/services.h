// What handlers may use. Owned by App; everything here is thread-safe.
#pragma once

#include <functional>
#include <string>

#include "auth/authenticate.h"
#include "auth/keys.h"
#include "auth/membership.h"
#include "auth/password.h"
#include "base/time.h"
#include "directory/directory.h"
#include "directory/user_list.h"
#include "store/database.h"

namespace gatehouse::api {

struct MailSettings {
  std::string from;
  std::string from_name;
};

struct Services {
  const Clock& clock;
  store::Database& database;
  directory::Directory& directory;
  directory::UserLists& user_lists;
  auth::Authenticator& authenticator;
  auth::Memberships& memberships;
  auth::PasswordHasher& hasher;
  auth::Keys keys;
  std::string public_url;  ///< `https://access.example.com`: in links, and the only Origin we take
  MailSettings mail;
  std::function<void()> mail_written;  ///< wakes the delivery
  /// Runs the task after the answer: what would tell by its time who exists.
  std::function<void(std::function<void()>)> later;
};

}  // namespace gatehouse::api
