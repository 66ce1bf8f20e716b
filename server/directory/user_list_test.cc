#include "directory/user_list.h"

#include <algorithm>
#include <random>

#include "base/text.h"
#include "testing/rows.h"

namespace gatehouse::directory {
namespace {

using namespace testing;
using store::PageRequest;
using store::Transaction;

class UserListTest : public TwoOrganizations {
 protected:
  void SetUp() override {
    TwoOrganizations::SetUp();
    users_.emplace(acme);
  }
  std::vector<User> list(const UserFilter& filter, int size = 100) {
    return every_page(size, [&](const PageRequest& page) {
      return read([&](Transaction& tx) { return users_->page(tx, filter, page, now); });
    });
  }
  std::int64_t count(const UserFilter& filter) {
    return read([&](Transaction& tx) { return users_->count(tx, filter, now); });
  }
  UserList& users() { return *users_; }

 private:
  std::optional<UserList> users_;  ///< one for the whole test, so that it must follow
};
ON_EVERY_ENGINE(UserListTest);

// The connection is lost at the `failing`-th query, once.
class FailingOnce : public Transaction {
 public:
  FailingOnce(Transaction& tx, int failing) : tx_(tx), left_(failing) {}
  std::vector<store::Row> query(std::string_view sql, store::Params params) override {
    if (--left_ == 0) throw Failure(Code::unavailable, "the connection was lost");
    return tx_.query(sql, params);
  }
  std::int64_t execute(std::string_view sql, store::Params params) override {
    return tx_.execute(sql, params);
  }
  void run_script(const std::string& sql) override { tx_.run_script(sql); }
  void commit(const std::function<void()>&, const std::function<void()>&) override {}

