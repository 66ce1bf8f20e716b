#include "directory/user_table.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

#include "testing/random_world.h"

namespace gatehouse::directory {
namespace {

using testing::user_id;

constexpr std::size_t users_total = 60;

// Few names, so that two users often have the same one.
UserData some_user() {
  const auto some_name = [] {
    return *rc::gen::element<std::string>("", "ann", "bob", "eve", "u@example.com");
  };
  UserData user{.id = user_id(*rc::gen::inRange<std::size_t>(0, users_total))};
  user.external_id = some_name();
  user.user_name = some_name();
  user.email = some_name();
  return user;
}

UserEntry entry_of(const UserData& user) {
  UserEntry entry{.id = user.id};
  entry.set(user);
  return entry;
}

using Plain = std::map<UserId, UserData>;

std::optional<UserId> only_one(const Plain& users, std::string UserData::* kind,
                               const std::string& name) {
  std::vector<UserId> found;
  for (const auto& [id, user] : users)
    if (user.*kind == name) found.push_back(id);
  return found.size() == 1 ? std::optional(found[0]) : std::nullopt;
}

std::optional<UserId> id_of(const UserEntry* entry) {
  return entry == nullptr ? std::nullopt : std::optional(entry->id);
}

void expect_same(const UserTable& table, const Plain& users) {
  for (std::size_t i = 0; i < users_total; ++i)
    RC_ASSERT((table.find(user_id(i)) != nullptr) == users.contains(user_id(i)));
  for (const std::string name : {"ann", "bob", "eve", "u@example.com", "nobody"}) {
    const auto external_id = only_one(users, &UserData::external_id, name);
    const auto user_name = only_one(users, &UserData::user_name, name);
    const auto email = only_one(users, &UserData::email, name);
    RC_ASSERT(id_of(table.find(NameKind::external_id, name)) == external_id);
    RC_ASSERT(id_of(table.find(NameKind::user_name, name)) == user_name);
    RC_ASSERT(id_of(table.find(NameKind::email, name)) == email);
    RC_ASSERT(id_of(table.find_named(name)) ==
              external_id.or_else([&] { return user_name; }).or_else([&] { return email; }));
  }
  std::size_t visited = 0;
  table.for_each([&](const UserEntry&) { ++visited; });
  RC_ASSERT(visited == users.size());
}

RC_GTEST_PROP(UserTable, finds_each_by_id_and_by_each_name_that_nobody_else_has, ()) {
  Plain users;
  for (int i = *rc::gen::inRange(0, 100); i > 0; --i) {
    const UserData user = some_user();
    users.insert_or_assign(user.id, user);
  }
  std::vector<UserData> at_once;
  for (const auto& [id, user] : users) at_once.push_back(user);
  std::uint64_t token = 1;
  UserTable table(at_once, token++);
  expect_same(table, users);
  const UserTable older = table;
  const Plain older_users = users;
  for (int i = *rc::gen::inRange(0, 60); i > 0; --i) {
    const UserData user = some_user();
    if (*rc::gen::inRange(0, 3) == 0) {
      users.erase(user.id);
      table.erase(user.id, token++);
    } else {
      users.insert_or_assign(user.id, user);
      table.put(entry_of(user), token++);
    }
  }
  expect_same(table, users);
  expect_same(older, older_users);
}

TEST(UserTable, what_a_decision_reads_of_a_user_fits_half_a_line_of_the_cache) {
  EXPECT_EQ(sizeof(UserEntry), 32u);
}

}  // namespace
}  // namespace gatehouse::directory
