#include "policy/evaluate.h"

#include <gtest/gtest.h>

#include "policy/hash.h"

namespace gatehouse::policy {
namespace {

Request ask(std::string_view action, std::string_view type, std::string_view id) {
  const Vocabulary& words = Vocabulary::standard();
  Request request;
  request.action = words.find_action(action).value_or(no_word);
  request.type = words.find_type(type).value_or(no_word);
  if (request.type != no_word) request.service = words.service_of(request.type);
  request.id = id;
  return request;
}

Matcher compile(std::vector<Statement> statements) {
  return Matcher(statements, Vocabulary::standard());
}

Decision decide(const Matcher& matcher, const Request& request) {
  const Source source{&matcher, false};
  return evaluate({&source, 1}, request);
}

TEST(Evaluate, the_three_outcomes_are_kept_apart_and_name_their_statement) {
  const Matcher matcher = compile({{Effect::allow, {"all"}, {"config:*"}, {}},
                                   {Effect::deny, {"config:delete"}, {"config:meter/*"}, {}}});

  const Decision allowed = decide(matcher, ask("config:create", "config:meter", "1"));
  EXPECT_EQ(allowed.outcome, Outcome::allowed);
  EXPECT_EQ(allowed.statement, 0u);
  const Decision denied = decide(matcher, ask("config:delete", "config:meter", "1"));
  EXPECT_EQ(denied.outcome, Outcome::explicitly_denied);
  EXPECT_EQ(denied.statement, 1u);
  const Decision silent = decide(matcher, ask("config:delete", "billing:bill", "1"));
  EXPECT_EQ(silent.outcome, Outcome::not_granted);
  EXPECT_EQ(silent.cause, Cause::no_statement);
}

TEST(Evaluate, unknown_words_and_malformed_ids_refuse_even_an_administrator) {
  const Matcher matcher = compile({{Effect::allow, {"all"}, {"*"}, {}}});

  EXPECT_EQ(decide(matcher, ask("config:frobnicate", "config:meter", "1")).cause,
            Cause::unknown_action);
  EXPECT_EQ(decide(matcher, ask("all", "config:meter", "1")).cause, Cause::unknown_action);
  EXPECT_EQ(decide(matcher, ask("config:create", "config:metre", "1")).cause,
            Cause::unknown_resource);
  EXPECT_EQ(decide(matcher, ask("config:create", "config:meter", "a\nb")).cause,
            Cause::unknown_resource);
}

TEST(Evaluate, the_id_in_a_request_is_text_and_never_a_pattern) {
  const Matcher matcher = compile({{Effect::allow, {"all"}, {"config:meter/item/%2A"}, {}}});

  EXPECT_TRUE(decide(matcher, ask("config:create", "config:meter", "*")).allowed());
  EXPECT_FALSE(decide(matcher, ask("config:create", "config:meter", "1")).allowed());
  EXPECT_FALSE(decide(matcher, ask("config:create", "config:meter", "")).allowed());
}

TEST(Evaluate, a_uuid_is_the_same_in_either_case_and_other_ids_are_not) {
  const Matcher matcher =
      compile({{Effect::allow,
                {"all"},
                {"config:meter/item/019364d0-0000-7000-8000-00000000000a", "config:meter/item/abc"},
                {}}});

  EXPECT_TRUE(
      decide(matcher, ask("config:create", "config:meter", "019364D0-0000-7000-8000-00000000000A"))
          .allowed());
  EXPECT_FALSE(decide(matcher, ask("config:create", "config:meter", "ABC")).allowed());
}

TEST(Evaluate, the_whole_collection_needs_a_pattern_that_covers_it) {
  const Request list = ask("config:retrieve", "config:meter", "");

  for (const char* mri : {"*", "config:*", "config:meter/*", "config:meter/item/*"})
    EXPECT_TRUE(decide(compile({{Effect::allow, {"all"}, {mri}, {}}}), list).allowed()) << mri;
  for (const char* mri : {"config:meter/item/1", "config:meter/group/*", "config:meter/group/1",
                          "config:plan/*", "billing:*"})
    EXPECT_FALSE(decide(compile({{Effect::allow, {"all"}, {mri}, {}}}), list).allowed()) << mri;
}

TEST(Evaluate, a_project_role_stands_in_for_the_account_role_only) {
  const Matcher inline_statements = compile({{Effect::allow, {"config:export"}, {"*"}, {}}});
  const Matcher account_role = compile({{Effect::allow, {"config:delete"}, {"*"}, {}}});
  const Matcher project_role = compile({{Effect::allow, {"config:update"}, {"*"}, {}}});
  const Source sources[] = {{&inline_statements, false}, {&account_role, true}};
  const auto allows = [&](const char* action, const Matcher* role) {
    return evaluate(sources, ask(action, "config:meter", "1"), role).allowed();
  };

  EXPECT_TRUE(allows("config:delete", nullptr));
  EXPECT_FALSE(allows("config:update", nullptr));
  EXPECT_FALSE(allows("config:delete", &project_role));
  EXPECT_TRUE(allows("config:update", &project_role));
  EXPECT_TRUE(allows("config:export", &project_role));
}

TEST(Evaluate, a_deny_of_the_account_role_is_gone_where_the_project_role_stands_in) {
  const Matcher own = compile({{Effect::allow, {"all"}, {"*"}, {}}});
  const Matcher account_role = compile({{Effect::deny, {"config:delete"}, {"*"}, {}}});
  const Matcher project_role = compile({});
  const Source sources[] = {{&own, false}, {&account_role, true}};
  const Request request = ask("config:delete", "config:meter", "1");

  EXPECT_EQ(evaluate(sources, request).outcome, Outcome::explicitly_denied);
  EXPECT_TRUE(evaluate(sources, request, &project_role).allowed());
}

TEST(Evaluate, a_condition_that_cannot_be_known_stops_an_allow_and_not_a_deny) {
  const Json condition = parse_json(R"({"equals":{"subject.role":"admin"}})");
  const Matcher allow = compile({{Effect::allow, {"all"}, {"*"}, condition}});
  const Matcher deny =
      compile({{Effect::allow, {"all"}, {"*"}, {}}, {Effect::deny, {"all"}, {"*"}, condition}});
  const Request request = ask("config:create", "config:meter", "1");

  EXPECT_EQ(decide(allow, request).outcome, Outcome::not_granted);
  EXPECT_EQ(decide(deny, request).outcome, Outcome::explicitly_denied);
}

TEST(Evaluate, many_statements_about_one_thing_are_all_heard) {
  std::vector<Statement> statements(
      500, {Effect::allow, {"config:create"}, {"config:meter/item/1"}, {}});
  statements.push_back({Effect::deny, {"config:create"}, {"config:meter/item/1"}, {}});

  EXPECT_EQ(decide(compile(statements), ask("config:create", "config:meter", "1")).statement, 500u);
}

}  // namespace
}  // namespace gatehouse::policy
