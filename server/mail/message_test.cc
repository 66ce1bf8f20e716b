#include "mail/message.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/failure.h"
#include "testing/smtp_server.h"

namespace gatehouse::mail {
namespace {

using testing::header_values;
using testing::parse_mail;
using Values = std::vector<std::string>;

Message example() {
  return {.message_id = "0192f0aa-1111-7222-8333-444455556666@gatehouse.example",
          .from = "no-reply@gatehouse.example",
          .from_name = "Gatehouse",
          .to = "ann@example.org",
          .subject = "Hello",
          .text = "One\nTwo\n",
          .html = "<p>One</p>\n",
          .date = Timestamp{std::chrono::milliseconds{1'795'308'072'000}}};
}

/// The headers as lines that begin a header; continuation lines do not count.
int header_count(const std::string& raw) {
  const std::string head = raw.substr(0, raw.find("\r\n\r\n"));
  int count = 1;
  for (std::size_t i = head.find("\r\n"); i != std::string::npos; i = head.find("\r\n", i + 2))
    if (head[i + 2] != ' ' && head[i + 2] != '\t') ++count;
  return count;
}

std::string refused_member(const Message& message) {
  try {
    render(message);
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.code, Code::invalid_input);
    return failure.field;
  }
  return "nothing";
}

TEST(Message, AnotherParserReadsWhatWasWritten) {
  const auto parsed = parse_mail(render(example()));

  EXPECT_EQ(header_values(parsed, "Date"), Values{"Sun, 22 Nov 2026 00:41:12 +0000"});
  EXPECT_EQ(header_values(parsed, "From"), Values{"Gatehouse <no-reply@gatehouse.example>"});
  EXPECT_EQ(header_values(parsed, "To"), Values{"ann@example.org"});
  EXPECT_EQ(header_values(parsed, "Subject"), Values{"Hello"});
  EXPECT_EQ(header_values(parsed, "Message-ID"),
            Values{"<0192f0aa-1111-7222-8333-444455556666@gatehouse.example>"});
  EXPECT_EQ(header_values(parsed, "Auto-Submitted"), Values{"auto-generated"});
  EXPECT_EQ(parsed.at("parts"),
            Json(JsonArray{"multipart/alternative", "text/plain", "text/html"}));
  EXPECT_EQ(testing::body(parsed, "text"), "One\nTwo\n");
  EXPECT_EQ(testing::body(parsed, "html"), "<p>One</p>\n");
  EXPECT_TRUE(parsed.at("defects").as_array().empty());
}

TEST(Message, TheSameMessageHasTheSameBytes) { EXPECT_EQ(render(example()), render(example())); }

TEST(Message, SubjectsOfEveryScriptRoundTrip) {
  for (const std::string& subject :
       {std::string("Plain"), std::string("Müller & Söhne lädt Sie ein"),
        std::string("Мария Иванова пригласила вас в Московский архив строительной документации"),
        std::string("山田太郎さんがあなたを東京都建設文書管理組織へ招待しました。ご確認ください"),
        std::string("דנה הזמינה אותך"), std::string("👩🏽‍💻 invited you 🎉"),
        std::string("=?UTF-8?B?Qm8=?= is not decoded twice"), std::string(" spaces around "),
        std::string("a  b"), std::string(300, 'x'), std::string("under_score ? and = signs ü")}) {
    auto message = example();
    message.subject = subject;

    const auto parsed = parse_mail(render(message));

    EXPECT_EQ(header_values(parsed, "Subject"), Values{subject});
    EXPECT_TRUE(parsed.at("defects").as_array().empty()) << subject;
  }
}

TEST(Message, SenderNamesAreNeverReadAsAddresses) {
  for (const std::string& name :
       {std::string("Bob <evil@example.com>"), std::string("evil@example.com,"),
        std::string("A \"quoted\" name"), std::string("Group: a@b.example;"),
        std::string("Ann (comment)"), std::string("Gatehouse für Müller"),
        std::string("組織 の管理者")}) {
    auto message = example();
    message.from_name = name;

    const std::string raw = render(message);
    const auto parsed = parse_mail(raw);

    ASSERT_EQ(header_values(parsed, "From").size(), 1U);
    EXPECT_TRUE(header_values(parsed, "From")[0].contains("<no-reply@gatehouse.example>")) << raw;
    EXPECT_FALSE(raw.contains("evil@example.com")) << raw;
    EXPECT_EQ(header_count(raw), 9);
  }
}

TEST(Message, EveryLineIsShortAndEndsWithCrLf) {
  auto message = example();
  message.text = std::string(5000, 'x') + "\n" + std::string(200, ' ') + "\nübergroß €\n";
  message.html = "<p>" + std::string(3000, '=') + "</p>";
  message.subject = std::string(200, 'y') + "ü";

  const std::string raw = render(message);

  std::size_t start = 0;
  for (std::size_t end; (end = raw.find('\n', start)) != std::string::npos; start = end + 1) {
    ASSERT_EQ(raw[end - 1], '\r');
    EXPECT_LE(end - 1 - start, 76U);
  }
  EXPECT_EQ(start, raw.size());
  const auto parsed = parse_mail(raw);
  EXPECT_EQ(testing::body(parsed, "text"), message.text);
  EXPECT_EQ(testing::body(parsed, "html"), message.html);
}

TEST(Message, ALineWithADotAloneDoesNotEndTheMessage) {
  auto message = example();
  message.text = "before\n.\nafter\n..\nFrom here\n";

  const std::string raw = render(message);

  EXPECT_FALSE(raw.contains("\r\n."));
  EXPECT_FALSE(raw.contains("\r\nFrom here"));
  EXPECT_EQ(testing::body(parse_mail(raw), "text"), message.text);
}

TEST(Message, ABodyThatLooksLikeTheBoundaryStaysInItsPart) {
  auto message = example();
  const std::string raw = render(message);
  const auto at = raw.find("boundary=\"") + 10;
  const std::string boundary = raw.substr(at, raw.find('"', at) - at);
  message.text = "--" + boundary + "--\nstill here\n";

  const auto parsed = parse_mail(render(message));

  EXPECT_EQ(testing::body(parsed, "text"), message.text);
  EXPECT_EQ(parsed.at("parts").as_array().size(), 3U);
}

TEST(Message, NothingInAHeaderCanStartAnotherHeader) {
  for (const std::string& bad :
       {std::string("a\r\nBcc: b@x.com"), std::string("a\nb"), std::string("a\rb"),
        std::string("a\0b", 3), std::string("a\x1b[2J"), std::string("a\x7f"), std::string("a\tb"),
        std::string("a\u0085b"), std::string("a\u2028b"), std::string("a\u2029b"),
        std::string("a\u202eb"), std::string("a\xff"), std::string("a\xc0\x8d")}) {
    auto subject = example();
    subject.subject = bad;
    EXPECT_EQ(refused_member(subject), "subject") << bad;
    auto name = example();
    name.from_name = bad;
    EXPECT_EQ(refused_member(name), "from_name") << bad;
    auto to = example();
    to.to = bad + "@x.com";
    EXPECT_EQ(refused_member(to), "to") << bad;
    auto from = example();
    from.from = bad + "@x.com";
    EXPECT_EQ(refused_member(from), "from") << bad;
    auto id = example();
    id.message_id = bad + "@x.com";
    EXPECT_EQ(refused_member(id), "message_id") << bad;
  }
}

TEST(Message, PercentEncodedLineBreaksStayText) {
  auto message = example();
  message.subject = "a%0d%0aBcc: b@x.com";

  const std::string raw = render(message);

  EXPECT_EQ(header_count(raw), 9);
  EXPECT_EQ(header_values(parse_mail(raw), "Subject"), Values{message.subject});
}

TEST(Message, ThereIsExactlyOneRecipient) {
  for (const char* to :
       {"", "a", "a@x.com,b@x.com", "a@x.com, b@x.com", "a@x.com b@x.com", "a@x.com;b@x.com",
        "<a@x.com>", "Ann <a@x.com>", "\"a\r\nRCPT TO:<x>\"@y.com", "a@x.com>", "a@x.com> SIZE=1",
        " a@x.com", "a@X.com", "a@bücher.example", "a@x", "g: a@x.com;"}) {
    auto message = example();
    message.to = to;
    EXPECT_EQ(refused_member(message), "to") << to;
  }
}

TEST(Message, AnInternationalLocalPartIsSentAsItIs) {
  auto message = example();
  message.to = "иван@xn--e1afmkfd.xn--p1ai";

  EXPECT_TRUE(render(message).contains("\r\nTo: <иван@xn--e1afmkfd.xn--p1ai>\r\n"));
}

TEST(Message, AMessageIdIsALeftAndARightPart) {
  for (const char* id : {"", "a", "@", "a@", "@b", "a@b@c", "<a@b>", "a b@c", "a/../b@c", "..@c"}) {
    auto message = example();
    message.message_id = id;
    EXPECT_EQ(refused_member(message), "message_id") << id;
  }
}

TEST(Message, BodiesAreUtf8Text) {
  auto text = example();
  text.text = std::string("a\0b", 3);
  EXPECT_EQ(refused_member(text), "text");
  auto html = example();
  html.html = "a\xff";
  EXPECT_EQ(refused_member(html), "html");
}

}  // namespace
}  // namespace gatehouse::mail
