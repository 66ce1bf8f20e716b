#include "base/json.h"

#include <gtest/gtest.h>

#include <array>

#include "base/failure.h"
#include "base/limits.h"

namespace gatehouse {
namespace {

bool is_refused(const std::string& text) {
  try {
    parse_json(text);
    return false;
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.code, Code::invalid_json);
    return true;
  }
}

TEST(Json, what_rfc_8259_allows_is_read) {
  const Json json =
      parse_json(" {\"a\" : [1, -2, 0.5, 1e3, true, false, null, \"\\u00e4\\uD83D\\uDE00\\n\"]} ");
  const JsonArray& list = json.at("a").as_array();
  EXPECT_EQ(list.at(0).as_int64(), 1);
  EXPECT_EQ(list.at(1).as_int64(), -2);
  EXPECT_EQ(list.at(2).as_double(), 0.5);
  EXPECT_EQ(list.at(3).as_double(), 1000);
  EXPECT_TRUE(list.at(4).as_bool());
  EXPECT_TRUE(list.at(6).is_null());
  EXPECT_EQ(list.at(7).as_string(), "ä😀\n");
  EXPECT_EQ(parse_json("9223372036854775807").as_int64(), 9223372036854775807);
}

TEST(Json, what_parsers_disagree_about_is_refused) {
  const std::array<std::string, 24> texts{"",
                                          " ",
                                          "{",
                                          "[1,]",
                                          "{\"a\":1,}",
                                          "[1] x",
                                          "nul",
                                          "'a'",
                                          "{a:1}",
                                          "// c\n1",
                                          "NaN",
                                          "Infinity",
                                          "01",
                                          "+1",
                                          "1.",
                                          ".5",
                                          "\"\\x\"",
                                          "\"\t\"",
                                          "{\"a\":1,\"a\":2}",
                                          "{\"a\":1,\"\\u0061\":2}",
                                          "\"\\u0000\"",
                                          "{\"\\u0000\":1}",
                                          "\"\\uD800\"",
                                          "\"\xC3\x28\""};
  for (const std::string& text : texts) EXPECT_TRUE(is_refused(text)) << text;
}

TEST(Json, numbers_that_do_not_fit_are_refused_and_not_rounded) {
  for (const char* text :
       {"9223372036854775808", "-9223372036854775809", "18446744073709551616", "1e400", "-1e400"})
    EXPECT_TRUE(is_refused(text)) << text;
}

TEST(Json, depth_keys_and_values_are_bounded) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  EXPECT_FALSE(is_refused(nested(limits::json_depth)));
  EXPECT_TRUE(is_refused(nested(limits::json_depth + 1)));
  const auto object = [](std::size_t keys) {
    std::string text = "{";
    for (std::size_t i = 0; i < keys; ++i)
      text += (i > 0 ? ",\"" : "\"") + std::to_string(i) + "\":0";
    return text + "}";
  };
  EXPECT_FALSE(is_refused(object(limits::json_keys_per_object)));
  EXPECT_TRUE(is_refused(object(limits::json_keys_per_object + 1)));
  const auto array = [](std::size_t values) {
    std::string text = "[0";
    for (std::size_t i = 1; i < values; ++i) text += ",0";
    return text + "]";
  };
  EXPECT_FALSE(is_refused(array(limits::json_values - 1)));
  EXPECT_TRUE(is_refused(array(limits::json_values)));
}

TEST(Json, a_refusal_repeats_nothing_of_the_input) {
  try {
    parse_json(R"({"secret-canary":1,"secret-canary":2})");
    FAIL();
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.message.find("canary"), std::string::npos);
  }
}

TEST(Json, the_canonical_form_is_one_for_each_value) {
  EXPECT_EQ(canonical(parse_json(R"( {"b": [1, {"d": null, "c": "ä"}], "a": "\u0062"} )")),
            R"({"a":"b","b":[1,{"c":"ä","d":null}]})");
  EXPECT_EQ(canonical(parse_json(R"({"ab":1,"a":2,"B":3})")), R"({"B":3,"a":2,"ab":1})");
  EXPECT_EQ(canonical(parse_json("{}")), "{}");
  EXPECT_EQ(canonical(parse_json("[]")), "[]");
}

}  // namespace
}  // namespace gatehouse
