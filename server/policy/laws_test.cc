// The laws of docs/decisions/0003-evaluation-laws.md, each on random worlds. Laws about users,
// groups and time are in directory/laws_test.cc.
#include <gtest/gtest.h>

#include <algorithm>

#include "policy/explain.h"
#include "policy/grant.h"
#include "testing/law.h"
#include "testing/statements_world.h"

namespace gatehouse::policy {
namespace {

using namespace gatehouse::testing;

using Bytes = std::vector<std::uint8_t>;
constexpr int worlds = 150;

// Statements with a place in them that `choices` picks.
struct Edited {
  explicit Edited(const Bytes& bytes)
      : choices(bytes), extra(random_statement(choices)), world(choices), without(world.all()) {
    with = without;
    with.insert(with.begin() + static_cast<std::ptrdiff_t>(choices.below(with.size() + 1)), extra);
  }
  Choices choices;
  Statement extra;
  StatementsWorld world;
  std::vector<Statement> without;
  std::vector<Statement> with;
};

TEST(Laws, P1_nothing_is_granted_without_a_statement) {
  check_law(worlds, [](const Bytes& bytes) {
    Choices choices(bytes);
    const StatementsWorld world(choices);
    const Compiled compiled(std::vector<Statement>{});
    for (const Asked& asked : world.questions()) {
      RC_ASSERT(compiled.decide(asked).outcome == Outcome::not_granted);
      RC_ASSERT(compiled.decide(asked).cause == Cause::no_statement);
    }
  });
}

TEST(Laws, P2_a_deny_beats_every_allow) {
  check_law(worlds, [](const Bytes& bytes) {
    const Edited edited(bytes);
    for (const Asked& asked : edited.world.questions()) {
      Statement deny{
          Effect::deny, {asked.question.action}, {to_string(asked.question.resource)}, {}};
      auto statements = edited.with;
      statements.push_back({Effect::allow, {"all"}, {"*"}, {}});
      statements.insert(statements.begin(), deny);
      RC_ASSERT(Compiled(statements).decide(asked).outcome == Outcome::explicitly_denied);
      std::ranges::reverse(statements);
      RC_ASSERT(Compiled(statements).decide(asked).outcome == Outcome::explicitly_denied);
    }
  });
}

TEST(Laws, P3_order_repetition_and_grouping_never_matter) {
  check_law(worlds, [](const Bytes& bytes) {
    Edited edited(bytes);
    auto other = edited.with;
    other.insert(other.end(), edited.with.begin(), edited.with.end());
    for (std::size_t i = other.size(); i > 1; --i)
      std::swap(other[i - 1], other[edited.choices.below(i)]);
    const auto middle = other.begin() + static_cast<std::ptrdiff_t>(other.size() / 3);
    const Compiled one(edited.with);
    const Compiled two(
        std::vector<std::vector<Statement>>{{other.begin(), middle}, {middle, other.end()}});
    for (const Asked& asked : edited.world.questions())
      RC_ASSERT(one.decide(asked).outcome == two.decide(asked).outcome);
  });
}

TEST(Laws, P4_adding_an_allow_never_removes_access) {
  check_law(worlds, [](const Bytes& bytes) {
    Edited edited(bytes);
    if (edited.extra.effect == Effect::deny) return;
    const Compiled before(edited.without);
    const Compiled after(edited.with);
    for (const Asked& asked : edited.world.questions())
      RC_ASSERT(!before.allows(asked) || after.allows(asked));
  });
}

TEST(Laws, P5_adding_a_deny_never_adds_access) {
  check_law(worlds, [](const Bytes& bytes) {
    Edited edited(bytes);
    edited.extra.effect = Effect::deny;
    auto more = edited.without;
    more.push_back(edited.extra);
    const Compiled before(edited.without);
    const Compiled after(more);
    for (const Asked& asked : edited.world.questions())
      RC_ASSERT(before.allows(asked) || !after.allows(asked));
  });
}

TEST(Laws, P6_removing_an_allow_never_adds_and_removing_a_deny_never_removes) {
  check_law(worlds, [](const Bytes& bytes) {
    const Edited edited(bytes);
    const Compiled before(edited.with);
    const Compiled after(edited.without);
    const bool allow = edited.extra.effect == Effect::allow;
    for (const Asked& asked : edited.world.questions())
      RC_ASSERT((allow ? before.allows(asked) || !after.allows(asked)
                       : !before.allows(asked) || after.allows(asked)));
  });
}

TEST(Laws, P7_only_statements_that_match_matter) {
  check_law(worlds, [](const Bytes& bytes) {
    Choices choices(bytes);
    const StatementsWorld world(choices);
    const auto statements = world.all();
    const Compiled all(statements);
    for (const Asked& asked : world.questions()) {
      auto matching = statements;
      std::erase_if(matching, [&](const Statement& statement) {
        return !reference_matches(statement, asked.question);
      });
      RC_ASSERT(Compiled(matching).decide(asked).outcome == all.decide(asked).outcome);
    }
  });
}

TEST(Laws, P8_renaming_ids_everywhere_changes_nothing) {
  check_law(worlds, [](const Bytes& bytes) {
    Choices choices(bytes);
    const StatementsWorld world(choices);
    const auto renamed = [](const std::string& id) { return "renamed %/" + id; };
    auto before = world.all();
    for (Statement& statement : before) statement.condition.reset();  // these may name ids
    auto after = before;
    for (Statement& statement : after)
      for (std::string& mri : statement.resource)
        if (auto pattern = *read_pattern(mri); pattern.cover == Cover::item) {
          pattern.id = renamed(pattern.id);
          mri = to_string(pattern);
        }
    const Compiled old_names(before);
    const Compiled new_names(after);
    for (const Asked& asked : world.questions()) {
      if (asked.question.resource.id.empty() || !asked.question.groups.empty()) continue;
      Asked other = asked;
      const std::string id = renamed(asked.question.resource.id);
      other.request.id = id;
      other.request.groups = nullptr;
      RC_ASSERT(old_names.decide(asked).outcome == new_names.decide(other).outcome);
    }
  });
}

TEST(Laws, P14_wildcards_mean_all_that_they_stand_for) {
  const Vocabulary& vocabulary = test_vocabulary();
  check_law(worlds, [&](const Bytes& bytes) {
    Choices choices(bytes);
    const StatementsWorld world(choices);
    auto spelled_out = world.all();
    for (Statement& statement : spelled_out) {
      if (std::ranges::find(statement.action, "all") != statement.action.end()) {
        statement.action.clear();
        for (ActionId id = 1; id < vocabulary.action_count(); ++id)
          statement.action.push_back(vocabulary.action(id));
      }
      std::vector<std::string> resources;
      for (const std::string& mri : statement.resource) {
        const Pattern pattern = *read_pattern(mri);
        if (pattern.cover > Cover::service) resources.push_back(mri);
        for (TypeId id = 0; pattern.cover <= Cover::service && id < vocabulary.type_count(); ++id)
          if (pattern.cover == Cover::everything ||
              vocabulary.service(vocabulary.service_of(id)) == pattern.service)
            resources.push_back(vocabulary.type(id) + "/*");
      }
      statement.resource = resources;
    }
    const Compiled wild(world.lists);
    const Compiled plain(spelled_out);
    for (const Asked& asked : world.questions())
      RC_ASSERT(wild.decide(asked).outcome == plain.decide(asked).outcome);
  });
}

TEST(Laws, P15_a_narrower_resource_gives_no_more_and_apart_means_apart) {
  check_law(worlds * 4, [](const Bytes& bytes) {
    Choices choices(bytes);
    const std::string a = random_mri(choices);
    const std::string b = random_mri(choices);
    const StatementsWorld world(choices);
    const Compiled of_a(std::vector<Statement>{{Effect::allow, {"all"}, {a}, {}}});
    const Compiled of_b(std::vector<Statement>{{Effect::allow, {"all"}, {b}, {}}});
    const bool wider = covers(*read_pattern(a), *read_pattern(b));
    const bool apart = !may_overlap(*read_pattern(a), *read_pattern(b));
    for (const Asked& asked : world.questions()) {
      RC_ASSERT(!wider || of_a.allows(asked) || !of_b.allows(asked));
      RC_ASSERT(!apart || !of_a.allows(asked) || !of_b.allows(asked));
    }
  });
}

TEST(Laws, P16_the_explanation_agrees_and_its_remedy_works) {
  check_law(worlds, [](const Bytes& bytes) {
    Choices choices(bytes);
    const StatementsWorld world(choices);
    const auto statements = world.all();
    std::vector<Holding> holdings;
    for (std::uint32_t i = 0; i < statements.size(); ++i)
      holdings.push_back({statements[i], i, "p", "P", {}});
    const Compiled compiled(statements);
    for (const Asked& asked : world.questions()) {
      const Decision decision = compiled.decide(asked);
      const Explanation explanation = explain(decision, holdings, asked.question);
      RC_ASSERT(explanation.outcome == decision.outcome);
      RC_ASSERT(explanation.decisive.has_value() == (decision.cause == Cause::statement));
      if (decision.allowed()) continue;
      auto mended = statements;
      for (const Holding& holding : explanation.lift) std::erase(mended, holding.statement);
      RC_ASSERT(!Compiled(mended).allows(asked) == explanation.grant.has_value());
      if (explanation.grant) mended.push_back(*explanation.grant);
      RC_ASSERT(Compiled(mended).allows(asked));
    }
  });
}

TEST(Laws, P18_any_statements_compile_and_any_question_is_answered) {
  check_law(worlds, [](const Bytes& bytes) {
    Choices choices(bytes);
    auto broken = random_statements(choices, 6);
    for (Statement& statement : broken) {
      const auto damage = [&](std::string& text) {
        if (choices.once_in(2) && !text.empty())
          text[choices.below(text.size())] = static_cast<char>(choices.below(256));
      };
      std::ranges::for_each(statement.action, damage);
      std::ranges::for_each(statement.resource, damage);
      if (choices.once_in(3)) statement.condition = JsonArray{1};
    }
    const StatementsWorld world(choices);
    const Compiled compiled(broken);
    for (Asked asked : world.questions()) {
      asked.request.action = static_cast<ActionId>(choices.below(200));
      const std::string id(1, static_cast<char>(choices.below(256)));
      asked.request.id = id;
      static_cast<void>(compiled.decide(asked));
    }
  });
}

TEST(Laws, P19_what_is_printed_reads_back_the_same) {
  check_law(worlds * 2, [](const Bytes& bytes) {
    Choices choices(bytes);
    const auto statements = random_statements(choices, 8);
    const Json printed = to_json(statements);
    const auto read = parse_statements(printed, test_vocabulary(), "p", 0);
    RC_ASSERT(to_json(parse_statements(to_json(read), test_vocabulary(), "p", 0)) == to_json(read));
    const std::string mri = random_mri(choices);
    RC_ASSERT(to_string(*read_pattern(mri)) == mri);
  });
}

TEST(Laws, P21_what_one_may_hand_out_gives_nothing_one_does_not_hold) {
  std::size_t handed_out = 0;
  check_law(worlds * 10, [&](const Bytes& bytes) {
    Choices choices(bytes);
    std::vector<Statement> granted{random_statement(choices)};
    const StatementsWorld world(choices, 8);
    const auto holder = world.all();
    for (const Statement& statement : holder)  // denies that both have
      if (statement.effect == Effect::deny && choices.once_in(2)) granted.push_back(statement);
    if (exceeds(holder, granted)) return;
    ++handed_out;
    const Compiled theirs(granted);
    const Compiled ours(holder);
    for (const Asked& asked : world.questions())
      RC_ASSERT(!theirs.allows(asked) || ours.allows(asked));
  });
  EXPECT_GT(handed_out, 50u);
}

}  // namespace
}  // namespace gatehouse::policy
