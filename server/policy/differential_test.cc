// The compiled evaluator against the reference, on random worlds.
#include <gtest/gtest.h>

#include <cstdio>

#include "testing/law.h"
#include "testing/statements_world.h"

namespace gatehouse::policy {
namespace {

using namespace gatehouse::testing;

std::string describe(const StatementsWorld& world, const Asked& asked, Outcome actual,
                     Outcome expected) {
  return world.describe() + asked.question.action + " on " + to_string(asked.question.resource) +
         ": " + std::string(to_string(actual)) + " instead of " + std::string(to_string(expected));
}

TEST(Differential, the_compiled_evaluator_decides_as_the_reference_does) {
  std::size_t decisions = 0;
  std::size_t counts[3] = {};
  check_law(11000, [&](const std::vector<std::uint8_t>& bytes) {
    Choices choices(bytes);
    const StatementsWorld world(choices);
    const Compiled compiled(world.lists);
    const auto statements = world.all();
    for (const Asked& asked : world.questions()) {
      const Outcome expected = reference_evaluate(statements, asked.question);
      const Outcome actual = compiled.decide(asked).outcome;
      ++decisions;
      ++counts[static_cast<std::size_t>(expected)];
      if (actual != expected) RC_FAIL(describe(world, asked, actual, expected));
    }
  });
  std::printf("%zu decisions compared: %zu allowed, %zu denied, %zu not granted\n", decisions,
              counts[0], counts[1], counts[2]);
  EXPECT_GT(counts[0], decisions / 50);
  EXPECT_GT(counts[1], decisions / 50);
}

TEST(Differential, the_statement_that_decided_is_one_that_matches) {
  check_law(500, [&](const std::vector<std::uint8_t>& bytes) {
    Choices choices(bytes);
    const StatementsWorld world(choices);
    const Compiled compiled(world.lists);
    for (const Asked& asked : world.questions()) {
      const Decision decision = compiled.decide(asked);
      if (decision.cause != Cause::statement) continue;
      const Statement& named = world.lists.at(decision.source).at(decision.statement);
      RC_ASSERT(reference_matches(named, asked.question));
      RC_ASSERT((named.effect == Effect::allow) == decision.allowed());
    }
  });
}

}  // namespace
}  // namespace gatehouse::policy
