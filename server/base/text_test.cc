#include "base/text.h"

#include <gtest/gtest.h>

#include "base/failure.h"

namespace gatehouse {
namespace {

bool is_name(const std::string& text) {
  try {
    read_name(text, "name");
    return true;
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.code, Code::invalid_input);
    EXPECT_EQ(failure.field, "name");
    return false;
  }
}

TEST(Text, lower_case_is_the_same_in_every_country) {
  EXPECT_EQ(to_lower("ÄÖÜ STRASSE I ΑΣ"), "äöü strasse i ας");
}

TEST(Text, plain_text_is_composed_and_has_single_spaces) {
  EXPECT_EQ(to_plain("  a\u00a0\u2003 b  "), "a b");
  EXPECT_EQ(to_plain("e\u0301"), "\u00e9");
  EXPECT_EQ(to_plain("   "), "");
}

TEST(Text, names_that_look_the_same_have_the_same_key) {
  EXPECT_EQ(to_name_key("Straße"), to_name_key("STRASSE"));
  EXPECT_EQ(to_name_key("ﬁle"), to_name_key("FILE"));
  EXPECT_EQ(to_name_key("Ａｃｍｅ"), to_name_key("acme"));
  EXPECT_EQ(to_name_key(" two  words "), to_name_key("Two Words"));
  EXPECT_NE(to_name_key("resume"), to_name_key("résumé"));
}

TEST(Text, names_of_people_everywhere_are_names) {
  for (const char* name : {"Nora", "Jean-Luc d'Été", "Nguyễn Thị Ánh", "李小龍", "محمد",
                           "نیم\u200cفاصله", "👩\u200d💻", "X Æ A-12"})
    EXPECT_TRUE(is_name(name)) << name;
  EXPECT_EQ(read_name("  Nora  N. ", "name"), "Nora N.");
}

TEST(Text, what_hides_or_turns_text_is_no_name) {
  for (const std::string name : {"a\nb", "a\tb", "a\u202eb", "a\u2066b", "a\u200bb", "a\ufeffb",
                                 "a\u2028b", "\x7f", "a\u00adb", "\ue000"})
    EXPECT_FALSE(is_name(name)) << name;
  std::string stacked = "a";
  for (int i = 0; i < 8; ++i) stacked += "\u0336";
  EXPECT_TRUE(is_name(stacked));
  EXPECT_FALSE(is_name(stacked + "\u0336"));
}

TEST(Text, characters_are_code_points) {
  EXPECT_EQ(count_characters(""), 0u);
  EXPECT_EQ(count_characters("aä😀"), 3u);
}

TEST(Text, names_in_letters_that_look_the_same_are_look_alikes) {
  EXPECT_TRUE(looks_like("administrator ", "Administrator"));
  EXPECT_TRUE(looks_like("\u0410dministrator", "Administrator")) << "Cyrillic A";
  EXPECT_TRUE(looks_like("\u0430dministrator", "Administrator")) << "Cyrillic a";
  EXPECT_TRUE(looks_like("Adrninistrator", "Administrator")) << "r and n";
  EXPECT_TRUE(looks_like("Read\u041enly", "ReadOnly"));
  EXPECT_FALSE(looks_like("Administrators", "Administrator"));
  EXPECT_FALSE(looks_like("\u0410\u0434\u043c\u0438\u043d", "Administrator"));
  EXPECT_FALSE(looks_like("Read", "ReadOnly"));
}

}  // namespace
}  // namespace gatehouse
