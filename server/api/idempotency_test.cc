#include "api/idempotency.h"

#include <gtest/gtest.h>

#include "testing/test_server.h"

namespace gatehouse {
namespace {

using testing::Answer;
using testing::Caller;
using testing::TestServer;

const Json kInvitation{{"email", "once@example.com"}, {"firstName", "Once"}, {"lastName", "Only"}};

TEST(Idempotency, a_repeated_request_changes_nothing_and_gets_the_same_answer) {
  TestServer server;
  Caller admin = administrator(server, server.acme);
  admin.extra_headers = {{"idempotency-key", "k-1"}};
  const Answer first = admin.post(server.acme.path("/invitations"), kInvitation);
  ASSERT_EQ(first.status, 200);
  const Answer second = admin.post(server.acme.path("/invitations"), kInvitation);
  EXPECT_EQ(second.raw.body, first.raw.body);
  EXPECT_EQ(server.mail_count("once@example.com"), 1);
  EXPECT_TRUE(server.verify_audit(server.acme).is_intact);
}

TEST(Idempotency, the_same_key_with_other_content_is_refused) {
  TestServer server;
  Caller admin = administrator(server, server.acme);
  admin.extra_headers = {{"idempotency-key", "k-1"}};
  admin.post(server.acme.path("/serviceusers"), {{"name", "One"}});
  const Answer other = admin.post(server.acme.path("/serviceusers"), {{"name", "Two"}});
  EXPECT_EQ(other.status, 422);
  EXPECT_EQ(other.code(), "idempotency_mismatch");
}

TEST(Idempotency, a_key_ends_after_a_day) {
  TestServer server;
  {
    Caller admin = administrator(server, server.acme);
    admin.extra_headers = {{"idempotency-key", "k-1"}};
    admin.post(server.acme.path("/invitations"), kInvitation);
  }
  server.clock.advance(std::chrono::hours{25});
  Caller admin = administrator(server, server.acme);
  admin.extra_headers = {{"idempotency-key", "k-1"}};
  admin.post(server.acme.path("/invitations"), kInvitation);
  EXPECT_EQ(server.mail_count("once@example.com"), 2);
}

TEST(Idempotency, a_refused_request_keeps_no_answer) {
  TestServer server;
  Caller admin = administrator(server, server.acme);
  admin.extra_headers = {{"idempotency-key", "k-1"}};
  EXPECT_EQ(admin.post(server.acme.path("/serviceusers"), {{"name", " "}}).status, 400);
  EXPECT_EQ(admin.post(server.acme.path("/serviceusers"), {{"name", "Fine"}}).status, 200);
}

}  // namespace
}  // namespace gatehouse
