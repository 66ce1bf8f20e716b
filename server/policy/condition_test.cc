#include "policy/condition.h"

#include <gtest/gtest.h>

#include "base/failure.h"

namespace gatehouse::policy {
namespace {

// The value of a condition for a fixed request.
Truth evaluate(std::string_view condition) {
  static const Json subject = parse_json(R"({"role":"editor","level":3,"tags":["a","b"],"none":null,
      "id":"claimed","address":{"city":"Bern"},"email":"claimed@example.com"})");
  static const Json resource =
      parse_json(R"({"ownerID":"u1","size":2.5,"due":"2026-01-01T00:00:00Z",
      "level":3})");
  static const Json context = parse_json(R"({"ip":"10.1.2.3"})");
  const KnownSubject known{Uuid{}, "x-1", "", "u1@example.com"};
  Attributes attributes;
  attributes.subject = {"user", "u1", &subject.as_object()};
  attributes.resource = {"records:record", "r1", &resource.as_object()};
  attributes.action = "records:read";
  attributes.context = &context.as_object();
  attributes.known_subject = &known;
  attributes.now = *parse_timestamp("2026-06-01T12:00:00Z");
  return Condition::parse(parse_json(condition), "condition").evaluate(attributes);
}

std::string refusal(std::string_view condition) {
  try {
    Condition::parse(parse_json(condition), "condition");
  } catch (const Failure& failure) {
    return failure.field;
  }
  return "accepted";
}

TEST(Condition, equals_compares_texts_numbers_and_booleans) {
  EXPECT_EQ(evaluate(R"({"equals":{"subject.role":"editor"}})"), Truth::yes);
  EXPECT_EQ(evaluate(R"({"equals":{"subject.role":"Editor"}})"), Truth::no);
  EXPECT_EQ(evaluate(R"({"equals":{"subject.level":3}})"), Truth::yes);
  EXPECT_EQ(evaluate(R"({"equals":{"subject.level":3.0}})"), Truth::yes);
  EXPECT_EQ(evaluate(R"({"equals":{"resource.size":2.5}})"), Truth::yes);
  EXPECT_EQ(evaluate(R"({"notEquals":{"subject.role":"viewer"}})"), Truth::yes);
}

TEST(Condition, another_attribute_may_be_the_value) {
  EXPECT_EQ(evaluate(R"({"equals":{"resource.ownerID":{"ref":"subject.id"}}})"), Truth::yes);
  EXPECT_EQ(evaluate(R"({"equals":{"resource.level":{"ref":"subject.level"}}})"), Truth::yes);
  EXPECT_EQ(evaluate(R"({"in":{"subject.role":{"ref":"subject.tags"}}})"), Truth::no);
}

TEST(Condition, lists_hold_any_of_their_values) {
  EXPECT_EQ(evaluate(R"({"in":{"subject.role":["viewer","editor"]}})"), Truth::yes);
  EXPECT_EQ(evaluate(R"({"in":{"subject.role":["viewer"]}})"), Truth::no);
  EXPECT_EQ(evaluate(R"({"notIn":{"subject.role":["viewer"]}})"), Truth::yes);
}

TEST(Condition, numbers_and_times_have_an_order) {
  EXPECT_EQ(evaluate(R"({"lessThan":{"resource.size":3}})"), Truth::yes);
  EXPECT_EQ(evaluate(R"({"lessThan":{"subject.level":3}})"), Truth::no);
  EXPECT_EQ(evaluate(R"({"greaterThan":{"subject.level":2}})"), Truth::yes);
  EXPECT_EQ(evaluate(R"({"before":{"resource.due":"2026-01-01T01:00:00+00:30"}})"), Truth::yes);
  EXPECT_EQ(evaluate(R"({"after":{"context.time":{"ref":"resource.due"}}})"), Truth::yes);
  EXPECT_EQ(evaluate(R"({"before":{"context.time":"2026-06-01T12:00:00Z"}})"), Truth::no);
}

TEST(Condition, startsWith_compares_the_beginning) {
  EXPECT_EQ(evaluate(R"({"startsWith":{"context.ip":"10.1."}})"), Truth::yes);
  EXPECT_EQ(evaluate(R"({"startsWith":{"context.ip":"10.2."}})"), Truth::no);
}

TEST(Condition, what_is_missing_null_or_of_another_kind_is_neither_true_nor_false) {
  for (const char* condition : {
           R"({"equals":{"subject.missing":"x"}})",
           R"({"notEquals":{"subject.missing":"x"}})",
           R"({"notIn":{"subject.none":["x"]}})",
           R"({"equals":{"subject.level":"3"}})",
           R"({"notEquals":{"subject.level":"3"}})",
           R"({"equals":{"subject.tags":"a"}})",
           R"({"lessThan":{"subject.role":3}})",
           R"({"before":{"subject.role":"2026-01-01T00:00:00Z"}})",
           R"({"equals":{"subject.role":{"ref":"context.role"}}})",
           R"({"equals":{"subject.role.deeper":"x"}})",
           R"({"startsWith":{"subject.level":"3"}})",
       })
    EXPECT_EQ(evaluate(condition), Truth::unknown) << condition;
}

