#include "store/outbox.h"

#include "testing/rows.h"

namespace gatehouse::store {
namespace {

using namespace testing;

class OutboxTest : public TwoOrganizations {
 protected:
  OutboxMail add(const std::string& id, Timestamp at, std::optional<OrganizationId> of = {}) {
    const OutboxMail mail{.id = id,
                          .organization_id = of,
                          .subject_id = "about " + id,
                          .recipient = "grace@example.com",
                          .message = R"({"subject":"Höi"})",
                          .message_id = "<" + id + "@gatehouse>",
                          .created_at = at,
                          .expires_at = at + 24h};
    write([&](Transaction& tx) { insert_mail(tx, mail); });
    return mail;
  }
  std::vector<std::string> due(Timestamp at, int limit = 10) {
    std::vector<std::string> ids;
    for (const OutboxMail& mail :
         read([&](Transaction& tx) { return list_due_mail(tx, at, limit); }))
      ids.push_back(mail.id);
    return ids;
  }
  Row row_of(const std::string& id) {
    return read([&](Transaction& tx) {
      return tx
          .query_one(
              "select status, message, attempts, last_error, delivered_at from outbox "
              "where id = $1",
              {id})
          .value();
    });
  }
  using Ids = std::vector<std::string>;
};
ON_EVERY_ENGINE(OutboxTest);

TEST_P(OutboxTest, a_mail_reads_back_as_written) {
  const OutboxMail written = add("a", now, acme);
  const auto found = read([&](Transaction& tx) { return list_due_mail(tx, now, 10); });
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].id, "a");
  EXPECT_EQ(found[0].organization_id, acme);
  EXPECT_EQ(found[0].subject_id, written.subject_id);
  EXPECT_EQ(found[0].recipient, written.recipient);
  EXPECT_EQ(found[0].message, written.message);
  EXPECT_EQ(found[0].message_id, written.message_id);
  EXPECT_EQ(found[0].attempts, 0);
  EXPECT_EQ(found[0].created_at, now);
  EXPECT_EQ(found[0].expires_at, now + 24h);
}

TEST_P(OutboxTest, what_is_due_comes_oldest_first_and_no_more_than_asked_for) {
  add("b", now + 1s);
  add("a", now);
  add("c", now + 2s);
  EXPECT_EQ(due(now + 1s), (Ids{"a", "b"}));
  EXPECT_EQ(due(now + 9s, 2), (Ids{"a", "b"}));
  EXPECT_TRUE(due(now - 1ms).empty());
}

TEST_P(OutboxTest, a_sent_mail_keeps_no_body_and_is_not_due_again) {
  add("a", now);
  write([&](Transaction& tx) { mark_mail_sent(tx, "a", now + 1s); });
  EXPECT_TRUE(due(now + 1h).empty());
  const Row row = row_of("a");
  EXPECT_EQ(row.text(0), "sent");
  EXPECT_TRUE(row.is_null(1));
  EXPECT_EQ(row.integer(2), 1);
  EXPECT_EQ(row.time(4), now + 1s);
}

TEST_P(OutboxTest, a_failed_mail_keeps_its_reason_but_no_body) {
  add("a", now);
  write([&](Transaction& tx) { mark_mail_failed(tx, "a", "550 no such user"); });
  EXPECT_TRUE(due(now + 1h).empty());
  const Row row = row_of("a");
  EXPECT_EQ(row.text(0), "failed");
  EXPECT_TRUE(row.is_null(1));
  EXPECT_EQ(row.text(3), "550 no such user");
}

TEST_P(OutboxTest, a_postponed_mail_is_due_later_and_counts_its_attempts) {
  add("a", now);
  write([&](Transaction& tx) { mark_mail_retry(tx, "a", now + 30s, "451 busy"); });
  EXPECT_TRUE(due(now + 29s).empty());
  EXPECT_EQ(due(now + 30s), Ids{"a"});
  EXPECT_EQ(row_of("a").integer(2), 1);
  EXPECT_EQ(row_of("a").text(3), "451 busy");
}

TEST_P(OutboxTest, a_withdrawn_mail_is_dropped_and_what_was_sent_stays_sent) {
  add("a", now);
  add("b", now);
  write([&](Transaction& tx) {
    mark_mail_sent(tx, "b", now);
    withdraw_mail(tx, "about a");
    withdraw_mail(tx, "about b");
  });
  EXPECT_TRUE(due(now + 1h).empty());
  EXPECT_EQ(row_of("a").text(3), "withdrawn");
  EXPECT_EQ(row_of("b").text(0), "sent");
}

TEST_P(OutboxTest, what_has_ended_stays_ended_whatever_a_late_sender_reports) {
  add("a", now);
  write([&](Transaction& tx) {
    mark_mail_failed(tx, "a", "withdrawn");
    mark_mail_sent(tx, "a", now);
    mark_mail_retry(tx, "a", now, "late");
  });
  EXPECT_EQ(row_of("a").text(0), "failed");
  EXPECT_EQ(row_of("a").text(3), "withdrawn");
}

}  // namespace
}  // namespace gatehouse::store
