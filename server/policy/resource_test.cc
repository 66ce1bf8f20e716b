#include "policy/resource.h"

#include <gtest/gtest.h>

#include "base/failure.h"

namespace gatehouse::policy {
namespace {

std::string canonical(std::string_view mri) {
  const auto pattern = read_pattern(mri);
  return pattern ? to_string(*pattern) : "refused";
}

TEST(Resource, each_form_of_the_grammar_reads_and_prints) {
  EXPECT_EQ(canonical("*"), "*");
  EXPECT_EQ(canonical("config:*"), "config:*");
  EXPECT_EQ(canonical("config:meter/*"), "config:meter/*");
  EXPECT_EQ(canonical("config:meter/item/*"), "config:meter/item/*");
  EXPECT_EQ(canonical("config:meter/item/12345"), "config:meter/item/12345");
  EXPECT_EQ(canonical("config:plan/group/*"), "config:plan/group/*");
  EXPECT_EQ(canonical("config:plan/group/987"), "config:plan/group/987");
}

TEST(Resource, service_type_and_item_type_become_lower_case_and_ids_stay) {
  EXPECT_EQ(canonical("Config:orgUserInvitation/ITEM/AbC"), "config:orguserinvitation/item/AbC");
}

TEST(Resource, a_uuid_becomes_lower_case) {
  EXPECT_EQ(canonical("config:user/item/019364D0-0000-7000-8000-00000000000A"),
            "config:user/item/019364d0-0000-7000-8000-00000000000a");
}

TEST(Resource, anything_else_is_refused) {
  for (const std::string_view mri : {
           "",
           ":",
           "config",
           "config:",
           "config:/",
           "config:meter",
           "config:meter/",
           "**",
           "config:*/",
           "config:*/*",
           "conf*:meter/*",
           "config:met*/*",
           "config:meter/item",
           "config:meter/item/",
           "config:meter/item/a*",
           "config:meter/item/*a",
           "config:meter/item/a/b",
           "config:meter/thing/a",
           "config:meter/*/a",
           " *",
           "* ",
           "config :meter/*",
           "config:meter/item/a b",
           "config:meter/item/%",
           "config:meter/item/%4",
           "config:meter/item/%zz",
           "config:meter/item/%00",
           "config:meter/item/a%0Ab",
           "config:meter/item/\x01",
           "config:meter/item/\xff",
           "config:meter/item/%FF",
           "config:meter/item/\xc2\x85",
           "config:meter:x/*",
           "*:meter/*",
           "config:*/item/a",
       })
    EXPECT_FALSE(read_pattern(mri)) << mri;
  EXPECT_FALSE(read_pattern(std::string_view("config:meter/item/a\0b", 21)));
  EXPECT_FALSE(read_pattern("config:meter/item/" + std::string(600, 'a')));
}

TEST(Resource, an_id_that_looks_like_a_wildcard_is_a_literal) {
  const Resource star{"records", "record", "*"};

  EXPECT_EQ(to_string(star), "records:record/item/%2A");
  EXPECT_EQ(parse_resource(to_string(star)), star);
  EXPECT_EQ(read_pattern(to_string(star))->cover, Cover::item);
}

TEST(Resource, ids_with_reserved_characters_have_one_spelling) {
  EXPECT_EQ(canonical("a:b/item/%41%2f%20%25"), "a:b/item/A%2F%20%25");
  EXPECT_EQ(read_pattern("a:b/item/%41%2f%20%25")->id, "A/ %");
  EXPECT_EQ(canonical("a:b/item/caf\xc3\xa9"), "a:b/item/caf\xc3\xa9");
  EXPECT_EQ(canonical("a:b/item/caf%C3%A9"), "a:b/item/caf\xc3\xa9");
}

TEST(Resource, ids_that_differ_in_case_or_a_dot_are_different) {
  EXPECT_NE(canonical("a:b/item/x"), canonical("a:b/item/X"));
  EXPECT_NE(canonical("a:b/item/x"), canonical("a:b/item/x."));
}

TEST(Resource, a_request_is_one_item_or_the_collection) {
  EXPECT_EQ(parse_resource("config:meter/item/7"), (Resource{"config", "meter", "7"}));
  EXPECT_EQ(parse_resource("config:meter/*"), (Resource{"config", "meter", ""}));
  EXPECT_EQ(to_string(Resource{"config", "meter", ""}), "config:meter/*");
  for (const char* mri :
       {"*", "config:*", "config:meter/item/*", "config:meter/group/1", "config:meter/group/*"})
    EXPECT_FALSE(parse_resource(mri)) << mri;
}

TEST(Resource, words_that_the_vocabulary_lacks_are_refused_with_a_suggestion) {
  const auto message = [](std::string_view mri) -> std::string {
    try {
      parse_pattern(mri, Vocabulary::standard(), "resource[0]");
    } catch (const Failure& failure) {
      EXPECT_EQ(failure.field, "resource[0]");
      return failure.message;
    }
    return "accepted";
  };

  EXPECT_EQ(message("config:metre/*"),
            "unknown resource type `config:metre`, did you mean `config:meter`?");
  EXPECT_EQ(message("confg:*"), "unknown service `confg`, did you mean `config`?");
  EXPECT_EQ(message("config:zzzzzzzzzz/*"), "unknown resource type `config:zzzzzzzzzz`");
  EXPECT_EQ(message("config:meter/*"), "accepted");
}

TEST(Resource, wider_covers_narrower) {
  const std::vector<std::string> wide_to_narrow = {"*", "config:*", "config:meter/*",
                                                   "config:meter/group/*", "config:meter/group/1"};
  for (std::size_t i = 0; i < wide_to_narrow.size(); ++i)
    for (std::size_t k = 0; k < wide_to_narrow.size(); ++k)
      EXPECT_EQ(covers(*read_pattern(wide_to_narrow[i]), *read_pattern(wide_to_narrow[k])), i <= k)
          << wide_to_narrow[i] << " " << wide_to_narrow[k];
  EXPECT_TRUE(covers(*read_pattern("a:b/item/*"), *read_pattern("a:b/*")));
  EXPECT_TRUE(covers(*read_pattern("a:b/item/*"), *read_pattern("a:b/group/1")));
  EXPECT_FALSE(covers(*read_pattern("a:b/group/*"), *read_pattern("a:b/item/1")));
  EXPECT_FALSE(covers(*read_pattern("a:b/item/1"), *read_pattern("a:b/*")));
}

TEST(Resource, only_different_items_types_and_services_are_apart) {
  EXPECT_FALSE(may_overlap(*read_pattern("a:b/item/1"), *read_pattern("a:b/item/2")));
  EXPECT_FALSE(may_overlap(*read_pattern("a:b/*"), *read_pattern("a:c/*")));
  EXPECT_FALSE(may_overlap(*read_pattern("a:*"), *read_pattern("b:*")));
  EXPECT_TRUE(may_overlap(*read_pattern("a:b/item/1"), *read_pattern("a:b/group/2")));
  EXPECT_TRUE(may_overlap(*read_pattern("a:b/group/1"), *read_pattern("a:b/group/2")));
  EXPECT_TRUE(may_overlap(*read_pattern("a:b/item/1"), *read_pattern("*")));
}

}  // namespace
}  // namespace gatehouse::policy
