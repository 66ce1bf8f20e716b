#include "store/users.h"

#include <algorithm>

#include "testing/rows.h"

namespace gatehouse::store {
namespace {

using namespace testing;

class UsersTest : public TwoOrganizations {
 protected:
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
  written.full_name = "Grace Brewster Hopper";
  written.company = "Navy";
  written.initials = "GBH";
  written.title = "Rear admiral";
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
    const auto found = find_user(tx, acme, written.id, now);
    ASSERT_TRUE(found);
    EXPECT_EQ(to_json(*found), to_json(written));
    EXPECT_EQ(found->organization_id, acme);
    EXPECT_EQ(find_user_id(tx, acme, written.account_id), written.id);
  });
}

TEST_P(UsersTest, another_organization_finds_nothing_under_the_same_ids) {
  const User user = write([&](Transaction& tx) { return add_user(tx, acme, "a@b.example"); });
  read([&](Transaction& tx) {
    EXPECT_FALSE(find_user(tx, globex, user.id, now));
    EXPECT_FALSE(find_user_id(tx, globex, user.account_id));
    EXPECT_FALSE(find_user(tx, acme, UserId::generate(now), now));
    EXPECT_EQ(principal_name(tx, globex, to_string(user.id)), to_string(user.id));
    EXPECT_TRUE(find_users(tx, globex, {user.id}).empty());
    EXPECT_TRUE(list_user_summaries(tx, globex, {}, 10).empty());
    EXPECT_TRUE(list_changed_users(tx, globex, -1).empty());
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
  user.full_name = "Anna Example";
  user.company = "Acme";
  user.initials = "AE";
  user.title = "Buyer";
  user.statements.clear();
  user.modified_at = now + 1s;
  user.modified_by = "changer";
  EXPECT_EQ(winners(6, [&](Transaction& tx) { return update_user(tx, user); }), 1);
  const User found = user_of(user.id);
  EXPECT_EQ(found.version, 2);
  EXPECT_FALSE(found.is_active);
  EXPECT_EQ(found.end_at, now + 1h);
  EXPECT_EQ(found.external_id, "hr-9");
  EXPECT_EQ(found.full_name, "Anna Example");
  EXPECT_EQ(found.company, "Acme");
  EXPECT_EQ(found.initials, "AE");
  EXPECT_EQ(found.title, "Buyer");
  EXPECT_EQ(found.modified_at, now + 1s);
  EXPECT_EQ(found.modified_by, "changer");
  EXPECT_EQ(found.created_at, now);
  EXPECT_EQ(found.created_by, "SYSTEM");
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

TEST_P(UsersTest, whatever_a_list_shows_of_a_user_tells_lists_when_it_changes) {
  const User user = write([&](Transaction& tx) {
    add_user(tx, acme, "other@b.example");
    add_user(tx, globex, "a@b.example");
    return add_user(tx, acme, "a@b.example");
  });
  const AccountId account = user.account_id;
  const std::vector<std::function<void(Transaction&)>> changes{
      [&](auto& tx) { update_account_names(tx, account, "Grace", "Hopper", now); },
      [&](auto& tx) { record_sign_in(tx, account, now); },
      [&](auto& tx) { set_temporary_password(tx, account, "hash", now, now + 1h); },
      [&](auto& tx) { remove_temporary_password(tx, account); },
      [&](auto& tx) { set_password(tx, account, "argon", now); },
      [&](auto& tx) { EXPECT_TRUE(update_user(tx, *find_user(tx, acme, user.id, now))); },
  };
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const auto before = read([&](Transaction& tx) { return organization_epoch(tx, acme); });
    write(changes[i]);
    read([&](Transaction& tx) {
      const auto changed = list_changed_users(tx, acme, before);
      ASSERT_EQ(changed.size(), 1u) << i;
      EXPECT_EQ(changed.front().id, user.id) << i;
      EXPECT_GT(organization_epoch(tx, acme), before) << i;
    });
  }
}

TEST_P(UsersTest, a_full_name_is_what_others_see) {
  const User user = write([&](Transaction& tx) {
    User made = add_user(tx, acme, "a@b.example");
    EXPECT_EQ(shown_name(made), "Nora Nobody");
    made.full_name = "Nora B. Nobody";
    EXPECT_TRUE(update_user(tx, made));
    return made;
  });
  read([&](Transaction& tx) {
    EXPECT_EQ(shown_name(*find_user(tx, acme, user.id, now)), "Nora B. Nobody");
    EXPECT_EQ(principal_name(tx, acme, to_string(user.id)), "Nora B. Nobody");
    EXPECT_EQ(list_user_summaries(tx, acme, {}, 1).front().shown_name, "Nora B. Nobody");
  });
}

TEST_P(UsersTest, summaries_come_in_order_of_id_and_in_portions) {
  std::vector<UserId> ids;
  write([&](Transaction& tx) {
    for (const char* email : {"a@b.example", "b@b.example", "c@b.example"})
      ids.push_back(add_user(tx, acme, std::string(email)).id);
  });
  read([&](Transaction& tx) {
    EXPECT_EQ(ids_of(list_user_summaries(tx, acme, {}, 2)), (std::vector{ids[0], ids[1]}));
    EXPECT_EQ(ids_of(list_user_summaries(tx, acme, ids[1], 2)), std::vector{ids[2]});
    auto found = ids_of(find_users(tx, acme, {ids[2], UserId::generate(now), ids[0]}));
    std::ranges::sort(found);
    EXPECT_EQ(found, (std::vector{ids[0], ids[2]}));
    const auto summary = list_user_summaries(tx, acme, {}, 1).front();
    EXPECT_EQ(summary.shown_name + " " + summary.user_name + " " + summary.email,
              "Nora Nobody a a@b.example");
  });
}

TEST_P(UsersTest, the_organizations_of_an_account_are_locked_in_one_order) {
  if (database->engine() == Engine::sqlite) GTEST_SKIP() << "one writer at a time";
  const auto [first, last] = std::minmax(acme, globex);
  const AccountId account = write([&](Transaction& tx) {
    add_user(tx, acme, "a@b.example");
    return add_user(tx, globex, "a@b.example").account_id;
  });
  write([&](Transaction& tx) { lock_organization(tx, first); });  // its row now lies behind
  auto holder = database->begin_write();
  lock_organization(*holder, first);
  std::jthread other([&] { write([&](Transaction& tx) { record_sign_in(tx, account, now); }); });
  const auto is_waiting = [&] {
    return read([](Transaction& tx) {
      return tx.query_one("select count(*) from pg_locks where not granted")->integer(0) > 0;
    });
  };
  for (int i = 0; i < 100'000 && !is_waiting(); ++i) std::this_thread::yield();
  ASSERT_TRUE(is_waiting());
  // Who waits for the first holds nothing that comes after it.
  auto second = database->begin_write();
  second->execute("set local lock_timeout = '1s'");
  EXPECT_NO_THROW(lock_organization(*second, last));
  second.reset();
  holder.reset();
}

}  // namespace
}  // namespace gatehouse::store