 private:
  Transaction& tx_;
  int left_;
};

TEST_P(UserListTest, a_load_that_failed_half_way_leaves_nothing_behind) {
  write([&](Transaction& tx) {
    add_user(tx, acme, "first@b.example");
    const std::string many =
        "with recursive n (i) as (select 1 union all select i + 1 from n where i <= 10000) "
        "insert into ";
    const std::string id = " select '0197b6a0-0000-7000-8000-' || (100000000000 + i), ";
    tx.execute(many +
               "accounts (id, email, email_key, first_name, last_name, contact_number, version, "
               "created_at, modified_at)" +
               id +
               "'person-' || i || '@b.example', 'person-' || i || '@b.example', first_name, "
               "last_name, contact_number, version, created_at, modified_at from accounts, n");
    tx.execute(many +
               "users (id, account_id, organization_id, is_active, statements, user_name, version, "
               "created_at, modified_at, created_by, modified_by, change)" +
               id +
               "'0197b6a0-0000-7000-8000-' || (100000000000 + i), organization_id, is_active, "
               "statements, 'person_' || i, version, created_at, modified_at, created_by, "
               "modified_by, change from users, n");
  });
  read([&](Transaction& tx) {
    FailingOnce failing(tx, 3);  // the epoch, the first 10,000, the rest
    EXPECT_THROW(users().count(failing, {}, now), Failure);
    EXPECT_EQ(users().count(failing, {}, now), 10'002);
    EXPECT_EQ(users().count(failing, {.text = "person-7@"}, now), 1);
  });
}

TEST_P(UserListTest, who_is_switched_off_or_past_the_end_is_inactive) {
  const auto set = [&](const std::string& email, bool is_active, std::optional<Timestamp> end) {
    return write([&](Transaction& tx) {
      User user = add_user(tx, acme, email);
      user.is_active = is_active;
      user.end_at = end;
      EXPECT_TRUE(store::update_user(tx, user));
      return user.id;
    });
  };
  const UserId on = set("on@b.example", true, {});
  const UserId later = set("later@b.example", true, now + 1ms);
  const UserId off = set("off@b.example", false, {});
  const UserId ended = set("ended@b.example", true, now);
  EXPECT_EQ(ids_of(list({.status = UserStatus::active})), (std::vector{later, on}));
  EXPECT_EQ(ids_of(list({.status = UserStatus::inactive})), (std::vector{ended, off}));
  EXPECT_EQ(count({.status = UserStatus::active}), 2);
}

TEST_P(UserListTest, whose_access_ends_before_a_time_is_found_with_text_and_status) {
  const auto ending = [&](const std::string& email, std::optional<Timestamp> end) {
    return write([&](Transaction& tx) {
      User user = add_user(tx, acme, email);
      user.end_at = end;
      EXPECT_TRUE(store::update_user(tx, user));
      return user.id;
    });
  };
  ending("never@b.example", {});
  const UserId ended = ending("ended@b.example", now - 1h);
  const UserId soon = ending("soon@b.example", now + 24h);
  ending("at@b.example", now + 48h);
  const Timestamp limit = now + 48h;
  EXPECT_EQ(ids_of(list({.ends_before = limit})), (std::vector{soon, ended}));
  EXPECT_EQ(ids_of(list({.status = UserStatus::active, .ends_before = limit})), std::vector{soon});
  EXPECT_EQ(ids_of(list({.status = UserStatus::inactive, .ends_before = limit})),
            std::vector{ended});
  EXPECT_EQ(ids_of(list({.text = "end", .ends_before = limit})), std::vector{ended});
  EXPECT_EQ(count({.ends_before = limit}), 2);
  EXPECT_EQ(count({.text = "never", .ends_before = limit}), 0);
}

TEST_P(UserListTest, pages_in_every_order_hold_each_user_once) {
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
      ASSERT_TRUE(store::insert_account(tx, account));
      User user = add_user(tx, acme, account);
      if (i % 2 == 0) {
        user.end_at = now + std::chrono::hours(10 - i);
        ASSERT_TRUE(store::update_user(tx, user));
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
  EXPECT_EQ(firsts(UserSort::name, false), (Names{"Ada", "Åsa", "Émile", "Max", "Zoe"}));
  EXPECT_EQ(firsts(UserSort::name, true), (Names{"Zoe", "Max", "Émile", "Åsa", "Ada"}));
}

TEST_P(UserListTest, who_is_added_while_somebody_pages_shifts_nothing) {
  write([&](Transaction& tx) {
    for (const char* name : {"a@b.example", "b@b.example", "c@b.example"})
      add_user(tx, acme, std::string(name));
  });
  const auto before = ids_of(list({}));
  const auto paged = every_page(
      2,
      [&](const PageRequest& page) {
        return read([&](Transaction& tx) { return users().page(tx, {}, page, now); });
      },
      [&] { write([&](Transaction& tx) { add_user(tx, acme, "new@b.example"); }); });
  EXPECT_EQ(ids_of(paged), before);
}

TEST_P(UserListTest, search_takes_part_of_name_address_or_id_literally) {
  const User user = write([&](Transaction& tx) {
    User made = add_user(tx, acme, "under_score@b.example");
    made.external_id = "100%";
    EXPECT_TRUE(store::update_user(tx, made));
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

TEST_P(UserListTest, the_full_name_stands_for_first_and_last_name_and_the_user_name_is_found_too) {
  const User user = write([&](Transaction& tx) {
    add_user(tx, acme, "ada@one.example");
    return add_user(tx, acme, "ada@two.example");
  });
  EXPECT_EQ(ids_of(list({.text = "ADA_1"})), std::vector{user.id});
  EXPECT_EQ(list({.text = "nora"}).size(), 2u);
  write([&](Transaction& tx) {
    User named = user;
    named.full_name = "Aaron Aalto";
    EXPECT_TRUE(store::update_user(tx, named));
  });
  EXPECT_EQ(ids_of(list({.text = "aalto"})), std::vector{user.id});
  EXPECT_EQ(list({.text = "nora"}).size(), 1u);
  EXPECT_EQ(list({.sort = UserSort::name, .is_descending = false}).front().id, user.id);
}

TEST_P(UserListTest, a_new_name_of_the_account_is_found_in_every_organization) {
  const User user = write([&](Transaction& tx) {
    add_user(tx, globex, "a@b.example");
    return add_user(tx, acme, "a@b.example");
  });
  write([&](Transaction& tx) {
    store::update_account_names(tx, user.account_id, "Grace", "Hopper", now);
  });
  EXPECT_EQ(list({.text = "hopper"}).size(), 1u);
  EXPECT_TRUE(list({.text = "nobody"}).empty());
  read([&](Transaction& tx) {
    UserList elsewhere(globex);
    EXPECT_EQ(elsewhere.page(tx, {.text = "grace"}, {}, now).data.size(), 1u);
    EXPECT_EQ(store::principal_name(tx, acme, to_string(user.id)), "Grace Hopper");
  });
}

TEST_P(UserListTest, a_name_as_long_as_they_come_is_stored_and_found) {
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
    ASSERT_TRUE(store::insert_account(tx, account));
    add_user(tx, acme, account);
  });
  const auto found = list({.text = "長長", .sort = UserSort::name});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found.front().last_name, long_name);
}

TEST_P(UserListTest, the_clock_alone_makes_users_inactive_and_passwords_expire) {
  const User user = write([&](Transaction& tx) {
    User made = add_user(tx, acme, "a@b.example");
    made.end_at = now + 2h;
    EXPECT_TRUE(store::update_user(tx, made));
    store::set_temporary_password(tx, made.account_id, "hash", now, now + 1h);
    return made;
  });
  const auto at = [&](Timestamp time, UserStatus status) {
    return read(
        [&](Transaction& tx) { return users().page(tx, {.status = status}, {}, time).data; });
  };
  EXPECT_FALSE(at(now, UserStatus::active).at(0).temporary_password->is_expired);
  EXPECT_TRUE(at(now + 1h, UserStatus::active).at(0).temporary_password->is_expired);
  EXPECT_EQ(at(now + 2h, UserStatus::active).size(), 0u);
  EXPECT_EQ(at(now + 2h, UserStatus::inactive).at(0).status, UserStatus::inactive);
  EXPECT_EQ(at(now, UserStatus::active).at(0).id, user.id) << "a clock that was put back";
}

// Everything again from the database, the obvious way.
class Plain {
 public:
  Plain(Transaction& tx, OrganizationId organization, Timestamp now) {
    std::vector<UserId> ids;
    for (const auto& user : store::list_user_summaries(tx, organization, {}, 10'000))
      ids.push_back(user.id);
    users_ = store::find_users(tx, organization, ids);
    for (User& user : users_) set_time(user, now);
  }
  std::vector<UserId> list(const UserFilter& filter) const {
    std::vector<User> kept;
    for (const User& user : users_)
      if (matches(user, filter)) kept.push_back(user);
    std::ranges::sort(kept, [&](const User& a, const User& b) {
      return filter.is_descending ? before(b, a, filter.sort) : before(a, b, filter.sort);
    });
    return ids_of(kept);
  }

 private:
  static bool matches(const User& user, const UserFilter& filter) {
    const std::string text =
        to_lower(shown_name(user) + " " + user.email + " " + to_string(user.id) + " " +
                 user.external_id.value_or("") + " " + user.user_name);
    return (!filter.status || *filter.status == user.status) &&
           text.contains(to_lower(filter.text));
  }
  static bool before(const User& a, const User& b, UserSort sort) {
    const auto key = [&](const User& user) -> std::string {
      if (sort == UserSort::name) return to_sort_key(shown_name(user), 1'000);
      if (sort == UserSort::email) return to_lower(user.email);
      if (sort == UserSort::end_access) return user.end_at ? to_string(*user.end_at) : "never";
      return "";
    };
    return std::pair(key(a), a.id) < std::pair(key(b), b.id);
  }

  std::vector<User> users_;
};

// Changes and questions at random; the list has seen each state before the next.
TEST_P(UserListTest, answers_what_a_look_at_every_user_answers) {
  std::mt19937 random(20261122);
  const auto any = [&](int count) {
    return static_cast<int>(random() % static_cast<unsigned>(count));
  };
  const std::vector<std::string> names{"Ada", "ada", "Åsa", "Zoe", "李", "Jo", "O'Neil", "Анна"};
  std::vector<UserId> ids;
  const auto change = [&](Transaction& tx) {
    if (ids.size() < 40 || any(4) == 0) {
      // Some have the part before the @ in common.
      const User user = add_user(tx, acme,
                                 "u" + std::to_string(ids.size() * 7 % 21) + "@b" +
                                     std::to_string(ids.size()) + ".example");
      store::update_account_names(tx, user.account_id, names.at(any(8)), names.at(any(8)), now);
      ids.push_back(user.id);
      return;
    }
    User user = *store::find_user(tx, acme, ids.at(any(static_cast<int>(ids.size()))), now);
    if (any(3) == 0) {
      store::update_account_names(tx, user.account_id, names.at(any(8)), user.last_name, now);
      return;
    }
    user.is_active = any(3) > 0;
    user.end_at = any(2) == 0 ? std::nullopt : std::optional(now + std::chrono::hours(any(9) - 4));
    if (any(3) == 0) user.external_id = "x" + std::to_string(random());
    if (any(3) == 0)
      user.full_name = any(2) == 0 ? std::nullopt : std::optional("Jo " + names.at(any(8)));
    ASSERT_TRUE(store::update_user(tx, user));
  };
  const std::vector<std::string> parts{"",        "a",   "ad",       "ada", "ADA",     "o'n",
                                       "李",      "анн", ".example", "u1",  "zoe ada", "e u",
                                       "no such", "019", "jo å",     "u7_", "_1"};
  for (int round = 0; round < 60; ++round) {
    write([&](Transaction& tx) {
      for (int i = 0; i < 5; ++i) change(tx);
    });
    const Plain plain = read([&](Transaction& tx) { return Plain(tx, acme, now); });
    for (int question = 0; question < 20; ++question) {
      UserFilter filter{.text = parts.at(any(static_cast<int>(parts.size()))),
                        .sort = static_cast<UserSort>(any(4)),
                        .is_descending = any(2) == 0};
      if (any(2) == 0) filter.status = static_cast<UserStatus>(any(2));
      const auto expected = plain.list(filter);
      EXPECT_EQ(ids_of(list(filter, 1 + any(30))), expected) << filter.text;
      EXPECT_EQ(count(filter), static_cast<std::int64_t>(expected.size())) << filter.text;
    }
    if (HasFailure()) return;
  }
}

// More than are sorted at once, so that the order is walked too.
TEST_P(UserListTest, a_part_that_thousands_have_is_found_in_order) {
  write([&](Transaction& tx) {
    for (int i = 0; i < 2'000; ++i)
      add_user(tx, acme, "m" + std::to_string(i) + (i % 10 == 0 ? "@c.example" : "@b.example"));
  });
  const Plain plain = read([&](Transaction& tx) { return Plain(tx, acme, now); });
  for (const UserFilter& filter :
       {UserFilter{.text = "@b.example", .sort = UserSort::email, .is_descending = false},
        UserFilter{.text = "m1", .sort = UserSort::email, .is_descending = true},
        UserFilter{.text = "example", .status = UserStatus::active, .sort = UserSort::name}}) {
    EXPECT_EQ(ids_of(list(filter, 200)), plain.list(filter)) << filter.text;
    EXPECT_EQ(count(filter), static_cast<std::int64_t>(plain.list(filter).size()));
  }
}

TEST_P(UserListTest, lists_are_forgotten_when_they_take_too_much_the_unused_ones_first) {
  write([&](Transaction& tx) {
    add_user(tx, acme, "a@b.example");
    add_user(tx, globex, "a@b.example");
  });
  UserLists lists;
  const auto ask = [&](OrganizationId organization) {
    const auto one = lists.of(organization);
    return read([&](Transaction& tx) { return one->count(tx, {}, now); });
  };
  const auto kept = [&] {
    std::vector<OrganizationId> organizations;
    for (const auto& usage : lists.usage()) organizations.push_back(usage.organization);
    std::ranges::sort(organizations);
    return organizations;
  };
  EXPECT_EQ(ask(acme), 1);
  EXPECT_EQ(ask(globex), 1);
  const std::size_t all = lists.usage()[0].memory_bytes + lists.usage()[1].memory_bytes;
  lists.shrink(all);
  EXPECT_EQ(kept().size(), 2u);
  ask(globex);
  lists.shrink(all - 1);
  EXPECT_EQ(kept(), std::vector{globex});
  lists.shrink(0);
  EXPECT_TRUE(kept().empty());
  EXPECT_EQ(ask(acme), 1) << "read again";
}

}  // namespace
}  // namespace gatehouse::directory
