// The laws of docs/decisions/0003-evaluation-laws.md that speak of users, groups and time.
#include <gtest/gtest.h>

#include "testing/law.h"
#include "testing/organization_world.h"

namespace gatehouse::directory {
namespace {

using namespace gatehouse::testing;
using policy::Outcome;

using Bytes = std::vector<std::uint8_t>;
constexpr int worlds = 60;

// Asks both snapshots everything and calls check(subject, access, first, second).
template <class Check>
void for_each_pair(const OrganizationData& data, const Properties& properties,
                   const Snapshot& first, const Snapshot& second, Check&& check) {
  for_each_question(data, properties,
                    [&](const Subject& subject, const Access& access, Outcome, const std::string&) {
                      check(subject, access, first.decide(subject, access, test_time(0)),
                            second.decide(subject, access, test_time(0)));
                    });
}

bool denies_in(const OrganizationData& data) {
  for (const auto& policy : data.policies)
    for (const auto& statement : policy.statements)
      if (statement.effect == Effect::deny) return true;
  for (const auto& user : data.users)
    for (const auto& statement : user.statements)
      if (statement.effect == Effect::deny) return true;
  return false;
}

TEST(Laws, P9_what_happens_in_other_organizations_changes_nothing) {
  check_law(worlds, [](const Bytes& bytes) {
    Choices choices(bytes);
    const OrganizationData data = random_organization(choices);
    const Properties properties = random_properties(choices);
    const auto before = Snapshot::build(data);
    OrganizationData other = random_organization(choices);
    other.id = OrganizationId{numbered(9, 2)};
    auto changed = Snapshot::build(other);
    for (const auto& user : data.users) changed = changed->with_user(user);
    const auto after = Snapshot::build(data);
    for_each_pair(data, properties, *before, *after,
                  [](const Subject&, const Access&, const auto& one, const auto& two) {
                    RC_ASSERT(one.outcome == two.outcome);
                    RC_ASSERT(one.cause == two.cause);
                  });
  });
}

TEST(Laws, P10_nested_groups_give_what_their_flat_copies_give) {
  check_law(worlds, [](const Bytes& bytes) {
    Choices choices(bytes);
    const OrganizationData data = random_organization(choices);
    const Properties properties = random_properties(choices);
    OrganizationData flat = data;
    for (auto& group : flat.groups) {
      std::vector<std::string> candidates = item_ids();
      for (const auto& user : data.users) candidates.push_back(to_string(user.id));
      group.items.clear();
      group.groups.clear();
      for (const auto& id : candidates)
        if (naive_groups(data, group.type, id).contains(to_string(group.id)))
          group.items.push_back(id);
    }
    for_each_pair(data, properties, *Snapshot::build(data), *Snapshot::build(flat),
                  [](const Subject&, const Access&, const auto& one, const auto& two) {
                    RC_ASSERT(one.outcome == two.outcome);
                  });
  });
}

TEST(Laws, P11_a_user_holds_the_statements_of_all_sources_and_no_other) {
  check_law(worlds, [](const Bytes& bytes) {
    Choices choices(bytes);
    const OrganizationData data = random_organization(choices);
    const auto snapshot = Snapshot::build(data);
    for (const Subject& subject : test_subjects()) {
      const auto expected = naive_statements(data, subject, "records", test_time(0));
      if (!expected) continue;
      auto listed = snapshot->holdings(subject, "records");
      for (const auto& holding : listed)
        RC_ASSERT(std::ranges::count(*expected, holding.statement) > 0);
      for (const auto& statement : *expected)
        RC_ASSERT(std::ranges::any_of(
            listed, [&](const auto& holding) { return holding.statement == statement; }));
    }
  });
}

TEST(Laws, P13_inactive_ended_and_unknown_subjects_are_refused_everything) {
  check_law(worlds, [](const Bytes& bytes) {
    Choices choices(bytes);
    OrganizationData data = random_organization(choices);
    const Properties properties = random_properties(choices);
    for (auto& user : data.users) {
      user.statements = {{Effect::allow, {"all"}, {"*"}, {}}};
      const std::size_t reason = choices.below(3);
      user.active = reason != 0;
      user.end.reset();
      if (reason == 1) user.end = test_time(0);  // the end itself is outside
      if (reason == 2) user.end = test_time(-1);
    }
    for (auto& service_user : data.service_users) service_user.active = false;
    const auto snapshot = Snapshot::build(data);
    for_each_pair(
        data, properties, *snapshot, *snapshot,
        [](const Subject& subject, const Access&, const auto& one, const auto&) {
          if (subject.kind != Subject::Kind::user && subject.kind != Subject::Kind::service_user)
            return;
          RC_ASSERT(one.outcome == Outcome::not_granted);
          RC_ASSERT(one.cause != policy::Cause::no_statement);
        });
  });
}

TEST(Laws, P5_leaving_a_group_never_adds_access_unless_a_deny_went_with_it) {
  check_law(worlds, [](const Bytes& bytes) {
    Choices choices(bytes);
    OrganizationData data = random_organization(choices);
    for (auto& policy : data.policies)
      for (auto& statement : policy.statements) statement.effect = Effect::allow;
    for (auto& user : data.users)
      for (auto& statement : user.statements) statement.effect = Effect::allow;
    RC_ASSERT(!denies_in(data));
    const Properties properties = random_properties(choices);
    const auto before = Snapshot::build(data);
    const auto after = before->without_group_item(group_id(choices.below(user_groups)),
                                                  to_string(user_id(choices.below(users_total))));
    for_each_pair(data, properties, *before, *after,
                  [](const Subject&, const Access&, const auto& one, const auto& two) {
                    RC_ASSERT((one.allowed() || !two.allowed()));
                  });
  });
}

TEST(Laws, P16_an_explanation_says_what_was_decided) {
  check_law(worlds / 2, [](const Bytes& bytes) {
    Choices choices(bytes);
    const OrganizationData data = random_organization(choices);
    const Properties properties = random_properties(choices);
    const auto snapshot = Snapshot::build(data);
    for_each_question(
        data, properties,
        [&](const Subject& subject, const Access& access, Outcome expected, const std::string&) {
          const auto explanation = snapshot->explain(subject, access, test_time(0));
          RC_ASSERT(explanation.outcome == expected);
          const bool by_statement = explanation.cause == policy::Cause::statement;
          RC_ASSERT(explanation.decisive.has_value() == by_statement);
        });
  });
}

}  // namespace
}  // namespace gatehouse::directory
