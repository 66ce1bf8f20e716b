#include "policy/compile.h"

#include <gtest/gtest.h>

#include "policy/evaluate.h"
#include "policy/hash.h"

namespace gatehouse::policy {
namespace {

bool allows(const Matcher& matcher, const std::string& id) {
  const Vocabulary& words = Vocabulary::standard();
  Request request;
  request.action = *words.find_action("config:create");
  request.type = *words.find_type("config:meter");
  request.service = *words.find_service("config");
  request.id = id;
  const Source source{&matcher, false};
  return evaluate({&source, 1}, request).allowed();
}

TEST(Compile, ten_thousand_ids_are_each_found) {
  std::vector<Statement> statements;
  for (int s = 0; s < 50; ++s) {
    statements.push_back({Effect::allow, {"config:create"}, {}, {}});
    for (int i = 0; i < 200; ++i)
      statements.back().resource.push_back("config:meter/item/" + std::to_string(s * 200 + i));
  }
  const Matcher matcher(statements, Vocabulary::standard());

  for (int i = 0; i < 10'000; ++i) EXPECT_TRUE(allows(matcher, std::to_string(i))) << i;
  EXPECT_FALSE(allows(matcher, "10000"));
  EXPECT_LT(matcher.memory_bytes(), 10'000u * 120);
}

TEST(Compile, nothing_compiles_to_nothing) {
  const Matcher matcher(std::vector<Statement>{}, Vocabulary::standard());

  EXPECT_TRUE(matcher.empty());
  EXPECT_FALSE(allows(matcher, "1"));
}

TEST(Compile, what_cannot_be_read_allows_nothing_and_denies_what_is_left_of_it) {
  const std::vector<Statement> allow = {{Effect::allow, {"all"}, {"nonsense"}, {}}};
  EXPECT_FALSE(allows(Matcher(allow, Vocabulary::standard()), "1"));

  std::vector<Statement> deny = {{Effect::allow, {"all"}, {"*"}, {}},
                                 {Effect::deny, {"config:create"}, {"nonsense"}, {}}};
  EXPECT_FALSE(allows(Matcher(deny, Vocabulary::standard()), "1"));

  deny[1] = {Effect::deny, {"all"}, {"config:meter/*"}, Json("nonsense")};
  EXPECT_FALSE(allows(Matcher(deny, Vocabulary::standard()), "1"));
}

TEST(Compile, texts_of_all_lengths_have_different_hashes) {
  std::string text;
  std::vector<std::uint64_t> hashes;
  for (int i = 0; i < 100; ++i) {
    hashes.push_back(hash_text(text));
    text += '\0';
  }
  std::ranges::sort(hashes);
  EXPECT_EQ(std::ranges::adjacent_find(hashes), hashes.end());
}

}  // namespace
}  // namespace gatehouse::policy
