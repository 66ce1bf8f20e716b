#include "base/json.h"

#include <gtest/gtest.h>

#include <array>
#include <random>

#include "base/failure.h"
#include "base/json_reader.h"
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

Json random_json(std::mt19937& random, int depth) {
  const auto below = [&](unsigned limit) { return static_cast<unsigned>(random() % limit); };
  const auto word = [&] {
    std::string text;
    for (unsigned i = below(12); i > 0; --i)
      text += std::array{"a", "ä", "\"", "\\", "\n", "😀", "\x7f", "/"}[below(8)];
    return text;
  };
  switch (below(depth > 0 ? 8 : 6)) {
    case 0:
      return nullptr;
    case 1:
      return below(2) == 0;
    case 2:
      return static_cast<std::int64_t>(std::uint64_t{random()} << 32 | random());
    case 3:
      return static_cast<double>(static_cast<std::int32_t>(random())) / 1024 + 0.5;
    case 4:
      return 1e300 / (1 + below(9));
    case 5:
      return Json(word());
    case 6: {
      JsonArray array;
      for (unsigned i = below(5); i > 0; --i) array.push_back(random_json(random, depth - 1));
      return array;
    }
    default: {
      JsonObject object;
      for (unsigned i = below(20); i > 0; --i) object[word()] = random_json(random, depth - 1);
      return object;
    }
  }
}

TEST(Json, any_value_that_another_library_writes_is_read_as_it_was) {
  std::mt19937 random(1);
  for (int i = 0; i < 5000; ++i) {
    const Json json = random_json(random, 5);
    const std::string text = boost::json::serialize(json);
    EXPECT_EQ(parse_json(text), json) << text;
  }
}

TEST(Json, keys_are_compared_with_all_before_in_objects_of_any_size) {
  for (const std::size_t keys : {2u, 8u, 9u, 40u}) {
    for (const std::size_t repeated : {std::size_t{0}, keys / 2, keys - 1}) {
      std::string text = "{";
      for (std::size_t i = 0; i < keys; ++i) text += "\"key" + std::to_string(i) + "\":{},";
      const std::string last = "\"key" + std::to_string(repeated) + "\":1}";
      EXPECT_TRUE(is_refused(text + last)) << text << last;
      EXPECT_FALSE(is_refused(text + "\"key\":1}")) << text;
    }
  }
}

TEST(Json, a_reader_is_ready_for_the_next_text_after_a_refusal_and_after_a_long_one) {
  JsonReader reader;
  const std::string text(200'000, 'x');
  EXPECT_THROW(reader.read("{\"a\":"), Failure);
  EXPECT_EQ(std::string_view(reader.read("\"" + text + "\"").get_string()), text);
  EXPECT_EQ(std::int64_t(reader.read("7").get_int64()), 7);
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
