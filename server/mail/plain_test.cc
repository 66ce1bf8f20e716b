#include "mail/plain.h"

#include <gtest/gtest.h>

#include <string>

namespace gatehouse::mail {
namespace {

TEST(Plain, OrdinaryNamesStayAsTheyAre) {
  for (const char* name :
       {"Acme Ltd.", "Ann O'Brien", "Müller & Söhne GmbH", "株式会社 山田", "דנה כהן", "علی رضایی",
        "می‌خواهم", "श्रीमान् क्‍ष", "❤️ Care", "J. R. R. Tolkien",
        "Wait... what?", "5 > 3"})
    EXPECT_EQ(plain(name), name);
}

TEST(Plain, NoMailProgramFindsAnAddressInAName) {
  EXPECT_EQ(plain("http://evil.com/x"), "http: //evil. com/x");
  EXPECT_EQ(plain("www.evil.com"), "www. evil. com");
  EXPECT_EQ(plain("evil.com/login"), "evil. com/login");
  EXPECT_EQ(plain("mailto:a@evil.com"), "mailto: a@evil. com");
  EXPECT_EQ(plain("tel:+4912345"), "tel: +4912345");
  EXPECT_EQ(plain("evil。com evil．com evil｡com"), "evil。 com evil． com evil｡ com");
  EXPECT_EQ(plain("http：//evil"), "http： //evil");
  EXPECT_EQ(plain("192.168.1.1"), "192. 168. 1. 1");
}

TEST(Plain, InvisibleCharactersDoNotHideAnAddress) {
  EXPECT_EQ(plain("evil\u200b.\u200bcom"), "evil. com");
  EXPECT_EQ(plain("evil.\u2060com"), "evil. com");
  EXPECT_EQ(plain("http:\u00ad//evil"), "http: //evil");
}

TEST(Plain, MarkdownLinksAreTakenApart) {
  EXPECT_EQ(plain("[click](https://evil.com)"), "[click] (https: //evil. com)");
  EXPECT_EQ(plain("[click][1]"), "[click] [1]");
}

TEST(Plain, ANameIsOneLine) {
  EXPECT_EQ(plain("Acme\r\nBcc: x"), "Acme Bcc: x");
  EXPECT_EQ(plain("  a \t\n b\u2028c\u0085d  "), "a b c d");
  EXPECT_EQ(plain(std::string("a\0b", 3)), "a b");
}

TEST(Plain, DirectionMarksAndOtherInvisibleCharactersAreRemoved) {
  EXPECT_EQ(plain("\u202egro.elpmaxe\u202c"), "gro. elpmaxe");
  EXPECT_EQ(plain("a\u200e\u200f\u061c\u2066b\u2069\ufeff\U000e0041"), "ab");
}

TEST(Plain, InvalidBytesAreShownAsSuch) { EXPECT_EQ(plain("a\xff"), "a\ufffd"); }

TEST(Plain, LongNamesAreCut) {
  EXPECT_EQ(plain(std::string(5000, 'x')), std::string(119, 'x') + "…");
  EXPECT_EQ(plain(std::string(120, 'x')), std::string(120, 'x'));
}

TEST(EscapeHtml, MarkupBecomesText) {
  EXPECT_EQ(escape_html("<a href=\"x\" onclick='y'>&amp;</a>"),
            "&lt;a href=&quot;x&quot; onclick=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;");
}

}  // namespace
}  // namespace gatehouse::mail
