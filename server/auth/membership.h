// Which user an account is in an organization. Thread-safe.
#pragma once

#include "auth/cache.h"
#include "store/users.h"

namespace gatehouse::auth {

class Memberships {
 public:
  explicit Memberships(store::Database& database);

  /// Nothing when the account is no user of the organization. The answer may name a user that was
  /// deleted since: the directory knows, and `forget` makes the next call read again.
  std::optional<UserId> find(OrganizationId organization, AccountId account);
  /// The same without asking the database: nothing when that would be needed.
  std::optional<UserId> find_cached(OrganizationId organization, AccountId account) const {
    return users_.find({organization, account});
  }
  void forget(OrganizationId organization, AccountId account);

 private:
  struct Key {
    OrganizationId organization;
    AccountId account;
    bool operator==(const Key&) const = default;
  };
  struct KeyHash {
    std::size_t operator()(const Key& key) const {
      return UuidHash()(key.organization) * 31 + UuidHash()(key.account);
    }
  };
  store::Database& database_;
  LeasedCache<Key, UserId, KeyHash> users_;
};

}  // namespace gatehouse::auth
