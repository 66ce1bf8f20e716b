#include "policy/reach.h"

#include <gtest/gtest.h>

namespace gatehouse::policy {
namespace {

Statement allow(const char* action, const char* resource) {
  return {.effect = Effect::allow, .action = {action}, .resource = {resource}, .condition = {}};
}
Statement deny(const char* action, const char* resource) {
  return {.effect = Effect::deny, .action = {action}, .resource = {resource}, .condition = {}};
}
Reach meters(const std::vector<Statement>& statements) {
  return reach_of(statements, "config:update", "config", "meter");
}

TEST(Reach, nothing_is_granted_by_silence_or_by_other_words) {
  EXPECT_EQ(meters({}), Reach::not_granted);
  EXPECT_EQ(meters({allow("config:create", "*")}), Reach::not_granted);
  EXPECT_EQ(meters({allow("config:update", "config:plan/*")}), Reach::not_granted);
  EXPECT_EQ(meters({deny("config:update", "config:meter/item/7")}), Reach::not_granted);
}

TEST(Reach, every_wide_pattern_allows_the_whole_type) {
  for (const char* wide : {"*", "config:*", "config:meter/*", "config:meter/item/*"})
    EXPECT_EQ(meters({allow("all", wide)}), Reach::allowed) << wide;
}

TEST(Reach, one_item_one_group_and_a_condition_allow_a_part) {
  EXPECT_EQ(meters({allow("config:update", "config:meter/item/7")}), Reach::partly);
  EXPECT_EQ(meters({allow("config:update", "config:meter/group/7")}), Reach::partly);
  Statement conditional = allow("config:update", "*");
  conditional.condition = JsonObject{{"exists", JsonArray{"subject.email"}}};
  EXPECT_EQ(meters({conditional}), Reach::partly);
}

TEST(Reach, a_deny_of_everything_beats_any_allow_and_a_narrow_one_is_an_exception) {
  EXPECT_EQ(meters({allow("all", "*"), deny("all", "config:*")}), Reach::denied);
  EXPECT_EQ(meters({deny("config:update", "config:meter/*")}), Reach::denied);
  EXPECT_EQ(meters({allow("all", "*"), deny("config:update", "config:meter/item/7")}),
            Reach::partly);
  EXPECT_EQ(meters({allow("all", "*"), deny("config:update", "config:plan/*")}), Reach::allowed);
}

}  // namespace
}  // namespace gatehouse::policy
