#include "store/users.h"

#include <algorithm>

#include "testing/rows.h"

namespace gatehouse::store {
namespace {

using namespace testing;

class UsersTest : public TwoOrganizations {
 protected:
  std::vector<User> list(const UserFilter& filter, int size = 100) {
    return every_page(size, [&](const PageRequest& page) {
      return read([&](Transaction& tx) { return list_users(tx, acme, filter, page, now); });
    });
  }
  std::int64_t count(const UserFilter& filter) {
    return read([&](Transaction& tx) { return count_users(tx, acme, filter, now); });
  }
  User user_of(UserId id) {
    return read([&](Transaction& tx) { return find_user(tx, acme, id, now).value(); });
  }
};
ON_EVERY_ENGINE(UsersTest);

TEST_P(UsersTest, a_user_reads_back_as_written) {
  User written;
  written.id = UserId::generate(now);
  written.organization_id = acme;
  written.email = "Grace@Example.com";
  written.first_name = "Grace";
  written.last_name = "Hopper";
  written.contact_number = "+1 2";
  written.external_id = "hr-7";
  written.end_at = now + 24h;
  written.is_active = true;
  written.statements = {{.effect = Effect::deny,
                         .action = {"config:delete"},
                         .resource = {"config:meter/*"},
                         .condition = parse_json(R"({"equals": {"subject.id": "7"}})")}};
  written.created_at = written.modified_at = now;
  written.created_by = written.modified_by = "somebody";
  written.account_id = AccountId::generate(now);
  write([&](Transaction& tx) {
    ASSERT_TRUE(insert_account(tx, {.id = written.account_id,
                                    .email = written.email,
                                    .email_key = "grace@example.com",
                                    .first_name = written.first_name,
                                    .last_name = written.last_name,
                                    .contact_number = written.contact_number,
                                    .created_at = now}));
    ASSERT_TRUE(insert_user(tx, written));
  });
  written.organizations = {acme};
  read([&](Transaction& tx) {
    for (const auto& found : {find_user(tx, acme, written.id, now),
                              find_user_by_account(tx, acme, written.account_id, now)}) {
      ASSERT_TRUE(found);
      EXPECT_EQ(to_json(*found), to_json(written));
      EXPECT_EQ(found->organization_id, acme);
    }
    EXPECT_EQ(find_user_id(tx, acme, written.account_id), written.id);
  });
}

TEST_P(UsersTest, another_organization_finds_nothing_under_the_same_ids) {
  const User user = write([&](Transaction& tx) { return add_user(tx, acme, "a@b.example"); });
  read([&](Transaction& tx) {
    EXPECT_FALSE(find_user(tx, globex, user.id, now));
    EXPECT_FALSE(find_user_by_account(tx, globex, user.account_id, now));
    EXPECT_FALSE(find_user_id(tx, globex, user.account_id));
    EXPECT_FALSE(find_user(tx, acme, UserId::generate(now), now));
    EXPECT_EQ(principal_name(tx, globex, to_string(user.id)), to_string(user.id));
    EXPECT_TRUE(list_users(tx, globex, {}, {}, now).data.empty());
  });
  User foreign = user;
  foreign.organization_id = globex;
  EXPECT_FALSE(write([&](Transaction& tx) { return update_user(tx, foreign); }));
}

TEST_P(UsersTest, an_account_and_an_external_id_are_in_an_organization_once) {
  const User user = write([&](Transaction& tx) {
    User first = add_user(tx, acme, "a@b.example");
    first.external_id = "7";
    EXPECT_TRUE(update_user(tx, first));
    return first;
  });
  write([&](Transaction& tx) {
    User same_account = user;
    same_account.id = UserId::generate(now);
    same_account.external_id.reset();
    EXPECT_FALSE(insert_user(tx, same_account));
    User same_external = user;
    same_external.id = UserId::generate(now);
    same_external.account_id = add_account(tx, "c@b.example").id;
    EXPECT_FALSE(insert_user(tx, same_external));
    same_external.organization_id = globex;
    EXPECT_TRUE(insert_user(tx, same_external)) << "elsewhere both are free";
  });
}

TEST_P(UsersTest, of_several_updates_of_one_version_one_wins) {
  User user = write([&](Transaction& tx) { return add_user(tx, acme, "a@b.example"); });
  user.is_active = false;
  user.end_at = now + 1h;
  user.external_id = "hr-9";
  user.statements.clear();
  user.modified_at = now + 1s;
  user.modified_by = "changer";
  EXPECT_EQ(winners(6, [&](Transaction& tx) { return update_user(tx, user); }), 1);
  const User found = user_of(user.id);
  EXPECT_EQ(found.version, 2);
  EXPECT_FALSE(found.is_active);
  EXPECT_EQ(found.end_at, now + 1h);
  EXPECT_EQ(found.external_id, "hr-9");
  EXPECT_EQ(found.modified_at, now + 1s);
  EXPECT_EQ(found.modified_by, "changer");
  EXPECT_EQ(found.created_at, now);
  EXPECT_EQ(found.created_by, "SYSTEM");
}

TEST_P(UsersTest, who_is_switched_off_or_past_the_end_is_inactive) {
  const auto set = [&](const std::string& email, bool is_active, std::optional<Timestamp> end) {
    return write([&](Transaction& tx) {
      User user = add_user(tx, acme, email);
      user.is_active = is_active;
      user.end_at = end;
      EXPECT_TRUE(update_user(tx, user));
      return user.id;
    });
  };
  const UserId on = set("on@b.example", true, {});
  const UserId later = set("later@b.example", true, now + 1ms);
  const UserId off = set("off@b.example", false, {});
  const UserId ended = set("ended@b.example", true, now);
  EXPECT_EQ(user_of(on).status, UserStatus::active);
  EXPECT_EQ(user_of(later).status, UserStatus::active);
  EXPECT_EQ(user_of(off).status, UserStatus::inactive);
  EXPECT_EQ(user_of(ended).status, UserStatus::inactive);
  EXPECT_EQ(ids_of(list({.status = UserStatus::active})), (std::vector{later, on}));
  EXPECT_EQ(ids_of(list({.status = UserStatus::inactive})), (std::vector{ended, off}));
  EXPECT_EQ(count({.status = UserStatus::active}), 2);
}

TEST_P(UsersTest, the_sign_in_state_follows_the_account) {
  const User user = write([&](Transaction& tx) { return add_user(tx, acme, "a@b.example"); });
  EXPECT_EQ(user_of(user.id).sign_in_state, SignInState::none);
  write(
      [&](Transaction& tx) { set_temporary_password(tx, user.account_id, "hash", now - 1h, now); });
  const User waiting = user_of(user.id);
  EXPECT_EQ(waiting.sign_in_state, SignInState::temporary_password);
  ASSERT_TRUE(waiting.temporary_password);
  EXPECT_EQ(waiting.temporary_password->issued_at, now - 1h);
  EXPECT_EQ(waiting.temporary_password->expires_at, now);
  EXPECT_TRUE(waiting.temporary_password->is_expired);
  write([&](Transaction& tx) { set_password(tx, user.account_id, "argon", now); });
  EXPECT_EQ(user_of(user.id).sign_in_state, SignInState::password);
}

TEST_P(UsersTest, pages_in_every_order_hold_each_user_once) {
  const std::vector<std::pair<std::string, std::string>> people{
      {"Ada", "Zuse"}, {"Zoe", "Adams"}, {"Émile", "Éluard"}, {"Max", "Adams"}, {"Åsa", "Öberg"}};
  write([&](Transaction& tx) {
    for (std::size_t i = 0; i < people.size(); ++i) {
      const Account account{.id = AccountId::generate(now),
                            .email = std::string(1, static_cast<char>('e' - i)) + "@b.example",
                            .email_key = std::string(1, static_cast<char>('e' - i)) + "@b.example",
                            .first_name = people[i].first,
                            .last_name = people[i].second,
                            .contact_number = "",
                            .created_at = now};
      ASSERT_TRUE(insert_account(tx, account));
      User user = add_user(tx, acme, account);
      if (i % 2 == 0) {
        user.end_at = now + std::chrono::hours(10 - i);
        ASSERT_TRUE(update_user(tx, user));
      }
    }
    add_user(tx, globex, "elsewhere@b.example");
  });
  const auto firsts = [&](UserSort sort, bool is_descending) {
    std::vector<std::string> names;
    for (const User& user : list({.sort = sort, .is_descending = is_descending}, 2))
      names.push_back(user.first_name);
    return names;
  };
  using Names = std::vector<std::string>;
  EXPECT_EQ(firsts(UserSort::created, true), (Names{"Åsa", "Max", "Émile", "Zoe", "Ada"}));
  EXPECT_EQ(firsts(UserSort::created, false), (Names{"Ada", "Zoe", "Émile", "Max", "Åsa"}));
  EXPECT_EQ(firsts(UserSort::email, false), (Names{"Åsa", "Max", "Émile", "Zoe", "Ada"}));
  EXPECT_EQ(firsts(UserSort::end_access, false), (Names{"Åsa", "Émile", "Ada", "Zoe", "Max"}));
  const Names by_name = firsts(UserSort::name, false);
  EXPECT_EQ((Names{by_name[0], by_name[1], by_name[2]}), (Names{"Max", "Zoe", "Ada"}));
  Names backwards = firsts(UserSort::name, true);
  std::ranges::reverse(backwards);
  EXPECT_EQ(backwards, by_name);
}

TEST_P(UsersTest, who_is_added_while_somebody_pages_shifts_nothing) {
  write([&](Transaction& tx) {
    for (const char* name : {"a@b.example", "b@b.example", "c@b.example"})
      add_user(tx, acme, std::string(name));
  });
  const auto before = ids_of(list({}));
  const auto paged = every_page(
      2,
      [&](const PageRequest& page) {
        return read([&](Transaction& tx) { return list_users(tx, acme, {}, page, now); });
      },
      [&] { write([&](Transaction& tx) { add_user(tx, acme, "new@b.example"); }); });
  EXPECT_EQ(ids_of(paged), before);
}

TEST_P(UsersTest, search_takes_part_of_name_address_or_id_literally) {
  const User user = write([&](Transaction& tx) {
    User made = add_user(tx, acme, "under_score@b.example");
    made.external_id = "100%";
    EXPECT_TRUE(update_user(tx, made));
    add_user(tx, acme, "underXscore@b.example");
    return made;
  });
  EXPECT_EQ(ids_of(list({.text = "under_s"})), std::vector{user.id});
  EXPECT_EQ(ids_of(list({.text = "100%"})), std::vector{user.id});
  EXPECT_EQ(list({.text = "nora"}).size(), 2u);
  EXPECT_EQ(count({.text = "nora"}), 2);
  EXPECT_EQ(ids_of(list({.text = to_string(user.id)})), std::vector{user.id});
  EXPECT_TRUE(list({.text = "nobody nora x"}).empty());
}

TEST_P(UsersTest, a_new_name_of_the_account_is_found_in_every_organization) {
  const User user = write([&](Transaction& tx) {
    add_user(tx, globex, "a@b.example");
    return add_user(tx, acme, "a@b.example");
  });
  write([&](Transaction& tx) {
    update_account_names(tx, user.account_id, "Grace", "Hopper", now);
    refresh_search(tx, user.account_id);
  });
  EXPECT_EQ(list({.text = "hopper"}).size(), 1u);
  EXPECT_TRUE(list({.text = "nobody"}).empty());
  read([&](Transaction& tx) {
    EXPECT_EQ(list_users(tx, globex, {.text = "grace"}, {}, now).data.size(), 1u);
    EXPECT_EQ(principal_name(tx, acme, to_string(user.id)), "Grace Hopper");
  });
}

TEST_P(UsersTest, the_memberships_of_an_account_are_in_order_of_name) {
  const User user = write([&](Transaction& tx) {
    add_user(tx, globex, "a@b.example");
    User made = add_user(tx, acme, "a@b.example");
    made.is_active = false;
    EXPECT_TRUE(update_user(tx, made));
    add_user(tx, acme, "other@b.example");
    return made;
  });
  const auto memberships =
      read([&](Transaction& tx) { return list_memberships(tx, user.account_id, now); });
  ASSERT_EQ(memberships.size(), 2u);
  EXPECT_EQ(memberships[0].organization_id, acme);
  EXPECT_EQ(memberships[0].organization_name, "Acme");
  EXPECT_EQ(memberships[0].user_id, user.id);
  EXPECT_EQ(memberships[0].status, UserStatus::inactive);
  EXPECT_EQ(memberships[1].organization_id, globex);
  EXPECT_EQ(memberships[1].status, UserStatus::active);
}

TEST_P(UsersTest, a_name_as_long_as_they_come_is_stored_and_found) {
  std::string long_name;
  for (int i = 0; i < 200; ++i) long_name += "長";
  write([&](Transaction& tx) {
    const Account account{.id = AccountId::generate(now),
                          .email = "l@b.example",
                          .email_key = "l@b.example",
                          .first_name = long_name,
                          .last_name = long_name,
                          .contact_number = "",
                          .created_at = now};
    ASSERT_TRUE(insert_account(tx, account));
    add_user(tx, acme, account);
  });
  const auto found = list({.text = "長長", .sort = UserSort::name});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found.front().last_name, long_name);
}

}  // namespace
}  // namespace gatehouse::store
