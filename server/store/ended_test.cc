#include "store/ended.h"

#include "store/idempotency.h"
#include "testing/rows.h"

namespace gatehouse::store {
namespace {

using namespace testing;

class EndedTest : public TwoOrganizations {
 protected:
  std::int64_t rows_of(const std::string& table) {
    return read(
        [&](Transaction& tx) { return tx.query_one("select count(*) from " + table)->integer(0); });
  }
  /// Whether `remove_ended` at this moment leaves the one row that the table has.
  bool stays_at(const std::string& table, Timestamp at) {
    const bool ended = read([&](Transaction& tx) { return has_ended(tx, at); });
    write([&](Transaction& tx) { remove_ended(tx, at); });
    const bool stays = rows_of(table) == 1;
    EXPECT_EQ(stays, !ended) << "what is looked for is what is removed";
    return stays;
  }
};
ON_EVERY_ENGINE(EndedTest);

TEST_P(EndedTest, sessions_that_are_over_or_idle_are_removed) {
  const auto add = [&](Timestamp last_seen_at, Timestamp expires_at) {
    write([&](Transaction& tx) {
      const Account account = find_account_by_email(tx, "a@b.example").value_or(Account{});
      insert_session(
          tx, {.hash = "hash",
               .id = to_string(Uuid::generate(now)),
               .account_id = account.email.empty() ? add_account(tx, "a@b.example").id : account.id,
               .created_at = now,
               .authenticated_at = now,
               .last_seen_at = last_seen_at,
               .expires_at = expires_at,
               .source_address = "",
               .user_agent = ""});
    });
  };
  add(now, now + 12h);
  EXPECT_TRUE(stays_at("sessions", now + 30min - 1ms));
  EXPECT_FALSE(stays_at("sessions", now + 30min)) << "idle";
  add(now + 12h - 1min, now + 12h);
  EXPECT_TRUE(stays_at("sessions", now + 12h - 1ms));
  EXPECT_FALSE(stays_at("sessions", now + 12h)) << "over";
}

TEST_P(EndedTest, answers_are_removed_after_a_day) {
  write([&](Transaction& tx) { insert_answer(tx, acme, "caller", "key", {"h", "a"}, now); });
  EXPECT_TRUE(stays_at("idempotency_keys", now + 24h - 1ms));
  EXPECT_FALSE(stays_at("idempotency_keys", now + 24h));
}

TEST_P(EndedTest, counts_are_removed_when_their_longest_window_is_over) {
  write([&](Transaction& tx) { reserve_attempt(tx, "account:a", now, 15min); });
  EXPECT_TRUE(stays_at("attempts", now + 24h - 1ms));
  EXPECT_FALSE(stays_at("attempts", now + 24h));
}

}  // namespace
}  // namespace gatehouse::store
