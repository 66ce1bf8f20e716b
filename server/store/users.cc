#include "store/users.h"

#include "store/audit_set.h"
#include "store/find.h"
#include "store/organizations.h"
#include "store/user_names.h"

namespace gatehouse::store {
namespace {

constexpr std::string_view kColumns =
    "select u.organization_id, u.id, u.account_id, u.external_id, u.is_active, u.end_at, "
    "u.statements, u.version, u.created_at, u.modified_at, u.created_by, u.modified_by, a.email, "
    "a.first_name, a.last_name, a.contact_number, a.last_sign_in_at, a.first_accepted_terms_at, "
    "a.last_accepted_terms_at, case when a.password_hash is null then 0 else 1 end, t.issued_at, "
    "t.expires_at, u.user_name, u.full_name, u.company, u.initials, u.title from ";
constexpr std::string_view kUsers =
    "users u join accounts a on a.id = u.account_id "
    "left join temporary_passwords t on t.account_id = u.account_id ";

const std::string kSummary =
    "select u.id, u.is_active, u.end_at, " + std::string(shown_name_column) +
    ", u.user_name, a.email, u.external_id from users u join accounts a on a.id = u.account_id "
    "where u.organization_id = $1 ";

UserStatus status_of(bool is_active, const std::optional<Timestamp>& end_at, Timestamp now) {
  return is_active && (!end_at || *end_at > now) ? UserStatus::active : UserStatus::inactive;
}

User user_of(const Row& row, Timestamp now) {
  User user;
  user.organization_id = row.id<OrganizationId>(0);
  user.id = row.id<UserId>(1);
  user.account_id = row.id<AccountId>(2);
  user.external_id = row.optional_text(3);
  user.is_active = row.boolean(4);
  user.end_at = row.optional_time(5);
  user.statements = statements_of(row.text(6));
  read_audit_set(user, row, 7);
  user.email = row.text(12);
  user.first_name = row.text(13);
  user.last_name = row.text(14);
  user.contact_number = row.text(15);
  user.last_sign_in_at = row.optional_time(16);
  user.first_accepted_terms_at = row.optional_time(17);
  user.last_accepted_terms_at = row.optional_time(18);
  const bool has_password = row.boolean(19);
  if (!row.is_null(20)) user.temporary_password = TemporaryPassword{row.time(20), row.time(21)};
  user.user_name = row.text(22);
  user.full_name = row.optional_text(23);
  user.company = row.optional_text(24);
  user.initials = row.optional_text(25);
  user.title = row.optional_text(26);
  set_time(user, now);
  user.sign_in_state = has_password              ? SignInState::password
                       : user.temporary_password ? SignInState::temporary_password
                                                 : SignInState::none;
  user.organizations = {user.organization_id};
  return user;
}

std::optional<User> find(Transaction& tx, std::string_view condition, Params params,
                         Timestamp now) {
  return find_one(tx, std::string(kColumns) + std::string(kUsers), condition, params,
                  [&](const Row& row) { return user_of(row, now); });
}

std::vector<UserSummary> summaries_of(const std::vector<Row>& rows) {
  std::vector<UserSummary> users;
  users.reserve(rows.size());
  for (const Row& row : rows)
    users.push_back({.id = row.id<UserId>(0),
                     .is_active = row.boolean(1),
                     .end_at = row.optional_time(2),
                     .shown_name = row.text(3),
                     .user_name = row.text(4),
                     .email = row.text(5),
                     .external_id = row.optional_text(6)});
  return users;
}

}  // namespace

bool insert_user(Transaction& tx, User& user) {
  lock_organization(tx, user.organization_id);
  user.user_name = make_user_name(tx, user.organization_id, user.email, user.company);
  return tx.execute(
             "insert into users (organization_id, id, account_id, external_id, is_active, end_at, "
             "statements, user_name, full_name, company, initials, title, version, created_at, "
             "modified_at, created_by, modified_by, change) values ($1, $2, $3, $4, $5, $6, $7, "
             "$8, $9, $10, $11, $12, 1, $13, $14, $15, $16, $17) on conflict do nothing",
             {user.organization_id, user.id, user.account_id, user.external_id, user.is_active,
              user.end_at, statements_text(user.statements), user.user_name, user.full_name,
              user.company, user.initials, user.title, user.created_at, user.created_at,
              user.created_by, user.created_by, organization_epoch(tx, user.organization_id)}) == 1;
}

std::optional<User> find_user(Transaction& tx, OrganizationId organization, UserId id,
                              Timestamp now) {
  return find(tx, "where u.organization_id = $1 and u.id = $2", {organization, id}, now);
}

std::optional<UserId> find_user_id(Transaction& tx, OrganizationId organization,
                                   AccountId account) {
  const auto row =
      tx.query_one("select id from users where organization_id = $1 and account_id = $2",
                   {organization, account});
  return row ? std::optional(row->id<UserId>(0)) : std::nullopt;
}

std::string principal_name(Transaction& tx, OrganizationId organization, const std::string& id) {
  if (id.empty()) return "";
  const auto row = tx.query_one(
      "select " + std::string(shown_name_column) +
          " from users u join accounts a on a.id = u.account_id "
          "where u.organization_id = $1 and u.id = $2 "
          "union all select name from service_users where organization_id = $3 and id = $4",
      {organization, id, organization, id});
  return row ? row->text(0) : id;
}

std::vector<Membership> list_memberships(Transaction& tx, AccountId account, Timestamp now) {
  std::vector<Membership> memberships;
  for (const Row& row : tx.query("select o.id, o.name, u.id, u.is_active, u.end_at from users u "
                                 "join organizations o on o.id = u.organization_id where "
                                 "u.account_id = $1 order by o.name",
                                 {account}))
    memberships.push_back({row.id<OrganizationId>(0), row.text(1), row.id<UserId>(2),
                           status_of(row.boolean(3), row.optional_time(4), now),
                           row.optional_time(4)});
  return memberships;
}

bool update_user(Transaction& tx, const User& user) {
  lock_organization(tx, user.organization_id);
  return tx.execute(
             "update users set is_active = $4, end_at = $5, statements = $6, external_id = $7, "
             "full_name = $8, company = $9, initials = $10, title = $11, "
             "version = version + 1, modified_at = $12, modified_by = $13, change = $14 "
             "where organization_id = $1 and id = $2 and version = $3",
             {user.organization_id, user.id, user.version, user.is_active, user.end_at,
              statements_text(user.statements), user.external_id, user.full_name, user.company,
              user.initials, user.title, user.modified_at, user.modified_by,
              organization_epoch(tx, user.organization_id)}) == 1;
}

void mark_users_changed(Transaction& tx, AccountId account) {
  // One by one in the order of their ids, as everybody locks several: an `update` of all takes them
  // as it finds them, and two of those can wait for each other.
  for (const Row& row :
       tx.query("select organization_id from users where account_id = $1 order by organization_id",
                {account}))
    lock_organization(tx, row.id<OrganizationId>(0));
  tx.execute(
      "update users set change = "
      "(select epoch from organizations o where o.id = users.organization_id) "
      "where account_id = $1",
      {account});
}

std::vector<UserSummary> list_user_summaries(Transaction& tx, OrganizationId organization,
                                             std::optional<UserId> after, std::size_t count) {
  return summaries_of(
      tx.query(kSummary + "and u.id > $2 order by u.id limit $3",
               {organization, after ? to_string(*after) : "", static_cast<std::int64_t>(count)}));
}

std::vector<UserSummary> list_changed_users(Transaction& tx, OrganizationId organization,
                                            std::int64_t since) {
  return summaries_of(tx.query(kSummary + "and u.change > $2", {organization, since}));
}

std::vector<User> find_users(Transaction& tx, OrganizationId organization,
                             const std::vector<UserId>& ids) {
  std::string list;
  for (const UserId id : ids) append_to(list, id);
  std::vector<User> users;
  // One statement for any number of ids: it takes them off a text, 36 characters at a time.
  for (const Row& row :
       tx.query("with recursive wanted (id, rest) as ("
                "select substr(cast($2 as text), 1, 36), substr(cast($2 as text), 37) union all "
                "select substr(rest, 1, 36), substr(rest, 37) from wanted where rest <> '') " +
                    std::string(kColumns) + "wanted w cross join " + std::string(kUsers) +
                    "where u.organization_id = $1 and u.id = w.id",
                {organization, list}))
    users.push_back(user_of(row, Timestamp{}));
  return users;
}

}  // namespace gatehouse::store
