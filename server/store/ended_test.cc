#include "store/ended.h"

#include "store/directory_rows.h"
#include "store/idempotency.h"
#include "store/invitations.h"
#include "store/outbox.h"
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

TEST_P(EndedTest, mail_that_is_out_or_given_up_is_removed_after_thirty_days) {
  const auto add = [&](const char* id) {
    write([&](Transaction& tx) {
      insert_mail(tx, {.id = id,
                       .organization_id = acme,
                       .subject_id = "an account",
                       .recipient = "a@b.example",
                       .message = "{}",
                       .message_id = id,
                       .created_at = now,
                       .expires_at = now + 1h});
    });
  };
  const auto month = std::chrono::days{30};
  add("sent");
  EXPECT_TRUE(stays_at("outbox", now + 100 * month)) << "it is still to be sent";
  write([&](Transaction& tx) { mark_mail_sent(tx, "sent", now + 1min); });
  EXPECT_TRUE(stays_at("outbox", now + month - 1ms));
  EXPECT_FALSE(stays_at("outbox", now + month));
  add("failed");
  write([&](Transaction& tx) { mark_mail_failed(tx, "failed", "550"); });
  EXPECT_TRUE(stays_at("outbox", now + month - 1ms));
  EXPECT_FALSE(stays_at("outbox", now + month));
}

TEST_P(EndedTest, mail_of_an_open_invitation_stays_to_tell_whether_it_was_delivered) {
  Invitation invitation;
  invitation.organization_id = acme;
  invitation.id = InvitationId::generate(now);
  invitation.email = invitation.email_key = "a@b.example";
  invitation.first_name = invitation.last_name = "A";
  invitation.status = InvitationStatus::pending;
  invitation.expires_at = now + std::chrono::days{90};
  invitation.created_at = now;
  invitation.created_by = "SYSTEM";
  write([&](Transaction& tx) {
    insert_invitation(tx, invitation, "hash");
    insert_mail(tx, {.id = "mail",
                     .organization_id = acme,
                     .subject_id = to_string(invitation.id),
                     .recipient = "a@b.example",
                     .message = "{}",
                     .message_id = "mail",
                     .created_at = now,
                     .expires_at = now + 1h});
    mark_mail_failed(tx, "mail", "550");
  });
  EXPECT_TRUE(stays_at("outbox", now + std::chrono::days{60}));
  write([&](Transaction& tx) {
    end_invitation(tx, acme, invitation.id, InvitationStatus::cancelled, now, "SYSTEM");
  });
  EXPECT_FALSE(stays_at("outbox", now + std::chrono::days{60}));
}

TEST_P(EndedTest, changes_of_the_directory_are_removed_after_a_day) {
  write([&](Transaction& tx) {
    insert_directory_changes(tx, Engine::postgres, acme, {{ChangeKind::support, ""}}, now);
  });
  EXPECT_TRUE(stays_at("directory_changes", now + 24h - 1ms));
  EXPECT_FALSE(stays_at("directory_changes", now + 24h));
}

}  // namespace
}  // namespace gatehouse::store
