#include "mail/templates.h"

#include <gtest/gtest.h>

#include <chrono>
#include <stdexcept>
#include <string>
#include <vector>

#include "testing/smtp_server.h"

namespace gatehouse::mail {
namespace {

using namespace std::chrono_literals;

const Timestamp now{std::chrono::milliseconds{1'795'308'072'000}};  // 2026-11-22T00:41:12Z

Envelope envelope() {
  return {.message_id = "0192f0aa@gatehouse.example",
          .from = "no-reply@gatehouse.example",
          .from_name = "Gatehouse",
          .to = "bo@example.org",
          .server = "https://access.example",
          .date = now};
}

InvitationMail invitation() {
  return {.envelope = envelope(),
          .organization = "Acme",
          .inviter = "Ann Lee",
          .access = "Administrator",
          .link = "https://access.example/invitation#t0k3n",
          .expires_at = now + std::chrono::days{30}};
}

/// Every mail we have, with `name` wherever somebody else chooses the words.
std::vector<Message> all_mails(const std::string& name) {
  auto invited = invitation();
  invited.organization = invited.inviter = invited.access = name;
  return {
      invitation_mail(invited),
      joined_mail({.envelope = envelope(), .organization = name, .name = name}),
      temporary_password_mail({.envelope = envelope(),
                               .organization = name,
                               .name = name,
                               .issued_by = name,
                               .sign_in = name,
                               .password = "abcd-efgh",
                               .link = "https://access.example/sign-in",
                               .expires_at = now + std::chrono::days{30}}),
      forgotten_password_mail({.envelope = envelope(),
                               .name = name,
                               .link = "https://access.example/reset#t0k3n",
                               .expires_at = now + 30min}),
      password_changed_mail({.envelope = envelope(), .name = name, .changed_at = now}),
      invitation_declined_mail({.envelope = envelope(),
                                .organization = name,
                                .name = name,
                                .invitee = name,
                                .declined_at = now}),
  };
}

void expect_in_both(const Message& message, std::string_view words) {
  EXPECT_TRUE(message.text.contains(words)) << words << "\n" << message.text;
  EXPECT_TRUE(message.html.contains(words)) << words << "\n" << message.html;
}

std::size_t count(const std::string& text, std::string_view part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

TEST(Templates, AnInvitationSaysWhoInvitesWhereToWhatAndUntilWhen) {
  const Message message = invitation_mail(invitation());

  EXPECT_EQ(message.subject, "Ann Lee invited you to Acme");
  expect_in_both(message, "Ann Lee has invited you to join Acme on Gatehouse.");
  expect_in_both(message, "Administrator");
  expect_in_both(message, "22 December 2026, 00:41 UTC");
  expect_in_both(message, "https://access.example/invitation#t0k3n");
  expect_in_both(message, "bo@example.org only");
}

TEST(Templates, AnInvitationWithoutNamedAccessHasNoEmptyLineForIt) {
  auto mail = invitation();
  mail.access.clear();

  EXPECT_FALSE(invitation_mail(mail).text.contains("Your access"));
}

TEST(Templates, ANewUserLearnsTheAddressOfTheServer) {
  const Message message =
      joined_mail({.envelope = envelope(), .organization = "Acme", .name = "Bo"});

  expect_in_both(message, "Hello Bo,");
  expect_in_both(message, "https://access.example");
}

TEST(Templates, ATemporaryPasswordComesWithItsIssuerLifetimeAndLink) {
  const Message message = temporary_password_mail({.envelope = envelope(),
                                                   .organization = "Acme",
                                                   .name = "Bo",
                                                   .issued_by = "Ann Lee",
                                                   .sign_in = "bo@example.org",
                                                   .password = "k7Qm-2.x<Y",
                                                   .link = "https://access.example/sign-in",
                                                   .expires_at = now + std::chrono::days{30}});

  EXPECT_FALSE(message.subject.contains("k7Qm"));
  expect_in_both(message, "Ann Lee has issued a temporary password");
  expect_in_both(message, "30 days");
  expect_in_both(message, "bo@example.org");
  expect_in_both(message, "https://access.example/sign-in");
  EXPECT_TRUE(message.text.contains("k7Qm-2.x<Y"));
  EXPECT_TRUE(message.html.contains("k7Qm-2.x&lt;Y"));
}

TEST(Templates, AForgottenPasswordLinkSaysHowLongItWorks) {
  const Message message = forgotten_password_mail({.envelope = envelope(),
                                                   .name = "Bo",
                                                   .link = "https://access.example/reset#t0k3n",
                                                   .expires_at = now + 30min});

  expect_in_both(message, "works once, for 30 minutes");
  expect_in_both(message, "https://access.example/reset#t0k3n");
}

TEST(Templates, AChangedPasswordIsReportedWithItsTime) {
  const Message message =
      password_changed_mail({.envelope = envelope(), .name = "Bo", .changed_at = now});

  expect_in_both(message, "was changed on 22 November 2026, 00:41 UTC");
}

TEST(Templates, TheInviterLearnsWhoDeclined) {
  const Message message = invitation_declined_mail({.envelope = envelope(),
                                                    .organization = "Acme",
                                                    .name = "Ann",
                                                    .invitee = "bo.smith@example.org",
                                                    .declined_at = now});

  expect_in_both(message,
                 "bo.smith@example.org has declined the invitation to Acme that you sent.");
}

TEST(Templates, MarkupInNamesIsText) {
  for (const auto& message :
       all_mails("<img src=x onerror=alert(1)><a href='//evil'>\"&</a></title><script>")) {
    EXPECT_FALSE(message.html.contains("<img"));
    EXPECT_FALSE(message.html.contains("<script"));
    EXPECT_EQ(count(message.html, "<a "), 1U);
    EXPECT_EQ(count(message.html, "</title>"), 1U);
  }
}

TEST(Templates, NoForeignAddressCanBeClicked) {
  for (const std::string& name :
       {"https://evil.example/login", "www.evil.example", "evil.example",
        "[x](http://evil.example)", "Acme http://evil.example", "evil\u2024example evil.example",
        "//evil.example", "ev\u200bil.exam\u200bple", "javascript:alert(1)",
        "mailto:me@evil.example"}) {
    for (const auto& message : all_mails(name)) {
      EXPECT_FALSE(message.text.contains("evil.example")) << message.text;
      EXPECT_FALSE(message.html.contains("evil.example")) << message.html;
      EXPECT_FALSE(message.subject.contains("evil.example")) << message.subject;
      EXPECT_EQ(count(message.text, "://"), count(message.text, "://access.example"));
      EXPECT_EQ(count(message.html, "://"), count(message.html, "://access.example"));
      EXPECT_EQ(count(message.html, "href="), 1U);
      EXPECT_TRUE(message.html.contains("href=\"https://access.example"));
    }
  }
}

TEST(Templates, BracesAndPercentSignsInNamesMeanNothing) {
  for (const auto& message : all_mails("{{secret}} {0} {} %s ${x}"))
    EXPECT_TRUE(message.text.contains("{{secret}} {0} {} %s ${x}")) << message.text;
}

TEST(Templates, EveryMailRendersWhateverTheNamesHold) {
  for (const std::string& name :
       {std::string("a\r\nBcc: evil@example.com\r\n\r\n.\r\n"), std::string("\u202eabc\u2028d"),
        std::string("a\0b", 3), std::string("\xff\xfe"), std::string(100'000, 'x'), std::string(),
        std::string("=?UTF-8?B?QmNjOg==?="), std::string("\n.\n")}) {
    for (const auto& message : all_mails(name)) {
      const auto parsed = testing::parse_mail(render(message));
      EXPECT_EQ(parsed.at("headers").as_array().size(), 9U) << message.subject;
      EXPECT_EQ(parsed.at("addresses"), Json(JsonArray{"bo@example.org"}));
      EXPECT_EQ(testing::header_values(parsed, "Subject"),
                std::vector<std::string>{message.subject});
      EXPECT_EQ(testing::body(parsed, "text"), message.text);
      EXPECT_EQ(testing::body(parsed, "html"), message.html);
    }
  }
}

TEST(Templates, HtmlAndTextSayTheSame) {
  for (const auto& message : all_mails("Acme Zürich")) {
    const auto html = message.html.substr(message.html.find("<body"));
    for (std::size_t start = 0, end; (end = message.text.find('\n', start)) != std::string::npos;
         start = end + 1) {
      const auto line = message.text.substr(start, end - start);
      const auto words =
          line.substr(line.find(": ") == std::string::npos ? 0 : line.find(": ") + 2);
      if (line == "-- " || line.ends_with(':')) continue;
      EXPECT_TRUE(html.contains(words) || html.contains("&quot;")) << words << "\n" << html;
    }
  }
}

TEST(Templates, NothingIsLoadedFromAnywhere) {
  for (const auto& message : all_mails("Acme")) {
    for (const char* loading : {"<img", "<link", "src=", "url(", "@import", "<form"})
      EXPECT_FALSE(message.html.contains(loading)) << loading;
  }
}

TEST(Templates, ALinkThatIsNotAWebAddressIsOurMistake) {
  for (const char* link : {"", "javascript:alert(1)", "/relative", "https://a b", "https://a\"b"}) {
    auto mail = invitation();
    mail.link = link;
    EXPECT_THROW(invitation_mail(mail), std::logic_error) << link;
  }
}

}  // namespace
}  // namespace gatehouse::mail
