#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "base/failure.h"
#include "mail/templates.h"
#include "mail/transport.h"
#include "testing/smtp_server.h"

namespace gatehouse::mail {
namespace {

using namespace std::chrono_literals;
using testing::SmtpServer;

Message example() {
  return {.message_id = "0192f0aa@gatehouse.example",
          .from = "no-reply@gatehouse.example",
          .from_name = "Gatehouse",
          .to = "ann@example.org",
          .subject = "Grüße aus 東京",
          .text = "One\n.\n..\nTwo\n",
          .html = "<p>One</p>\n",
          .date = Timestamp{std::chrono::milliseconds{1'795'308'072'000}}};
}

SmtpSettings plain_settings(const SmtpServer& server) {
  return {.host = "127.0.0.1", .port = server.port(), .security = Security::none};
}

std::optional<DeliveryError> send(SmtpSettings settings, const Message& message = example()) {
  try {
    SmtpTransport(std::move(settings)).send(message);
  } catch (const DeliveryError& error) {
    return error;
  }
  return std::nullopt;
}

/// A certificate for `localhost`, good for this test only.
struct Certificate {
  testing::TemporaryFolder folder;
  std::string certificate = (folder.path() / "cert.pem").string();
  std::string key = (folder.path() / "key.pem").string();

  Certificate() {
    testing::Process openssl({"/usr/bin/openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                              "ec_paramgen_curve:P-256", "-nodes", "-days", "1", "-subj",
                              "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout",
                              key, "-out", certificate});
    EXPECT_EQ(openssl.wait(), 0);
  }
};

SmtpSettings secure_settings(const SmtpServer& server, const Certificate& trusted,
                             Security security) {
  return {.host = "localhost",
          .port = server.port(),
          .security = security,
          .ca_file = trusted.certificate};
}

TEST(Smtp, TheServerReceivesTheRenderedBytes) {
  const SmtpServer server;

  const auto error = send(plain_settings(server));

  ASSERT_FALSE(error) << error->reason;
  ASSERT_EQ(server.received(), 1);
  EXPECT_EQ(server.raw(1), render(example()));
  EXPECT_EQ(server.envelope(1).at("mailFrom").as_string(), "no-reply@gatehouse.example");
  EXPECT_EQ(server.envelope(1).at("rcptTos"), Json(JsonArray{"ann@example.org"}));
  const auto parsed = server.parsed(1);
  EXPECT_EQ(testing::header_values(parsed, "Subject"), std::vector<std::string>{"Grüße aus 東京"});
  EXPECT_EQ(testing::body(parsed, "text"), "One\n.\n..\nTwo\n");
}

TEST(Smtp, HostileNamesMakeOneMailWithTheSameHeadersForOneRecipient) {
  const SmtpServer server;
  const std::string hostile =
      "x\r\nBcc: evil@example.com\r\nRCPT TO:<evil@example.com>\r\n\r\n.\r\nMAIL FROM:<>\u2028"
      "=?UTF-8?B?DQpCY2M6IGE=?= %0d%0aBcc: b";
  const Message message = invitation_mail({.envelope = {.message_id = "0192f0ab@gatehouse.example",
                                                        .from = "no-reply@gatehouse.example",
                                                        .from_name = "Gatehouse",
                                                        .to = "ann@example.org",
                                                        .server = "https://access.example",
                                                        .date = example().date},
                                           .organization = hostile,
                                           .inviter = hostile,
                                           .access = hostile,
                                           .link = "https://access.example/invitation#t",
                                           .expires_at = example().date + 24h});

  const auto error = send(plain_settings(server), message);

  ASSERT_FALSE(error) << error->reason;
  ASSERT_EQ(server.received(), 1);
  EXPECT_EQ(server.envelope(1).at("rcptTos"), Json(JsonArray{"ann@example.org"}));
  const auto parsed = server.parsed(1);
  EXPECT_EQ(parsed.at("headers").as_array().size(), 9U);
  EXPECT_TRUE(testing::header_values(parsed, "Bcc").empty());
  EXPECT_EQ(testing::header_values(parsed, "Subject"), std::vector<std::string>{message.subject});
}

TEST(Smtp, AnInternationalLocalPartIsDelivered) {
  const SmtpServer server;
  auto message = example();
  message.to = "иван@xn--e1afmkfd.xn--p1ai";

  const auto error = send(plain_settings(server), message);

  ASSERT_FALSE(error) << error->reason;
  EXPECT_EQ(server.envelope(1).at("rcptTos"), Json(JsonArray{message.to}));
}

TEST(Smtp, ARefusedRecipientIsPermanent) {
  const SmtpServer server({"--reject-rcpt", "550"});

  const auto error = send(plain_settings(server));

  ASSERT_TRUE(error);
  EXPECT_TRUE(error->permanent);
  EXPECT_TRUE(error->reason.contains("550 5.1.1 recipient refused by the test")) << error->reason;
  EXPECT_EQ(server.received(), 0);
}

TEST(Smtp, ABusyMailboxMayBeTriedAgain) {
  const SmtpServer server({"--reject-rcpt", "450", "--times", "1"});

  const auto first = send(plain_settings(server));
  const auto second = send(plain_settings(server));

  ASSERT_TRUE(first);
  EXPECT_FALSE(first->permanent);
  EXPECT_TRUE(first->reason.contains("450")) << first->reason;
  EXPECT_FALSE(second) << second->reason;
  EXPECT_EQ(server.received(), 1);
}

TEST(Smtp, RefusedContentIsPermanent) {
  const SmtpServer server({"--reject-data", "554"});

  const auto error = send(plain_settings(server));

  ASSERT_TRUE(error);
  EXPECT_TRUE(error->permanent) << error->reason;
}

TEST(Smtp, AFullServerMayBeTriedAgain) {
  const SmtpServer server({"--reject-data", "452"});

  const auto error = send(plain_settings(server));

  ASSERT_TRUE(error);
  EXPECT_FALSE(error->permanent) << error->reason;
}

TEST(Smtp, AServerThatIsClosedMayBeTriedAgain) {
  for (const char* greeting : {"421", "554"}) {
    const SmtpServer server({"--greeting", greeting});

    const auto error = send(plain_settings(server));

    ASSERT_TRUE(error);
    EXPECT_FALSE(error->permanent) << greeting << " " << error->reason;
  }
}

TEST(Smtp, ALostConnectionMayBeTriedAgainAndRepeatsTheMessageId) {
  const SmtpServer server({"--drop", "after", "--times", "1"});

  const auto first = send(plain_settings(server));
  const auto second = send(plain_settings(server));

  ASSERT_TRUE(first);
  EXPECT_FALSE(first->permanent) << first->reason;
  EXPECT_FALSE(second) << second->reason;
  ASSERT_EQ(server.received(), 2);
  EXPECT_EQ(server.raw(1), server.raw(2));
}

TEST(Smtp, AConnectionLostBeforeTheAnswerIsNotSuccess) {
  const SmtpServer server({"--drop", "before"});

  const auto error = send(plain_settings(server));

  ASSERT_TRUE(error);
  EXPECT_FALSE(error->permanent) << error->reason;
  EXPECT_EQ(server.received(), 0);
}

TEST(Smtp, ASlowServerDoesNotHoldUsForever) {
  const SmtpServer server({"--slow", "10"});
  auto settings = plain_settings(server);
  settings.total_timeout = 300ms;
  const auto start = std::chrono::steady_clock::now();

  const auto error = send(settings);

  ASSERT_TRUE(error);
  EXPECT_FALSE(error->permanent);
  EXPECT_LT(std::chrono::steady_clock::now() - start, 5s);
}

TEST(Smtp, NobodyListeningMayBeTriedAgain) {
  int port = 0;
  {
    const SmtpServer gone;
    port = gone.port();
  }

  const auto error = send({.host = "127.0.0.1", .port = port, .security = Security::none});

  ASSERT_TRUE(error);
  EXPECT_FALSE(error->permanent);
}

TEST(Smtp, StartTlsProtectsTheMailAndThePassword) {
  const Certificate own;
  const SmtpServer server({"--starttls", own.certificate, own.key, "--require-starttls", "--login",
                           "gatehouse", "s3cret"});
  auto settings = secure_settings(server, own, Security::starttls);
  settings.username = "gatehouse";
  settings.password = "s3cret";

  const auto error = send(settings);

  ASSERT_FALSE(error) << error->reason;
  EXPECT_EQ(server.envelope(1).at("tls"), Json(true));
  EXPECT_EQ(server.envelope(1).at("login"), Json(true));
}

TEST(Smtp, TlsFromTheFirstByteProtectsTheMail) {
  const Certificate own;
  const SmtpServer server({"--tls", own.certificate, own.key});

  const auto error = send(secure_settings(server, own, Security::tls));

  ASSERT_FALSE(error) << error->reason;
  EXPECT_EQ(server.envelope(1).at("tls"), Json(true));
}

TEST(Smtp, NothingIsSentWhenStartTlsWasStripped) {
  const Certificate own;
  const SmtpServer server;

  const auto error = send(secure_settings(server, own, Security::starttls));

  ASSERT_TRUE(error);
  EXPECT_FALSE(error->permanent) << error->reason;
  EXPECT_EQ(server.received(), 0);
}

TEST(Smtp, NothingIsSentToAServerThatCannotProveItsName) {
  const Certificate own;
  const Certificate other;
  const SmtpServer server({"--starttls", own.certificate, own.key});
  auto wrong_name = secure_settings(server, own, Security::starttls);
  wrong_name.host = "127.0.0.1";

  for (const auto& settings : {secure_settings(server, other, Security::starttls), wrong_name}) {
    const auto error = send(settings);

    ASSERT_TRUE(error);
    EXPECT_FALSE(error->permanent) << error->reason;
  }
  EXPECT_EQ(server.received(), 0);
}

TEST(Smtp, AWrongPasswordIsForTheAdministratorAndNeverInTheReason) {
  const Certificate own;
  const SmtpServer server(
      {"--starttls", own.certificate, own.key, "--login", "gatehouse", "s3cret"});
  auto settings = secure_settings(server, own, Security::starttls);
  settings.username = "gatehouse";
  settings.password = "wr0ng-one";

  const auto error = send(settings);

  ASSERT_TRUE(error);
  EXPECT_FALSE(error->permanent) << error->reason;
  EXPECT_FALSE(error->reason.contains("wr0ng")) << error->reason;
  EXPECT_EQ(server.received(), 0);
}

TEST(Smtp, APasswordIsNotConfiguredToTravelOpenly) {
  const auto refused = [](SmtpSettings settings) -> std::string {
    try {
      const SmtpTransport transport(std::move(settings));
    } catch (const Failure& failure) {
      return failure.field;
    }
    return "nothing";
  };

  EXPECT_EQ(refused({.host = "mail.example", .security = Security::none, .username = "a"}),
            "security");
  EXPECT_EQ(refused({.host = "mail.example", .security = Security::none}), "nothing");
  EXPECT_EQ(refused({.host = "mail.example", .username = "a"}), "nothing");
  EXPECT_EQ(refused({.host = ""}), "host");
  EXPECT_EQ(refused({.host = "a/b"}), "host");
  EXPECT_EQ(refused({.host = "a@b"}), "host");
  EXPECT_EQ(refused({.host = "a", .port = 0}), "port");
  EXPECT_EQ(refused({.host = "a", .client_name = "x\r\ny"}), "client_name");
}

}  // namespace
}  // namespace gatehouse::mail
