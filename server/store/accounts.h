// Accounts, their passwords, links from mails, and sessions: what is global, not in an
// organization.
#pragma once

#include <optional>

#include "model/user.h"
#include "store/database.h"

namespace gatehouse::store {

/// False, writing nothing, when an account with that e-mail key exists.
bool insert_account(Transaction& tx, const Account& account);
std::optional<Account> find_account(Transaction& tx, AccountId id);
std::optional<Account> find_account_by_email(Transaction& tx, std::string_view email_key);
void update_account_names(Transaction& tx, AccountId id, std::string_view first_name,
                          std::string_view last_name, Timestamp now);
void record_sign_in(Transaction& tx, AccountId id, Timestamp now);

struct Credentials {
  AccountId account_id;
  std::optional<std::string> password_hash;
  std::optional<std::string> temporary_hash;  ///< SHA-256, hexadecimal
  std::optional<Timestamp> temporary_expires_at;
};
std::optional<Credentials> find_credentials(Transaction& tx, std::string_view email_key);
std::optional<Credentials> find_credentials(Transaction& tx, AccountId id);

/// Also removes the temporary password and every unused link.
void set_password(Transaction& tx, AccountId id, std::string_view password_hash, Timestamp now);
/// Without touching anything else: for accounts made in bulk a moment ago.
void set_demo_password(Transaction& tx, AccountId id, std::string_view password_hash,
                       Timestamp now);
/// Only for accounts without a password: false, writing nothing, when there is one.
bool set_temporary_password(Transaction& tx, AccountId id, std::string_view hash, Timestamp now,
                            Timestamp expires_at);
void remove_temporary_password(Transaction& tx, AccountId id);

/// A link replaces the unused ones of the same purpose.
void insert_link(Transaction& tx, std::string_view purpose, AccountId account,
                 std::string_view hash, Timestamp now, Timestamp expires_at);
/// Takes every unused link out of use.
void remove_links(Transaction& tx, AccountId account);
/// Whose the link is while it can be used; does not use it.
std::optional<AccountId> find_link_owner(Transaction& tx, std::string_view purpose,
                                         std::string_view hash, Timestamp now);
/// Takes the link out of use in one conditional update; nothing when it is unknown, used, expired
/// or of another purpose.
std::optional<AccountId> use_link(Transaction& tx, std::string_view purpose, std::string_view hash,
                                  Timestamp now);

struct Session {
  std::string hash;  ///< SHA-256 of the cookie's secret, hexadecimal
  std::string id;
  AccountId account_id;
  bool is_password_change = false;  ///< signed in with a temporary password
  Timestamp created_at;
  Timestamp authenticated_at;
  Timestamp last_seen_at;
  Timestamp expires_at;
  std::string source_address;
  std::string user_agent;
};
void insert_session(Transaction& tx, const Session& session);
std::optional<Session> find_session(Transaction& tx, std::string_view hash);
void touch_session(Transaction& tx, std::string_view hash, Timestamp now);
void remove_session(Transaction& tx, std::string_view hash);
void remove_sessions(Transaction& tx, AccountId account);

/// No window is longer: what is counted by hours and days, not for ever.
inline constexpr auto attempts_window_max = std::chrono::hours{24};
/// Counts one attempt; returns the number in the window that is open at `now`. A clock that was
/// ahead and was set right locks nobody out for longer than two windows.
std::int64_t reserve_attempt(Transaction& tx, std::string_view subject, Timestamp now,
                             std::chrono::milliseconds window);
/// The same number without counting one.
std::int64_t count_attempts(Transaction& tx, std::string_view subject, Timestamp now,
                            std::chrono::milliseconds window);
/// Takes back one that was no failure.
void return_attempt(Transaction& tx, std::string_view subject);
void clear_attempts(Transaction& tx, std::string_view subject);

}  // namespace gatehouse::store
