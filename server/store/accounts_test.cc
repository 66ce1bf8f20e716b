#include "store/accounts.h"

#include "testing/rows.h"

namespace gatehouse::store {
namespace {

using namespace testing;

class AccountsTest : public TwoOrganizations {
 protected:
  Account account_of(std::string_view email_key) {
    return read([&](Transaction& tx) { return find_account_by_email(tx, email_key).value(); });
  }
  Session session_of(AccountId account, const std::string& hash) const {
    return {.hash = hash,
            .id = to_string(Uuid::generate(now)),
            .account_id = account,
            .is_password_change = true,
            .created_at = now,
            .authenticated_at = now + 1s,
            .last_seen_at = now + 2s,
            .expires_at = now + 12h,
            .source_address = "203.0.113.7",
            .user_agent = "a \"browser\""};
  }
};
ON_EVERY_ENGINE(AccountsTest);

TEST_P(AccountsTest, an_account_reads_back_as_written_by_id_and_by_address) {
  const Account written{.id = AccountId::generate(now),
                        .email = "Grace@Example.com",
                        .email_key = "grace@example.com",
                        .first_name = "Grâce",
                        .last_name = "O'Hopper",
                        .contact_number = "+49 30 1",
                        .created_at = now};
  write([&](Transaction& tx) { EXPECT_TRUE(insert_account(tx, written)); });
  read([&](Transaction& tx) {
    for (const auto& found :
         {find_account(tx, written.id), find_account_by_email(tx, written.email_key)}) {
      ASSERT_TRUE(found);
      EXPECT_EQ(found->id, written.id);
      EXPECT_EQ(found->email, written.email);
      EXPECT_EQ(found->email_key, written.email_key);
      EXPECT_EQ(found->first_name, written.first_name);
      EXPECT_EQ(found->last_name, written.last_name);
      EXPECT_EQ(found->contact_number, written.contact_number);
      EXPECT_FALSE(found->has_password);
      EXPECT_EQ(found->version, 1);
      EXPECT_EQ(found->created_at, now);
    }
    EXPECT_FALSE(find_account(tx, AccountId::generate(now)));
    EXPECT_FALSE(find_account_by_email(tx, "grace"));
    EXPECT_FALSE(find_credentials(tx, "grace"));
    EXPECT_FALSE(find_credentials(tx, AccountId::generate(now)));
  });
}

TEST_P(AccountsTest, an_address_belongs_to_one_account_however_many_ask_at_once) {
  EXPECT_EQ(winners(6,
                    [&](Transaction& tx) {
                      return insert_account(tx, {.id = AccountId::generate(now),
                                                 .email = "one@example.com",
                                                 .email_key = "one@example.com",
                                                 .first_name = "O",
                                                 .last_name = "N",
                                                 .contact_number = "",
                                                 .created_at = now});
                    }),
            1);
}

TEST_P(AccountsTest, a_new_name_is_a_new_version) {
  const Account account = write([&](Transaction& tx) { return add_account(tx, "a@b.example"); });
  write([&](Transaction& tx) { update_account_names(tx, account.id, "Ann", "Onym", now + 1s); });
  const Account found = account_of("a@b.example");
  EXPECT_EQ(found.first_name, "Ann");
  EXPECT_EQ(found.last_name, "Onym");
  EXPECT_EQ(found.version, 2);
}

TEST_P(AccountsTest, a_password_ends_the_temporary_one_and_every_unused_link) {
  const Account account = write([&](Transaction& tx) { return add_account(tx, "a@b.example"); });
  write([&](Transaction& tx) {
    EXPECT_TRUE(set_temporary_password(tx, account.id, "temporary", now, now + 24h));
    insert_link(tx, "reset", account.id, "link", now, now + 1h);
  });
  read([&](Transaction& tx) {
    const auto credentials = find_credentials(tx, "a@b.example");
    ASSERT_TRUE(credentials);
    EXPECT_EQ(credentials->account_id, account.id);
    EXPECT_FALSE(credentials->password_hash);
    EXPECT_EQ(credentials->temporary_hash, "temporary");
    EXPECT_EQ(credentials->temporary_expires_at, now + 24h);
  });
  write([&](Transaction& tx) { set_password(tx, account.id, "argon", now + 1s); });
  read([&](Transaction& tx) {
    const auto credentials = find_credentials(tx, account.id);
    EXPECT_EQ(credentials->password_hash, "argon");
    EXPECT_FALSE(credentials->temporary_hash);
    EXPECT_FALSE(find_link_owner(tx, "reset", "link", now));
  });
  EXPECT_TRUE(account_of("a@b.example").has_password);
  EXPECT_FALSE(write([&](Transaction& tx) {
    return set_temporary_password(tx, account.id, "again", now, now + 24h);
  })) << "who has a password needs no temporary one";
}

TEST_P(AccountsTest, a_new_temporary_password_replaces_the_old) {
  const Account account = write([&](Transaction& tx) { return add_account(tx, "a@b.example"); });
  for (const char* hash : {"first", "second"})
    write([&](Transaction& tx) {
      EXPECT_TRUE(set_temporary_password(tx, account.id, hash, now, now + 1h));
    });
  EXPECT_EQ(read([&](Transaction& tx) { return find_credentials(tx, account.id); })->temporary_hash,
            "second");
  write([&](Transaction& tx) { remove_temporary_password(tx, account.id); });
  EXPECT_FALSE(
      read([&](Transaction& tx) { return find_credentials(tx, account.id); })->temporary_hash);
}

TEST_P(AccountsTest, a_link_is_used_once_for_its_purpose_before_it_ends) {
  const Account account = write([&](Transaction& tx) { return add_account(tx, "a@b.example"); });
  write([&](Transaction& tx) {
    insert_link(tx, "reset", account.id, "old", now, now + 1h);
    insert_link(tx, "reset", account.id, "new", now, now + 1h);
    insert_link(tx, "setup", account.id, "other", now, now + 1h);
  });
  const auto used = [&](const char* purpose, const char* hash, Timestamp at) {
    return write([&](Transaction& tx) { return use_link(tx, purpose, hash, at); });
  };
  EXPECT_FALSE(used("reset", "old", now)) << "a newer one replaced it";
  EXPECT_FALSE(used("setup", "new", now)) << "another purpose";
  EXPECT_FALSE(used("reset", "new", now + 1h)) << "ended";
  EXPECT_FALSE(used("reset", "unknown", now));
  EXPECT_EQ(read([&](Transaction& tx) { return find_link_owner(tx, "reset", "new", now); }),
            account.id);
  EXPECT_EQ(
      winners(4, [&](Transaction& tx) { return use_link(tx, "reset", "new", now).has_value(); }),
      1);
  write([&](Transaction& tx) { remove_links(tx, account.id); });
  EXPECT_FALSE(used("setup", "other", now));
}

TEST_P(AccountsTest, a_session_reads_back_as_written) {
  const Account account = write([&](Transaction& tx) { return add_account(tx, "a@b.example"); });
  const Session written = session_of(account.id, "hash");
  write([&](Transaction& tx) { insert_session(tx, written); });
  write([&](Transaction& tx) { touch_session(tx, "hash", now + 5min); });
  const auto found = read([&](Transaction& tx) { return find_session(tx, "hash"); });
  ASSERT_TRUE(found);
  EXPECT_EQ(found->hash, written.hash);
  EXPECT_EQ(found->id, written.id);
  EXPECT_EQ(found->account_id, account.id);
  EXPECT_TRUE(found->is_password_change);
  EXPECT_EQ(found->created_at, written.created_at);
  EXPECT_EQ(found->authenticated_at, written.authenticated_at);
  EXPECT_EQ(found->last_seen_at, now + 5min);
  EXPECT_EQ(found->expires_at, written.expires_at);
  EXPECT_EQ(found->source_address, written.source_address);
  EXPECT_EQ(found->user_agent, written.user_agent);
  EXPECT_FALSE(read([&](Transaction& tx) { return find_session(tx, "other"); }));
}

TEST_P(AccountsTest, sessions_end_one_by_one_or_all_of_an_account) {
  const auto [ann, ben] = write([&](Transaction& tx) {
    return std::pair(add_account(tx, "ann@b.example"), add_account(tx, "ben@b.example"));
  });
  write([&](Transaction& tx) {
    for (const char* hash : {"ann1", "ann2", "ann3"}) insert_session(tx, session_of(ann.id, hash));
    insert_session(tx, session_of(ben.id, "ben"));
  });
  const auto is_there = [&](const char* hash) {
    return read([&](Transaction& tx) { return find_session(tx, hash).has_value(); });
  };
  write([&](Transaction& tx) { remove_session(tx, "ann1"); });
  EXPECT_FALSE(is_there("ann1"));
  EXPECT_TRUE(is_there("ann2"));
  write([&](Transaction& tx) { remove_sessions(tx, ann.id); });
  EXPECT_FALSE(is_there("ann2") || is_there("ann3"));
  EXPECT_TRUE(is_there("ben"));
}

TEST_P(AccountsTest, attempts_are_counted_in_a_window_that_starts_anew) {
  const auto reserve = [&](const char* subject, Timestamp at) {
    return write([&](Transaction& tx) { return reserve_attempt(tx, subject, at, 15min); });
  };
  EXPECT_EQ(reserve("account:a", now), 1);
  EXPECT_EQ(reserve("account:a", now + 14min), 2);
  EXPECT_EQ(reserve("account:b", now), 1);
  EXPECT_EQ(reserve("account:a", now + 15min), 1) << "the window opened at the first";
  write([&](Transaction& tx) { clear_attempts(tx, "account:a"); });
  EXPECT_EQ(reserve("account:a", now + 16min), 1);
}

TEST_P(AccountsTest, attempts_counted_by_a_clock_that_was_ahead_hold_for_a_window_at_most) {
  const auto reserve = [&](Timestamp at) {
    return write([&](Transaction& tx) { return reserve_attempt(tx, "account:a", at, 15min); });
  };
  EXPECT_EQ(reserve(now + 15min), 1);
  EXPECT_EQ(reserve(now), 2) << "another node's clock forgives nothing";
  EXPECT_EQ(reserve(now + 24h * 40), 1);
  EXPECT_EQ(reserve(now), 1) << "nobody is locked out for forty days";
  EXPECT_EQ(reserve(now + 1min), 2);
}

TEST_P(AccountsTest, an_attempt_that_is_taken_back_was_none) {
  const auto reserve = [&] {
    return write([&](Transaction& tx) { return reserve_attempt(tx, "network:n", now, 1h); });
  };
  const auto take_back = [&] { write([&](Transaction& tx) { return_attempt(tx, "network:n"); }); };
  take_back();
  EXPECT_EQ(reserve(), 1);
  EXPECT_EQ(reserve(), 2);
  take_back();
  EXPECT_EQ(reserve(), 2);
  for (int i = 0; i < 5; ++i) take_back();
  EXPECT_EQ(reserve(), 1);
}

TEST_P(AccountsTest, attempts_at_once_are_all_counted) {
  winners(8, [&](Transaction& tx) { return reserve_attempt(tx, "network:n", now, 1h) > 0; });
  EXPECT_EQ(write([&](Transaction& tx) { return reserve_attempt(tx, "network:n", now, 1h); }), 9);
}

TEST_P(AccountsTest, the_newest_sign_in_is_what_users_show) {
  const User user = write([&](Transaction& tx) { return add_user(tx, acme, "a@b.example"); });
  write([&](Transaction& tx) { record_sign_in(tx, user.account_id, now + 3s); });
  EXPECT_EQ(
      read([&](Transaction& tx) { return find_user(tx, acme, user.id, now); })->last_sign_in_at,
      now + 3s);
}

}  // namespace
}  // namespace gatehouse::store
