#include "base/email.h"

#include <gtest/gtest.h>

#include <string>

namespace gatehouse {
namespace {

std::string key_of(std::string_view text) {
  const auto address = parse_email(text);
  return address ? address->key : "refused";
}

TEST(Email, LetterCaseDoesNotMakeAnotherAddress) {
  EXPECT_EQ(key_of("A@X.COM"), "a@x.com");
  EXPECT_EQ(key_of("a@x.com"), "a@x.com");
  EXPECT_EQ(key_of("ÉMILE@x.com"), key_of("émile@x.com"));
}

TEST(Email, WhatWasTypedIsKeptForPeople) {
  const auto address = parse_email("  Ann.Lee@BÜCHER.example\t");

  ASSERT_TRUE(address);
  EXPECT_EQ(address->display, "Ann.Lee@BÜCHER.example");
  EXPECT_EQ(address->mailbox, "Ann.Lee@xn--bcher-kva.example");
  EXPECT_EQ(address->key, "ann.lee@xn--bcher-kva.example");
}

TEST(Email, AFullwidthLocalPartIsAnotherAddress) {
  EXPECT_NE(key_of("ａ@x.com"), "a@x.com");
  EXPECT_NE(key_of("ａ@x.com"), "refused");
}

TEST(Email, AFullwidthDomainIsTheSameDomain) {
  EXPECT_EQ(key_of("a@ｘ.ＣＯＭ"), "a@x.com");
  EXPECT_EQ(key_of("a@x。com"), "a@x.com");
}

TEST(Email, ACyrillicLookalikeIsAnotherAddress) {
  EXPECT_EQ(key_of("a@х.com"), "a@xn--u1a.com");
  EXPECT_NE(key_of("а@x.com"), "a@x.com");  // Cyrillic а
}

TEST(Email, BothSpellingsOfAnInternationalDomainAreOneAddress) {
  EXPECT_EQ(key_of("a@bücher.example"), key_of("a@XN--bcher-KVA.example"));
  EXPECT_EQ(key_of("a@bu\u0308cher.example"), key_of("a@bücher.example"));
}

TEST(Email, ComposedAndDecomposedLettersAreOneAddress) {
  EXPECT_EQ(key_of("e\u0301mile@x.com"), key_of("émile@x.com"));
}

TEST(Email, SharpSIsNotDoubleS) {
  EXPECT_NE(key_of("straße@x.com"), key_of("strasse@x.com"));
  EXPECT_NE(key_of("a@straße.de"), key_of("a@strasse.de"));
}

TEST(Email, PlusAddressesAndDotsAreNeverFolded) {
  EXPECT_EQ(key_of("a+b@gmail.com"), "a+b@gmail.com");
  EXPECT_EQ(key_of("a.b@gmail.com"), "a.b@gmail.com");
  EXPECT_NE(key_of("a.b@gmail.com"), key_of("ab@gmail.com"));
}

TEST(Email, OrdinaryAddressesAreAccepted) {
  for (const char* text : {"x@example.co", "o'brien@example.org", "a_b-c=d@sub.example.museum",
                           "1@2.example", "user@123.com", "иван@пример.рф", "用户@例子.公司"})
    EXPECT_NE(key_of(text), "refused") << text;
}

TEST(Email, AnythingButOnePlainAddressIsRefused) {
  for (const char* text : {"",
                           " ",
                           "a",
                           "@",
                           "a@",
                           "@x.com",
                           "a@b@x.com",
                           "a@x.com,b@x.com",
                           "a@x.com;b@x.com",
                           "a@x.com b@x.com",
                           "Bob <b@x.com>",
                           "<b@x.com>",
                           "\"a;b\"@x.com",
                           "\"a\"@x.com",
                           "a(comment)@x.com",
                           "a@x.com(comment)",
                           "a@[127.0.0.1]",
                           "a@127.0.0.1",
                           "a@localhost",
                           "a@x.com.",
                           "a@.x.com",
                           "a@x..com",
                           "a..b@x.com",
                           ".a@x.com",
                           "a.@x.com",
                           "a b@x.com",
                           "a@x_y.com",
                           "a@-x.com",
                           "a@x-.com",
                           "a\\@x.com",
                           "a:b@x.com",
                           "a@x.com:25",
                           "a@x.com/",
                           "a%evil.org@x.com",
                           "evil.org!a@x.com",
                           "@relay.org:a@x.com",
                           "a%0d%0a@x.com",
                           "mailto:a@x.com",
                           "a@x.123"})
    EXPECT_EQ(key_of(text), "refused") << text;
}

TEST(Email, LineBreaksControlsAndInvisibleCharactersAreRefused) {
  for (const std::string& text :
       {std::string("a\r\n@x.com"), std::string("a@x.com\r\n"), std::string("\na@x.com"),
        std::string("a@x.com\nBcc: b@x.com"), std::string("a\0b@x.com", 9),
        std::string("a@x.com\0", 8), std::string("a@x\0.com", 8), std::string("a\x7f@x.com"),
        std::string("a\u2028@x.com"), std::string("a\u202e@x.com"), std::string("a\u200b@x.com"),
        std::string("a\u00a0@x.com"), std::string("a@x\u202e.com"), std::string("\u00a0a@x.com")})
    EXPECT_EQ(key_of(text), "refused") << text;
}

TEST(Email, InvalidUtf8IsRefused) {
  EXPECT_EQ(key_of("a\xff@x.com"), "refused");
  EXPECT_EQ(key_of("a\xc0\xaf@x.com"), "refused");
  EXPECT_EQ(key_of("a@x\xed\xa0\x80.com"), "refused");
}

TEST(Email, LengthsAreLimited) {
  const std::string label(61, 'd');
  const std::string domain = label + '.' + label + '.' + label;  // 185 characters

  EXPECT_NE(key_of(std::string(64, 'a') + "@" + domain + ".de"), "refused");
  EXPECT_EQ(key_of(std::string(65, 'a') + "@x.com"), "refused");
  EXPECT_EQ(key_of(std::string(64, 'a') + "@" + domain + ".exam"), "refused");  // 255 bytes
  EXPECT_EQ(key_of("a@" + std::string(64, 'd') + ".com"), "refused");
}

TEST(Email, AnEncodedLabelThatNobodyWouldWriteIsRefused) {
  EXPECT_EQ(key_of("a@xn--.com"), "refused");
  EXPECT_EQ(key_of("a@xn--a.com"), "refused");
  EXPECT_EQ(key_of("a@xn--abc-.com"), "refused");
}

TEST(Email, AKeyIsItsOwnKey) {
  for (const char* text :
       {"A@X.COM", "İ@x.com", "ΟΔΟΣ@x.gr", "a@Bücher.example", "ａ@ｘ.com", "E\u0301@пример.РФ"}) {
    const auto address = parse_email(text);
    ASSERT_TRUE(address) << text;
    EXPECT_EQ(key_of(address->key), address->key);
    EXPECT_EQ(key_of(address->mailbox), address->key);
  }
}

}  // namespace
}  // namespace gatehouse
