#include "policy/grant.h"

#include <gtest/gtest.h>

namespace gatehouse::policy {
namespace {

Statement allow(std::vector<std::string> action, std::vector<std::string> resource) {
  return {Effect::allow, std::move(action), std::move(resource), {}};
}
Statement deny(std::vector<std::string> action, std::vector<std::string> resource) {
  return {Effect::deny, std::move(action), std::move(resource), {}};
}

const Statement everything = allow({"all"}, {"*"});
const Statement meters = allow({"config:create", "config:update"}, {"config:meter/*"});

TEST(Grant, an_administrator_may_hand_out_anything) {
  EXPECT_FALSE(exceeds(std::vector{everything}, std::vector{meters, everything}));
}

TEST(Grant, nobody_hands_out_what_they_do_not_hold) {
  EXPECT_EQ(exceeds(std::vector{meters}, std::vector{everything}), everything);
  EXPECT_EQ(exceeds(std::vector{meters}, std::vector{allow({"config:delete"}, {"config:meter/*"})}),
            allow({"config:delete"}, {"config:meter/*"}));
  EXPECT_TRUE(exceeds({}, std::vector{meters}));
}

TEST(Grant, the_answer_is_narrowed_to_what_is_too_much) {
  EXPECT_EQ(
      exceeds(std::vector{meters}, std::vector{allow({"config:create", "config:delete"},
                                                     {"config:meter/item/1", "config:plan/*"})}),
      allow({"config:create"}, {"config:plan/*"}));
}

TEST(Grant, a_part_of_what_one_holds_may_be_handed_out) {
  EXPECT_FALSE(exceeds(std::vector{meters},
                       std::vector{allow({"config:create"}, {"config:meter/item/1"}),
                                   allow({"config:update"}, {"config:meter/group/9"})}));
}

TEST(Grant, two_allows_may_hold_it_together) {
  EXPECT_FALSE(exceeds(std::vector{meters, allow({"config:create"}, {"config:plan/*"})},
                       std::vector{allow({"config:create"}, {"config:plan/*", "config:meter/*"})}));
}

TEST(Grant, every_single_action_is_not_all) {
  EXPECT_TRUE(exceeds(std::vector{meters}, std::vector{allow({"all"}, {"config:meter/*"})}));
}

TEST(Grant, a_deny_of_the_holder_that_may_touch_it_forbids_handing_it_out) {
  const auto held = std::vector{everything, deny({"config:delete"}, {"config:meter/item/1"})};

  EXPECT_TRUE(exceeds(held, std::vector{everything}));
  EXPECT_TRUE(exceeds(held, std::vector{allow({"config:delete"}, {"config:meter/group/2"})}));
  EXPECT_FALSE(exceeds(held, std::vector{allow({"config:delete"}, {"config:meter/item/2"})}));
  EXPECT_FALSE(exceeds(held, std::vector{meters}));
}

TEST(Grant, a_conditional_allow_covers_the_same_condition_only) {
  Statement conditional = meters;
  conditional.condition = parse_json(R"({"equals":{"subject.role":"a"}})");
  Statement other = meters;
  other.condition = parse_json(R"({"equals":{"subject.role":"b"}})");

  EXPECT_FALSE(exceeds(std::vector{conditional}, std::vector{conditional}));
  EXPECT_FALSE(exceeds(std::vector{meters}, std::vector{conditional}));
  EXPECT_TRUE(exceeds(std::vector{conditional}, std::vector{meters}));
  EXPECT_TRUE(exceeds(std::vector{conditional}, std::vector{other}));
}

TEST(Grant, a_conditional_deny_of_the_holder_counts_as_a_deny) {
  Statement conditional = deny({"all"}, {"config:meter/*"});
  conditional.condition = parse_json(R"({"equals":{"subject.role":"a"}})");

  EXPECT_TRUE(exceeds(std::vector{everything, conditional}, std::vector{meters}));
}

TEST(Grant, a_deny_that_both_have_takes_nothing_from_one_alone) {
  const Statement no_delete = deny({"config:delete"}, {"config:meter/*"});
  Statement conditional = no_delete;
  conditional.condition = parse_json(R"({"equals":{"subject.role":"a"}})");

  EXPECT_FALSE(exceeds(std::vector{everything, no_delete}, std::vector{everything, no_delete}));
  EXPECT_TRUE(exceeds(std::vector{everything, conditional}, std::vector{everything, conditional}))
      << "a condition may hold for one and not for the other";
}

TEST(Grant, everything_in_excess_is_listed) {
  EXPECT_EQ(excess(std::vector{meters},
                   std::vector{allow({"config:create", "config:delete"}, {"config:meter/item/1"}),
                               allow({"config:create"}, {"config:plan/*"})}),
            (std::vector{allow({"config:delete"}, {"config:meter/item/1"}),
                         allow({"config:create"}, {"config:plan/*"})}));
}

TEST(Grant, only_what_is_gained_must_be_held) {
  const Statement plans = allow({"config:create"}, {"config:plan/*"});

  EXPECT_FALSE(
      gain_exceeds(std::vector{meters}, std::vector{everything}, std::vector{everything, meters}))
      << "somebody stronger gets something narrow";
  EXPECT_EQ(gain_exceeds(std::vector{meters}, std::vector{plans}, std::vector{plans, everything}),
            everything);
  EXPECT_FALSE(gain_exceeds({}, std::vector{everything}, std::vector{plans}));
}

TEST(Grant, a_deny_that_goes_gives_what_it_may_have_touched) {
  const Statement no_meters = deny({"all"}, {"config:meter/*"});
  const Statement plans = allow({"config:create"}, {"config:plan/*"});

  EXPECT_EQ(gain_exceeds({}, std::vector{meters, no_meters}, std::vector{meters}),
            allow({"config:create"}, {"config:meter/*"}));
  EXPECT_FALSE(
      gain_exceeds(std::vector{meters}, std::vector{meters, no_meters}, std::vector{meters}));
  EXPECT_FALSE(gain_exceeds({}, std::vector{plans, no_meters}, std::vector{plans}))
      << "it touched nothing";
}

TEST(Grant, a_conditional_deny_that_stays_gives_and_takes_nothing) {
  const Statement plans = allow({"config:create"}, {"config:plan/*"});
  Statement sometimes = deny({"config:update"}, {"config:meter/*"});
  sometimes.condition = parse_json(R"({"equals":{"resource.archived":true}})");
  const std::vector<Statement> before{meters, sometimes};
  const std::vector<Statement> after{meters, sometimes, plans};
  EXPECT_TRUE(gained(after, before).empty()) << "nothing is lost";
  ASSERT_EQ(gained(before, after).size(), 1U);
  EXPECT_FALSE(gain_exceeds(std::vector{plans}, before, after));
  EXPECT_TRUE(gain_exceeds(std::vector{plans}, before, std::vector{meters})) << "the deny goes";
}

TEST(Grant, denies_may_be_handed_out_freely) {
  EXPECT_FALSE(exceeds({}, std::vector{deny({"all"}, {"*"})}));
}

TEST(Grant, what_cannot_be_read_is_not_held_and_is_denied) {
  EXPECT_TRUE(
      exceeds(std::vector{everything}, std::vector{allow({"config:create"}, {"nonsense"})}));
  EXPECT_TRUE(exceeds(std::vector{everything, deny({"all"}, {"nonsense"})}, std::vector{meters}));
}

TEST(Grant, an_administrator_allows_all_without_condition_and_denies_nothing) {
  Statement conditional = everything;
  conditional.condition = parse_json(R"({"exists":{"subject.role":true}})");

  EXPECT_TRUE(is_administrator(std::vector{meters, everything}));
  EXPECT_FALSE(is_administrator(std::vector{meters}));
  EXPECT_FALSE(is_administrator(std::vector{conditional}));
  EXPECT_FALSE(is_administrator(std::vector{everything, deny({"audit:retrieve"}, {"audit:*"})}));
  EXPECT_FALSE(is_administrator({}));
}

}  // namespace
}  // namespace gatehouse::policy
