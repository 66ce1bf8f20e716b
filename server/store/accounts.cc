#include "store/accounts.h"

#include "base/failure.h"
#include "store/find.h"
#include "store/users.h"

namespace gatehouse::store {
namespace {

constexpr std::string_view kAccount =
    "select id, email, email_key, first_name, last_name, contact_number, "
    "case when password_hash is null then 0 else 1 end, version, created_at from accounts ";

Account account_of(const Row& row) {
  return {.id = row.id<AccountId>(0),
          .email = row.text(1),
          .email_key = row.text(2),
          .first_name = row.text(3),
          .last_name = row.text(4),
          .contact_number = row.text(5),
          .has_password = row.boolean(6),
          .version = row.integer(7),
          .created_at = row.time(8)};
}

constexpr std::string_view kCredentials =
    "select a.id, a.password_hash, t.hash, t.expires_at from accounts a "
    "left join temporary_passwords t on t.account_id = a.id ";

Credentials credentials_of(const Row& row) {
  return {row.id<AccountId>(0), row.optional_text(1), row.optional_text(2), row.optional_time(3)};
}

AccountId owner_of(const Row& row) { return row.id<AccountId>(0); }

}  // namespace

bool insert_account(Transaction& tx, const Account& account) {
  return tx.execute(
             "insert into accounts (id, email, email_key, first_name, last_name, contact_number, "
             "version, created_at, modified_at) values ($1, $2, $3, $4, $5, $6, 1, $7, $8) "
             "on conflict (email_key) do nothing",
             {account.id, account.email, account.email_key, account.first_name, account.last_name,
              account.contact_number, account.created_at, account.created_at}) == 1;
}

std::optional<Account> find_account(Transaction& tx, AccountId id) {
  return find_one(tx, kAccount, "where id = $1", {id}, account_of);
}

std::optional<Account> find_account_by_email(Transaction& tx, std::string_view email_key) {
  return find_one(tx, kAccount, "where email_key = $1", {email_key}, account_of);
}

void update_account_names(Transaction& tx, AccountId id, std::string_view first_name,
                          std::string_view last_name, Timestamp now) {
  mark_users_changed(tx, id);
  tx.execute(
      "update accounts set first_name = $2, last_name = $3, version = version + 1, "
      "modified_at = $4 where id = $1",
      {id, first_name, last_name, now});
}

void record_sign_in(Transaction& tx, AccountId id, Timestamp now) {
  mark_users_changed(tx, id);
  tx.execute("update accounts set last_sign_in_at = $2 where id = $1", {id, now});
}

std::optional<Credentials> find_credentials(Transaction& tx, std::string_view email_key) {
  return find_one(tx, kCredentials, "where a.email_key = $1", {email_key}, credentials_of);
}

std::optional<Credentials> find_credentials(Transaction& tx, AccountId id) {
  return find_one(tx, kCredentials, "where a.id = $1", {id}, credentials_of);
}

void set_password(Transaction& tx, AccountId id, std::string_view password_hash, Timestamp now) {
  remove_temporary_password(tx, id);
  remove_links(tx, id);
  tx.execute(
      "update accounts set password_hash = $2, password_changed_at = $3, version = version + 1, "
      "modified_at = $4 where id = $1",
      {id, password_hash, now, now});
}

void set_demo_password(Transaction& tx, AccountId id, std::string_view password_hash,
                       Timestamp now) {
  tx.execute("update accounts set password_hash = $2, password_changed_at = $3 where id = $1",
             {id, password_hash, now});
  mark_users_changed(tx, id);
}

bool set_temporary_password(Transaction& tx, AccountId id, std::string_view hash, Timestamp now,
                            Timestamp expires_at) {
  const auto written = tx.execute(
      "insert into temporary_passwords (account_id, hash, issued_at, expires_at) "
      "select id, $2, cast($3 as bigint), cast($4 as bigint) from accounts "
      "where id = $1 and password_hash is null "
      "on conflict (account_id) do update set hash = excluded.hash, "
      "issued_at = excluded.issued_at, expires_at = excluded.expires_at",
      {id, hash, now, expires_at});
  if (written == 1) mark_users_changed(tx, id);
  return written == 1;
}

void remove_temporary_password(Transaction& tx, AccountId id) {
  tx.execute("delete from temporary_passwords where account_id = $1", {id});
  mark_users_changed(tx, id);
}

void insert_link(Transaction& tx, std::string_view purpose, AccountId account,
                 std::string_view hash, Timestamp now, Timestamp expires_at) {
  tx.execute("delete from account_links where account_id = $1 and purpose = $2",
             {account, purpose});
  tx.execute(
      "insert into account_links (hash, purpose, account_id, created_at, expires_at) "
      "values ($1, $2, $3, $4, $5)",
      {hash, purpose, account, now, expires_at});
}

void remove_links(Transaction& tx, AccountId account) {
  tx.execute("delete from account_links where account_id = $1 and used_at is null", {account});
}

std::optional<AccountId> find_link_owner(Transaction& tx, std::string_view purpose,
                                         std::string_view hash, Timestamp now) {
  return find_one(tx, "select account_id from account_links ",
                  "where hash = $1 and purpose = $2 and used_at is null "
                  "and expires_at > $3",
                  {hash, purpose, now}, owner_of);
}

std::optional<AccountId> use_link(Transaction& tx, std::string_view purpose, std::string_view hash,
                                  Timestamp now) {
  return find_one(
      tx,
      "update account_links set used_at = $3 where hash = $1 and purpose = $2 and used_at is null ",
      "and expires_at > $4 returning account_id", {hash, purpose, now, now}, owner_of);
}

void insert_session(Transaction& tx, const Session& session) {
  tx.execute(
      "insert into sessions (hash, id, account_id, kind, created_at, authenticated_at, "
      "last_seen_at, expires_at, source_address, user_agent) "
      "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
      {session.hash, session.id, session.account_id,
       session.is_password_change ? "password_change" : "full", session.created_at,
       session.authenticated_at, session.last_seen_at, session.expires_at, session.source_address,
       session.user_agent});
}

std::optional<Session> find_session(Transaction& tx, std::string_view hash) {
  const auto row = tx.query_one(
      "select hash, id, account_id, kind, created_at, authenticated_at, last_seen_at, expires_at, "
      "source_address, user_agent from sessions where hash = $1",
      {hash});
  if (!row) return {};
  return Session{.hash = row->text(0),
                 .id = row->text(1),
                 .account_id = row->id<AccountId>(2),
                 .is_password_change = row->text(3) == "password_change",
                 .created_at = row->time(4),
                 .authenticated_at = row->time(5),
                 .last_seen_at = row->time(6),
                 .expires_at = row->time(7),
                 .source_address = row->text(8),
                 .user_agent = row->text(9)};
}

void touch_session(Transaction& tx, std::string_view hash, Timestamp now) {
  tx.execute("update sessions set last_seen_at = $2 where hash = $1", {hash, now});
}

void remove_session(Transaction& tx, std::string_view hash) {
  tx.execute("delete from sessions where hash = $1", {hash});
}

void remove_sessions(Transaction& tx, AccountId account) {
  tx.execute("delete from sessions where account_id = $1", {account});
}

std::int64_t count_attempts(Transaction& tx, std::string_view subject, Timestamp now,
                            std::chrono::milliseconds window) {
  const auto row = tx.query_one(
      "select count from attempts where subject = $1 and window_started_at > $2 "
      "and window_started_at <= $3",
      {subject, Timestamp(now - window), Timestamp(now + window)});
  return row ? row->integer(0) : 0;
}

std::int64_t reserve_attempt(Transaction& tx, std::string_view subject, Timestamp now,
                             std::chrono::milliseconds window) {
  check(window <= attempts_window_max, "the row may be removed before the window ends");
  // A window from further ahead was opened by a clock that was wrong. A nearer one may be of
  // another node: it must not forgive what that has counted.
  const Timestamp first = now - window;
  const Timestamp last = now + window;
  const auto row = tx.query_one(
      "insert into attempts (subject, count, window_started_at) values ($1, 1, $2) "
      "on conflict (subject) do update set "
      "count = case when attempts.window_started_at > $3 and attempts.window_started_at <= $4 "
      "then attempts.count + 1 else 1 end, "
      "window_started_at = case when attempts.window_started_at > $5 "
      "and attempts.window_started_at <= $6 then attempts.window_started_at else $7 end "
      "returning count",
      {subject, now, first, last, first, last, now});
  return row->integer(0);
}

void return_attempt(Transaction& tx, std::string_view subject) {
  tx.execute("update attempts set count = count - 1 where subject = $1 and count > 0", {subject});
}

void clear_attempts(Transaction& tx, std::string_view subject) {
  tx.execute("delete from attempts where subject = $1", {subject});
}

}  // namespace gatehouse::store
