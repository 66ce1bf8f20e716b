#include "policy/statement.h"

#include <gtest/gtest.h>

#include "base/failure.h"

namespace gatehouse::policy {
namespace {

Statement parse(std::string_view text) {
  return parse_statement(parse_json(text), Vocabulary::standard(), "permissionPolicy[0]");
}

std::string field_of(std::string_view text) {
  try {
    parse(text);
  } catch (const Failure& failure) {
    return failure.field;
  }
  return "accepted";
}

TEST(Statement, m3ter_s_own_example_reads) {
  const Statement statement = parse(
      R"({"effect":"allow","action":["config:create","config:delete","config:retrieve",
          "config:update"],"resource":["config:meter/*"]})");

  EXPECT_EQ(statement.effect, Effect::allow);
  EXPECT_EQ(statement.action.size(), 4u);
  EXPECT_EQ(statement.resource, std::vector<std::string>{"config:meter/*"});
  EXPECT_FALSE(statement.condition);
}

TEST(Statement, any_case_is_accepted_and_lower_case_answered) {
  const Statement statement = parse(
      R"({"effect":"DENY","action":["CONFIG_CREATE"],"resource":["config:orgUserInvitation/*"]})");

  EXPECT_EQ(
      to_text(to_json(statement)),
      R"({"effect":"deny","action":["config:create"],"resource":["config:orguserinvitation/*"]})");
}

TEST(Statement, repeated_values_are_kept_once) {
  const Statement statement =
      parse(R"({"effect":"allow","action":["all","ALL"],"resource":["*","*"]})");

  EXPECT_EQ(statement.action.size(), 1u);
  EXPECT_EQ(statement.resource.size(), 1u);
}

TEST(Statement, unknown_words_are_refused_so_that_a_mistyped_deny_cannot_sleep) {
  EXPECT_EQ(field_of(R"({"effect":"deny","action":["all","config:retreive"],"resource":["*"]})"),
            "permissionPolicy[0].action[1]");
  EXPECT_EQ(field_of(R"({"effect":"deny","action":["all"],"resource":["*","config:metre/*"]})"),
            "permissionPolicy[0].resource[1]");
  for (const char* effect : {"permit", "", "allow "})
    EXPECT_EQ(field_of(R"({"effect":")" + std::string(effect) +
                       R"(","action":["all"],"resource":["*"]})"),
              "permissionPolicy[0].effect");
  EXPECT_EQ(field_of(R"({"effect":null,"action":["all"],"resource":["*"]})"),
            "permissionPolicy[0].effect");
}

TEST(Statement, a_near_miss_is_suggested) {
  try {
    parse(R"({"effect":"allow","action":["config:retreive"],"resource":["*"]})");
    FAIL();
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.code, Code::invalid_input);
    EXPECT_EQ(failure.message, "unknown action `config:retreive`, did you mean `config:retrieve`?");
  }
}

TEST(Statement, what_is_missing_empty_or_unknown_is_refused) {
  EXPECT_EQ(field_of("[]"), "permissionPolicy[0]");
  EXPECT_EQ(field_of(R"({"action":["all"],"resource":["*"]})"), "permissionPolicy[0].effect");
  EXPECT_EQ(field_of(R"({"effect":"allow","resource":["*"]})"), "permissionPolicy[0].action");
  EXPECT_EQ(field_of(R"({"effect":"allow","action":[],"resource":["*"]})"),
            "permissionPolicy[0].action");
  EXPECT_EQ(field_of(R"({"effect":"allow","action":"all","resource":["*"]})"),
            "permissionPolicy[0].action");
  EXPECT_EQ(field_of(R"({"effect":"allow","action":["all"],"resource":[]})"),
            "permissionPolicy[0].resource");
  EXPECT_EQ(field_of(R"({"effect":"allow","action":["all"],"resource":[7]})"),
            "permissionPolicy[0].resource[0]");
  EXPECT_EQ(field_of(R"({"effect":"allow","action":["all"],"resource":["*"],"principal":"x"})"),
            "permissionPolicy[0].principal");
  EXPECT_EQ(field_of(R"({"effect":"allow","action":["all"],"resource":["*"],"condition":null})"),
            "permissionPolicy[0].condition");
  EXPECT_EQ(field_of(R"({"effect":"allow","action":["all"],"resource":["*"],
                         "condition":{"equals":{"subject.a":[]}}})"),
            "permissionPolicy[0].condition.equals.subject.a");
}

TEST(Statement, a_policy_has_one_to_a_hundred_statements_and_a_user_may_have_none) {
  const Json one = parse_json(R"({"effect":"allow","action":["all"],"resource":["*"]})");
  const auto parse_many = [&](std::size_t count, std::size_t at_least) {
    return parse_statements(JsonArray(count, one), Vocabulary::standard(), "p", at_least).size();
  };

  EXPECT_EQ(parse_many(100, 1), 100u);
  EXPECT_EQ(parse_many(0, 0), 0u);
  EXPECT_THROW(parse_many(0, 1), Failure);
  EXPECT_THROW(parse_many(101, 1), Failure);
}

}  // namespace
}  // namespace gatehouse::policy
