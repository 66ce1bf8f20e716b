#include "base/codec.h"

#include <gtest/gtest.h>

#include "base/canonical.h"

namespace gatehouse {

enum class Colour : std::uint8_t { red, green };
template <>
struct EnumNames<Colour> {
  static constexpr bool ignore_case = true;
  static constexpr std::array names{std::pair{Colour::red, "RED"},
                                    std::pair{Colour::green, "GREEN"}};
};

namespace {

struct Part {
  std::int64_t count = 0;
  static constexpr auto fields() {
    return std::tuple{body("count", &Part::count, "", Range{1, 9})};
  }
};

struct Thing {
  std::string name;
  std::optional<bool> flag;
  std::optional<Timestamp> at;
  std::optional<Colour> colour;
  std::optional<UserId> user;
  std::optional<std::vector<Part>> parts;
  Patch<std::string> note;
  static constexpr auto fields() {
    return std::tuple{body("name", &Thing::name, "What it is called.", Length{1, 3}),
                      body("flag", &Thing::flag, ""),
                      body("at", &Thing::at, ""),
                      body("colour", &Thing::colour, ""),
                      body("user", &Thing::user, ""),
                      body("parts", &Thing::parts, "", Length{0, 2}),
                      body("note", &Thing::note, "")};
  }
};

Thing read(const char* text) { return codec::read<Thing>(parse_json(text), ""); }

// "code field" of the refusal.
std::string refusal(const char* text) {
  try {
    read(text);
    return "accepted";
  } catch (const Failure& failure) {
    return std::string(to_string(failure.code)) + " " + failure.field;
  }
}

TEST(Codec, every_kind_of_member_is_read) {
  const Thing thing = read(R"({"name": "äöü", "flag": true, "at": "2026-11-22T00:00:00Z",
      "colour": "green", "user": "01234567-89AB-7def-8123-456789abcdef",
      "parts": [{"count": 1}, {"count": 9}], "note": "n"})");
  EXPECT_EQ(thing.name, "äöü");
  EXPECT_EQ(thing.flag, true);
  EXPECT_EQ(thing.at, parse_timestamp("2026-11-22T00:00:00Z"));
  EXPECT_EQ(thing.colour, Colour::green);
  EXPECT_EQ(thing.user, UserId::parse("01234567-89ab-7def-8123-456789abcdef"));
  ASSERT_EQ(thing.parts->size(), 2u);
  EXPECT_EQ(thing.parts->at(1).count, 9);
  EXPECT_TRUE(thing.note.given);
  EXPECT_EQ(thing.note.value, "n");
}

TEST(Codec, what_may_be_absent_may_and_null_is_told_from_absent_in_a_patch) {
  const Thing absent = read(R"({"name": "a"})");
  EXPECT_FALSE(absent.flag || absent.at || absent.parts);
  EXPECT_FALSE(absent.note.given);
  const Thing null = read(R"({"name": "a", "flag": null, "note": null})");
  EXPECT_FALSE(null.flag);
  EXPECT_TRUE(null.note.given);
  EXPECT_TRUE(null.note.is_null);
}

TEST(Codec, a_refusal_names_the_member_by_its_path) {
  EXPECT_EQ(refusal("[]"), "invalid_input ");
  EXPECT_EQ(refusal("{}"), "invalid_input name");
  EXPECT_EQ(refusal(R"({"name": null})"), "invalid_input name");
  EXPECT_EQ(refusal(R"({"name": 1})"), "invalid_input name");
  EXPECT_EQ(refusal(R"({"name": ""})"), "invalid_input name");
  EXPECT_EQ(refusal(R"({"name": "abcd"})"), "invalid_input name");
  EXPECT_EQ(refusal(R"({"name": "a", "Name": "a"})"), "unknown_field Name");
  EXPECT_EQ(refusal(R"({"name": "a", "flag": "true"})"), "invalid_input flag");
  EXPECT_EQ(refusal(R"({"name": "a", "at": "tomorrow"})"), "invalid_input at");
  EXPECT_EQ(refusal(R"({"name": "a", "colour": "blue"})"), "invalid_input colour");
  EXPECT_EQ(refusal(R"({"name": "a", "user": "7"})"), "invalid_input user");
  EXPECT_EQ(refusal(R"({"name": "a", "parts": {}})"), "invalid_input parts");
  EXPECT_EQ(refusal(R"({"name": "a", "parts": [{"count": 1}, {"count": 0}]})"),
            "invalid_input parts[1].count");
  EXPECT_EQ(refusal(R"({"name": "a", "parts": [{"count": 1.5}]})"), "invalid_input parts[0].count");
  EXPECT_EQ(refusal(R"({"name": "a", "parts": [{"count": 1, "x": 1}]})"),
            "unknown_field parts[0].x");
  EXPECT_EQ(refusal(R"({"name": "a", "parts": [{"count":1},{"count":1},{"count":1}]})"),
            "invalid_input parts");
}

TEST(Codec, parameters_are_whole_numbers_and_booleans_and_nothing_else) {
  EXPECT_EQ(codec::integer_from_text("-7", "n"), -7);
  EXPECT_TRUE(codec::bool_from_text("true", "b"));
  EXPECT_FALSE(codec::bool_from_text("false", "b"));
  for (const char* text : {"", " 1", "1x", "1.0", "0x1", "9223372036854775808"})
    EXPECT_THROW(codec::integer_from_text(text, "n"), Failure) << text;
  for (const char* text : {"", "TRUE", "1", "yes"})
    EXPECT_THROW(codec::bool_from_text(text, "b"), Failure) << text;
}

TEST(Codec, the_schema_says_what_reading_requires) {
  SchemaSet named;
  const JsonObject schema = codec::object_schema<Thing>(named);
  EXPECT_EQ(schema.at("required"), parse_json(R"(["name"])"));
  EXPECT_EQ(schema.at("additionalProperties"), Json(false));
  const JsonObject& properties = schema.at("properties").as_object();
  EXPECT_EQ(properties.at("name"), parse_json(R"({"type": "string", "minLength": 1, "maxLength": 3,
      "description": "What it is called."})"));
  EXPECT_EQ(properties.at("colour"),
            parse_json(R"({"type": ["string", "null"], "enum": ["RED", "GREEN", null]})"));
  EXPECT_EQ(properties.at("parts").at("maxItems"), Json(2));
}

struct Report {
  std::string text;
  bool flag = true;
  std::int64_t number = 0;
  Colour colour = Colour::green;
  UserId user = *UserId::parse("01234567-89ab-7def-8123-456789abcdef");
  Timestamp at{};
  std::optional<std::string> none;
  std::vector<Part> parts;
  std::vector<std::string> words;
  Json raw;
  JsonObject object;
  static constexpr auto fields() {
    return std::tuple{out("text", &Report::text, ""),     out("flag", &Report::flag, ""),
                      out("number", &Report::number, ""), out("colour", &Report::colour, ""),
                      out("user", &Report::user, ""),     out("at", &Report::at, ""),
                      out("none", &Report::none, ""),     out("parts", &Report::parts, ""),
                      out("words", &Report::words, ""),   out("raw", &Report::raw, ""),
                      out("object", &Report::object, "")};
  }
};

TEST(Codec, text_that_is_written_at_once_is_the_trees_text) {
  for (const std::string text :
       {"", "plain", "\"quoted\" \\ back", "tab\t line\n \x01 {", "äöü 李 🙂", "/</"}) {
    Report report{.text = text};
    for (const std::int64_t number : {std::int64_t{0}, std::int64_t{-7}, INT64_MAX, INT64_MIN}) {
      report.number = number;
      report.at = *parse_timestamp("2026-11-22T09:08:07.006Z");
      report.parts.push_back({.count = number});
      report.words.push_back(text);
      report.raw = parse_json(R"({"a": [1, null, "x"]})");
      report.object["key " + text] = text;
      report.flag = !report.flag;
      std::string written;
      codec::append(written, report);
      EXPECT_EQ(written, to_text(to_json(report)));
    }
  }
  for (int c = 0; c < 128; ++c) {
    std::string written;
    codec::append(written, std::string(1, static_cast<char>(c)));
    EXPECT_EQ(written, to_text(Json(std::string(1, static_cast<char>(c))))) << c;
  }
}

struct Entry {
  std::string name;
  JsonObject details;
  Timestamp at;
  static constexpr auto fields() {
    return std::tuple{out("name", &Entry::name, ""), out("details", &Entry::details, ""),
                      out("at", &Entry::at, "")};
  }
};

TEST(Codec, the_canonical_text_that_is_written_at_once_is_the_trees_canonical_text) {
  const Entry entry{
      .name = "\"quoted\"",
      .details = parse_json(R"({"z": [1, {"b": null, "a": 0.5}], "y": {}})").as_object(),
      .at = *parse_timestamp("2026-11-22T09:08:07.006Z")};
  EXPECT_EQ(canonical_of(entry), canonical(to_json(entry)));
}

}  // namespace
}  // namespace gatehouse