TEST(Condition, exists_is_always_true_or_false) {
  EXPECT_EQ(evaluate(R"({"exists":{"subject.role":true}})"), Truth::yes);
  EXPECT_EQ(evaluate(R"({"exists":{"subject.missing":true}})"), Truth::no);
  EXPECT_EQ(evaluate(R"({"exists":{"subject.missing":false}})"), Truth::yes);
  EXPECT_EQ(evaluate(R"({"exists":{"subject.none":true}})"), Truth::no);
  EXPECT_EQ(evaluate(R"({"exists":{"subject.tags":true}})"), Truth::yes);
}

TEST(Condition, all_comparisons_must_hold_and_a_false_one_settles_it) {
  EXPECT_EQ(evaluate(R"({"equals":{"subject.role":"editor","subject.level":4}})"), Truth::no);
  EXPECT_EQ(evaluate(R"({"equals":{"subject.x":"y"},"in":{"subject.role":["z"]}})"), Truth::no);
  EXPECT_EQ(evaluate(R"({"equals":{"subject.x":"y"},"in":{"subject.role":["editor"]}})"),
            Truth::unknown);
}

TEST(Condition, properties_reach_below_and_beside_the_built_in_names) {
  EXPECT_EQ(evaluate(R"({"equals":{"subject.address.city":"Bern"}})"), Truth::yes);
  EXPECT_EQ(evaluate(R"({"equals":{"subject.properties.role":"editor"}})"), Truth::yes);
  EXPECT_EQ(evaluate(R"({"equals":{"subject.id":"u1"}})"), Truth::yes);
  EXPECT_EQ(evaluate(R"({"equals":{"subject.properties.id":"claimed"}})"), Truth::yes);
  EXPECT_EQ(evaluate(R"({"equals":{"action.name":"records:read"}})"), Truth::yes);
  EXPECT_EQ(evaluate(R"({"equals":{"resource.type":"records:record"}})"), Truth::yes);
}

TEST(Condition, what_the_directory_knows_wins_over_what_the_request_claims) {
  EXPECT_EQ(evaluate(R"({"equals":{"subject.email":"u1@example.com"}})"), Truth::yes);
  EXPECT_EQ(evaluate(R"({"equals":{"subject.externalId":"x-1"}})"), Truth::yes);
  EXPECT_EQ(evaluate(R"({"equals":{"subject.userId":"00000000-0000-0000-0000-000000000000"}})"),
            Truth::yes);
}

TEST(Condition, a_malformed_condition_is_refused_with_its_place) {
  EXPECT_EQ(refusal("[]"), "condition");
  EXPECT_EQ(refusal("{}"), "condition");
  EXPECT_EQ(refusal(R"({"equal":{"subject.a":"b"}})"), "condition.equal");
  EXPECT_EQ(refusal(R"({"equals":{}})"), "condition.equals");
  EXPECT_EQ(refusal(R"({"equals":{"user.a":"b"}})"), "condition.equals.user.a");
  EXPECT_EQ(refusal(R"({"equals":{"subject":"b"}})"), "condition.equals.subject");
  EXPECT_EQ(refusal(R"({"equals":{"subject..a":"b"}})"), "condition.equals.subject..a");
  EXPECT_EQ(refusal(R"({"equals":{"subject.a":null}})"), "condition.equals.subject.a");
  EXPECT_EQ(refusal(R"({"equals":{"subject.a":[1]}})"), "condition.equals.subject.a");
  EXPECT_EQ(refusal(R"({"equals":{"subject.a":{"ref":"x"}}})"), "condition.equals.subject.a.ref");
  EXPECT_EQ(refusal(R"({"equals":{"subject.a":{"ref":"action.b","c":1}}})"),
            "condition.equals.subject.a");
  EXPECT_EQ(refusal(R"({"in":{"subject.a":[]}})"), "condition.in.subject.a");
  EXPECT_EQ(refusal(R"({"in":{"subject.a":["b",1]}})"), "condition.in.subject.a");
  EXPECT_EQ(refusal(R"({"lessThan":{"subject.a":"1"}})"), "condition.lessThan.subject.a");
  EXPECT_EQ(refusal(R"({"before":{"subject.a":"soon"}})"), "condition.before.subject.a");
  EXPECT_EQ(refusal(R"({"exists":{"subject.a":1}})"), "condition.exists.subject.a");
  EXPECT_EQ(refusal(R"({"startsWith":{"subject.a":""}})"), "condition.startsWith.subject.a");
  EXPECT_EQ(refusal(R"({"equals":{"context.time":"x"}})"), "condition.equals.context.time");
}

TEST(Condition, size_is_bounded) {
  std::string many = R"({"equals":{)";
  for (int i = 0; i < 51; ++i)
    many += (i == 0 ? "\"subject.a" : ",\"subject.a") + std::to_string(i) + "\":1";
  EXPECT_EQ(refusal(many + "}}"), "condition");
  EXPECT_EQ(refusal(R"({"equals":{"subject.a.b.c.d.e.f.g.h.i":1}})"),
            "condition.equals.subject.a.b.c.d.e.f.g.h.i");
  EXPECT_EQ(refusal(R"({"equals":{"subject.a":")" + std::string(2000, 'x') + "\"}}"),
            "condition.equals.subject.a");
}

}  // namespace
}  // namespace gatehouse::policy
