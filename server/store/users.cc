#include "store/users.h"

#include "base/codec.h"
#include "base/failure.h"
#include "base/text.h"
#include "store/organizations.h"

namespace gatehouse::store {
namespace {

// Later than any end date: users without one sort last. Part of the index users_by_end.
constexpr std::string_view kEnd = "coalesce(u.end_at, 99999999999999)";

constexpr std::string_view kColumns =
    "select u.organization_id, u.id, u.account_id, u.external_id, u.is_active, u.end_at, "
    "u.statements, u.version, u.created_at, u.modified_at, u.created_by, u.modified_by, a.email, "
    "a.first_name, a.last_name, a.contact_number, a.last_sign_in_at, a.first_accepted_terms_at, "
    "a.last_accepted_terms_at, case when a.password_hash is null then 0 else 1 end, t.issued_at, "
    "t.expires_at, u.name_key, u.email_key from ";
constexpr std::string_view kJoins =
    "users u join accounts a on a.id = u.account_id "
    "left join temporary_passwords t on t.account_id = u.account_id ";
const std::string kUser = std::string(kColumns) + std::string(kJoins);

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
  user.version = row.integer(7);
  user.created_at = row.time(8);
  user.modified_at = row.time(9);
  user.created_by = row.text(10);
  user.modified_by = row.text(11);
  user.email = row.text(12);
  user.first_name = row.text(13);
  user.last_name = row.text(14);
  user.contact_number = row.text(15);
  user.last_sign_in_at = row.optional_time(16);
  user.first_accepted_terms_at = row.optional_time(17);
  user.last_accepted_terms_at = row.optional_time(18);
  const bool has_password = row.boolean(19);
  if (!row.is_null(20))
    user.temporary_password = TemporaryPassword{row.time(20), row.time(21), row.time(21) <= now};
  user.status = status_of(user.is_active, user.end_at, now);
  user.sign_in_state = has_password              ? SignInState::password
                       : user.temporary_password ? SignInState::temporary_password
                                                 : SignInState::none;
  user.organizations = {user.organization_id};
  return user;
}

std::optional<User> find(Transaction& tx, std::string_view condition, Params params,
                         Timestamp now) {
  const auto row = tx.query_one(kUser + std::string(condition), params);
  if (!row) return {};
  return user_of(*row, now);
}

// Filters are always all there, so that each sort order is one statement to keep.
constexpr std::string_view kFilter =
    "where u.organization_id = $1 and (cast($2 as text) is null or u.search_text like $3 escape "
    "'\\') "
    "and (cast($4 as text) is null or ($5 = 'ACTIVE') = "
    "(u.is_active = 1 and (u.end_at is null or u.end_at > $6))) ";

std::string_view sort_column(UserSort sort) {
  switch (sort) {
    case UserSort::name:
      return "u.name_key";
    case UserSort::email:
      return "u.email_key";
    case UserSort::end_access:
      return kEnd;
    case UserSort::created:
      break;
  }
  return "";
}

// Finds the ids of a page in one index (see migration 1), then reads only their rows.
std::string page_sql(const UserFilter& filter, bool is_first) {
  const std::string column(sort_column(filter.sort));
  const std::string direction = filter.is_descending ? "desc" : "asc";
  const std::string compare = filter.is_descending ? "<" : ">";
  std::string position;
  // The position is bound even on the first page, so that parameters keep their numbers.
  if (is_first)
    position = "and $7 = '' and $8 = '' ";
  else if (column.empty())
    position = "and $7 = '' and u.id " + compare + " $8 ";
  else if (filter.sort == UserSort::end_access)
    position = "and (" + column + ", u.id) " + compare + " (cast($7 as bigint), $8) ";
  else
    position = "and (" + column + ", u.id) " + compare + " ($7, $8) ";
  const std::string order =
      "order by " + (column.empty() ? "" : column + " " + direction + ", ") + "u.id " + direction;
  return std::string(kColumns) + "(select u.id as page_id from users u " + std::string(kFilter) +
         position + order + " limit $9) page cross join " + std::string(kJoins) +
         "where u.organization_id = $1 and u.id = page.page_id " + order;
}

// Bounded, since PostgreSQL refuses index rows over 2.7 kB; cut between characters.
std::string cut(std::string text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (text[bytes] & 0xC0) == 0x80) --bytes;
  text.resize(bytes);
  return text;
}

