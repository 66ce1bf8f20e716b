// Who is calling. A bearer token belongs to a service user's access key, a session cookie to a
// person's account; both are looked up at every request, so what was withdrawn is refused at the
// next one (docs/security.md D8, D11).
#pragma once

#include <optional>
#include <string>

#include "auth/cache.h"
#include "auth/keys.h"
#include "http/message.h"
#include "store/accounts.h"
#include "store/database.h"
#include "store/service_users.h"

namespace gatehouse::auth {

inline constexpr std::string_view session_cookie = "__Host-gatehouse";

enum class PrincipalKind : std::uint8_t { nobody, account, service_user };

/// Who is calling, before any organization is asked whether they belong to it.
struct Principal {
  PrincipalKind kind = PrincipalKind::nobody;

  // account
  AccountId account_id;
  bool is_password_change = false;  ///< may only choose a password or sign out
  std::string session_secret;       ///< the cookie's value
  Timestamp authenticated_at;
  Timestamp session_expires_at;
  std::string session_id;

  // service_user
  OrganizationId organization_id;
  ServiceUserId service_user_id;
  AccessKeyId access_key_id;
};

struct AccessToken {
  std::string text;
  std::chrono::seconds lifetime{};
};

/// Thread-safe.
class Authenticator {
 public:
  Authenticator(store::Database& database, const Keys& keys);

  /// Throws Failure(unauthenticated) for credentials that are wrong, ended or withdrawn,
  /// Failure(invalid_input) when a request carries two kinds; nobody when it carries none.
  Principal authenticate(const http::Request& request, Timestamp now);
  /// The same without asking the database: nothing when that would be needed.
  std::optional<Principal> authenticate_cached(const http::Request& request, Timestamp now);

  /// RFC 6749 section 4.4. Throws Failure(unauthenticated) unless id and secret belong to an
  /// active key. Whether the service user is active is the directory's to say.
  struct Issued {
    AccessToken token;
    Principal principal;
    bool is_first_use_in_minute = false;  ///< worth recording in the key
  };
  Issued issue_token(std::string_view access_key_id, std::string_view api_secret, Timestamp now);

  /// Makes a session row and its cookie value.
  struct NewSession {
    std::string secret;
    store::Session row;
  };
  struct SessionStart {
    bool is_password_change = false;
    Timestamp authenticated_at;  ///< when the password was last given
  };
  NewSession start_session(store::Transaction& tx, AccountId account, const SessionStart& start,
                           const http::Request& request, Timestamp now);
  std::string csrf_token(std::string_view session_secret) const;

  void forget_session(std::string_view session_secret);
  void forget_sessions(AccountId account);
  void forget_access_key(AccessKeyId key);

 private:
  std::optional<store::KeyState> find_key(AccessKeyId id, bool may_use_database);
  std::optional<store::Session> find_session(const std::string& hash, bool may_use_database);
  std::optional<Principal> from_token(std::string_view token, Timestamp now, bool may_use_database);
  std::optional<Principal> from_session(std::string_view secret, Timestamp now,
                                        bool may_use_database);
  void keep_alive(const std::string& hash, Timestamp now);

  store::Database& database_;
  const Keys keys_;
  LeasedCache<std::string, store::Session> sessions_;
  LeasedCache<AccessKeyId, store::KeyState> access_keys_;
};

/// The cookie's value, empty when there is none.
std::string_view cookie_of(const http::Request& request, std::string_view name);
std::string set_cookie(std::string_view secret, std::chrono::seconds lifetime);
std::string clear_cookie();

/// How a random secret is stored: SHA-256, hexadecimal. Only for secrets of at least 112 bits.
std::string secret_hash(std::string_view secret);
/// `gh_<kind>_` and 256 random bits, so that a leaked one can be recognized for what it is.
std::string make_secret(std::string_view kind);

}  // namespace gatehouse::auth
