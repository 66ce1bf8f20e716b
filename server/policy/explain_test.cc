#include "policy/explain.h"

#include <gtest/gtest.h>

namespace gatehouse::policy {
namespace {

const std::vector<Holding> holdings = {
    {{Effect::allow, {"all"}, {"*"}, {}}, 0, "p1", "Administrator", {{Step::Kind::user, "u1", ""}}},
    {{Effect::deny, {"config:delete"}, {"config:meter/*"}, {}},
     1,
     "p2",
     "Careful",
     {{Step::Kind::user, "u1", ""}, {Step::Kind::user_group, "g1", "Staff"}}},
};

Question ask(std::string action, std::string type) {
  return {std::move(action), {"config", std::move(type), "7"}, {}, {}};
}

TEST(Explain, a_deny_names_the_statement_the_policy_and_the_way) {
  const Decision decision{Outcome::explicitly_denied, Cause::statement};
  const auto explanation = explain(decision, holdings, ask("config:delete", "meter"));

  EXPECT_EQ(explanation.decisive, holdings[1]);
  EXPECT_EQ(explanation.beaten, holdings[0]) << "the allow that it beats";
  EXPECT_EQ(explanation.lift, std::vector{holdings[1]});
  EXPECT_FALSE(explanation.grant);
  EXPECT_EQ(to_text(explanation),
            "denied by statement 2 of policy `Careful`, through group `Staff`");
}

TEST(Explain, an_allow_names_what_allowed) {
  const Decision decision{Outcome::allowed, Cause::statement};
  const auto explanation = explain(decision, holdings, ask("config:create", "meter"));

  EXPECT_EQ(explanation.decisive, holdings[0]);
  EXPECT_FALSE(explanation.beaten);
  EXPECT_EQ(to_text(explanation), "allowed by statement 1 of policy `Administrator`");
}

TEST(Explain, silence_names_the_smallest_grant_that_would_permit) {
  const auto explanation = explain({}, {}, ask("config:create", "meter"));

  EXPECT_EQ(explanation.grant,
            (Statement{Effect::allow, {"config:create"}, {"config:meter/item/7"}, {}}));
  EXPECT_EQ(to_text(explanation),
            "no statement allows it; `allow config:create on config:meter/item/7` would");
}

TEST(Explain, a_deny_with_nothing_behind_it_needs_a_grant_as_well) {
  const Decision decision{Outcome::explicitly_denied, Cause::statement};
  const auto explanation =
      explain(decision, std::span(holdings).subspan(1), ask("config:delete", "meter"));

  EXPECT_EQ(explanation.lift.size(), 1u);
  EXPECT_TRUE(explanation.grant);
}

TEST(Explain, a_subject_that_is_not_active_is_told_so_and_nothing_of_its_statements) {
  const auto explanation =
      explain(Decision::refused(Cause::inactive), holdings, ask("config:create", "meter"));

  EXPECT_FALSE(explanation.decisive);
  EXPECT_FALSE(explanation.grant);
  EXPECT_EQ(to_text(explanation), "the subject is not active");
}

TEST(Explain, json_carries_the_way) {
  const Decision decision{Outcome::explicitly_denied, Cause::statement};
  const Json json = to_json(explain(decision, holdings, ask("config:delete", "meter")));

  EXPECT_EQ(json.at("outcome").as_string(), "explicitly_denied");
  EXPECT_EQ(json.at("decisive").at("policyName").as_string(), "Careful");
  EXPECT_EQ(json.at("decisive").at("path").as_array().size(), 2u);
  EXPECT_EQ(json.at("beaten").at("policyName").as_string(), "Administrator");
}

}  // namespace
}  // namespace gatehouse::policy