std::string name_key_of(const User& user) {
  return cut(to_lower(user.last_name + " " + user.first_name), 400);
}

std::string search_text_of(const User& user) {
  return cut(to_lower(user.first_name + " " + user.last_name + " " + user.email + " " +
                      to_string(user.id) + " " + user.external_id.value_or("")),
             1200);
}

}  // namespace

bool insert_user(Transaction& tx, const User& user) {
  return tx.execute(
             "insert into users (organization_id, id, account_id, external_id, is_active, end_at, "
             "statements, name_key, email_key, search_text, version, created_at, modified_at, "
             "created_by, modified_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, $11, "
             "$12, "
             "$13, $14) on conflict do nothing",
             {user.organization_id, user.id, user.account_id, user.external_id, user.is_active,
              user.end_at, statements_text(user.statements), name_key_of(user),
              to_lower(user.email), search_text_of(user), user.created_at, user.created_at,
              user.created_by, user.created_by}) == 1;
}

std::optional<User> find_user(Transaction& tx, OrganizationId organization, UserId id,
                              Timestamp now) {
  return find(tx, "where u.organization_id = $1 and u.id = $2", {organization, id}, now);
}

std::optional<User> find_user_by_account(Transaction& tx, OrganizationId organization,
                                         AccountId account, Timestamp now) {
  return find(tx, "where u.organization_id = $1 and u.account_id = $2", {organization, account},
              now);
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
      "select a.first_name || ' ' || a.last_name from users u join accounts a on "
      "a.id = u.account_id where u.organization_id = $1 and u.id = $2 "
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
                           status_of(row.boolean(3), row.optional_time(4), now)});
  return memberships;
}

bool update_user(Transaction& tx, const User& user) {
  return tx.execute(
             "update users set is_active = $4, end_at = $5, statements = $6, external_id = $7, "
             "search_text = $8, version = version + 1, modified_at = $9, modified_by = $10 "
             "where organization_id = $1 and id = $2 and version = $3",
             {user.organization_id, user.id, user.version, user.is_active, user.end_at,
              statements_text(user.statements), user.external_id, search_text_of(user),
              user.modified_at, user.modified_by}) == 1;
}

void refresh_search(Transaction& tx, AccountId account) {
  for (const Row& row : tx.query(kUser + "where u.account_id = $1", {account})) {
    const User user = user_of(row, Timestamp{});
    tx.execute(
        "update users set name_key = $3, email_key = $4, search_text = $5 "
        "where organization_id = $1 and id = $2",
        {user.organization_id, user.id, name_key_of(user), to_lower(user.email),
         search_text_of(user)});
  }
}

Page<User> list_users(Transaction& tx, OrganizationId organization, const UserFilter& filter,
                      const PageRequest& page, Timestamp now) {
  const Param text = filter.text.empty() ? Param(nullptr) : Param(filter.text);
  const Param status = filter.status ? Param(codec::enum_name(*filter.status)) : Param(nullptr);
  std::vector<User> users;
  std::vector<std::string> keys;
  for (const Row& row : tx.query(page_sql(filter, page.after_id.empty()),
                                 {organization, text, contains_pattern(filter.text), status, status,
                                  now, page.after_key, page.after_id, page.size + 1})) {
    users.push_back(user_of(row, now));
    switch (filter.sort) {
      case UserSort::name:
        keys.push_back(row.text(22));
        break;
      case UserSort::email:
        keys.push_back(row.text(23));
        break;
      case UserSort::end_access:
        keys.push_back(row.is_null(5) ? "99999999999999" : std::to_string(row.integer(5)));
        break;
      case UserSort::created:
        keys.emplace_back();
        break;
    }
  }
  const std::size_t last = static_cast<std::size_t>(page.size) - 1;
  return to_page(
      std::move(users), page, [&](const User&) { return keys.at(last); },
      [](const User& user) { return to_string(user.id); });
}

std::int64_t count_users(Transaction& tx, OrganizationId organization, const UserFilter& filter,
                         Timestamp now) {
  const Param text = filter.text.empty() ? Param(nullptr) : Param(filter.text);
  const Param status = filter.status ? Param(codec::enum_name(*filter.status)) : Param(nullptr);
  return tx
      .query_one("select count(*) from users u " + std::string(kFilter),
                 {organization, text, contains_pattern(filter.text), status, status, now})
      ->integer(0);
}

}  // namespace gatehouse::store
