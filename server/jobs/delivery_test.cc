#include "jobs/delivery.h"

#include <filesystem>

#include "base/crypto.h"
#include "base/json.h"
#include "store/outbox.h"
#include "testing/clock.h"
#include "testing/rows.h"
#include "testing/smtp_server.h"

namespace gatehouse::jobs {
namespace {

using namespace testing;

class DeliveryTest : public TwoOrganizations {
 protected:
  void add_mail(const std::string& text, Timestamp expires_at) {
    const std::string id = to_string(Uuid::generate(now));
    const std::string body =
        to_text(JsonObject{{"subject", "Hello"}, {"text", text}, {"html", "<p>" + text + "</p>"}});
    write([&](store::Transaction& tx) {
      store::insert_mail(tx, {.id = id,
                              .organization_id = acme,
                              .recipient = "ann@example.org",
                              .message = seal(key, body, id),
                              .message_id = id + "@b.example",
                              .created_at = now,
                              .expires_at = expires_at});
    });
  }
  std::vector<std::string> sent() const {
    std::vector<std::string> mails;
    if (!std::filesystem::exists(folder.path() / "outbox")) return mails;
    for (const auto& file : std::filesystem::directory_iterator(folder.path() / "outbox"))
      mails.push_back(read_file(file.path()));
    return mails;
  }
  std::string status() {
    return read(
        [&](store::Transaction& tx) { return tx.query_one("select status from outbox")->text(0); });
  }
  // What the server's thread would do, which here is not started.
  int run_once(const Clock& clock, const std::string& with_key) {
    mail::OutboxTransport transport(folder.path() / "outbox");
    return Delivery(*database, clock, transport, {"no-reply@b.example", "Gatehouse"}, with_key)
        .run_once();
  }

  const std::string key = std::string(32, 'k');
  const TemporaryFolder folder;
};
ON_EVERY_ENGINE(DeliveryTest);

TEST_P(DeliveryTest, what_was_sealed_arrives_as_it_was_written) {
  add_mail("the link of Ann", now + 1h);
  run_once(FixedClock(now), key);
  ASSERT_EQ(sent().size(), 1u);
  EXPECT_NE(sent().front().find("the link of Ann"), std::string::npos);
  EXPECT_EQ(status(), "sent");
}

TEST_P(DeliveryTest, what_waits_can_be_read_by_nobody_without_the_key) {
  add_mail("the link of Ann", now + 1h);
  const auto stored = read(
      [&](store::Transaction& tx) { return tx.query_one("select message from outbox")->text(0); });
  EXPECT_EQ(from_base64url(stored).find("link"), std::string::npos);
  run_once(FixedClock(now), std::string(32, 'x'));
  EXPECT_TRUE(sent().empty());
  EXPECT_EQ(status(), "failed");
}

TEST_P(DeliveryTest, what_has_expired_is_not_sent) {
  add_mail("too late", now + 1h);
  run_once(FixedClock(now + 1h), key);
  EXPECT_TRUE(sent().empty());
  EXPECT_EQ(status(), "failed");
}

}  // namespace
}  // namespace gatehouse::jobs
