#include "policy/named_access.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace gatehouse::policy {
namespace {

const Application records{"records", {"record", "note"}, {"read", "write"}};
const Vocabulary words{std::span(&records, 1)};

Statement allow(std::vector<std::string> actions, std::vector<std::string> resources) {
  return {Effect::allow, std::move(actions), std::move(resources), {}};
}

std::vector<std::string> texts(const NamedAccesses& accesses) {
  std::vector<std::string> found;
  for (const auto& [action, type, id] : accesses.all)
    found.push_back(words.action(action) + " " + words.type(type) + (id.empty() ? "" : "/" + id));
  std::ranges::sort(found);
  return found;
}

NamedAccesses named(const Statement& statement, std::size_t maximum = 100) {
  return named_accesses(std::span(&statement, 1), words, maximum);
}

TEST(named_access, is_each_action_on_each_resource_once) {
  const auto found =
      named(allow({"records:read", "records:write"},
                  {"records:record/*", "records:record/item/7", "records:record/*"}));
  EXPECT_EQ(texts(found), (std::vector<std::string>{
                              "records:read records:record", "records:read records:record/7",
                              "records:write records:record", "records:write records:record/7"}));
  EXPECT_TRUE(found.is_complete);
}

TEST(named_access, of_wildcards_is_every_word_of_the_same_service) {
  EXPECT_EQ(texts(named(allow({"all"}, {"records:note/*"}))),
            (std::vector<std::string>{"records:read records:note", "records:write records:note"}));
  EXPECT_EQ(texts(named(allow({"records:read"}, {"records:*"}))),
            (std::vector<std::string>{"records:read records:note", "records:read records:record"}));
  EXPECT_EQ(texts(named(allow({"records:read"}, {"*"}))),
            (std::vector<std::string>{"records:read records:note", "records:read records:record"}));
}

TEST(named_access, of_a_service_without_actions_is_by_the_actions_of_config) {
  const auto found = texts(named(allow({"all"}, {"billing:bill/*"})));
  EXPECT_NE(std::ranges::find(found, "config:retrieve billing:bill"), found.end());
  EXPECT_EQ(texts(named(allow({"records:read"}, {"billing:*"}))), std::vector<std::string>{});
}

TEST(named_access, says_when_it_is_not_all) {
  EXPECT_FALSE(named(allow({"records:read"}, {"records:record/group/x"})).is_complete);
  const auto cut = named(allow({"all"}, {"records:*"}), 3);
  EXPECT_EQ(cut.all.size(), 3u);
  EXPECT_FALSE(cut.is_complete);
}

TEST(named_access, of_a_change_is_that_of_what_differs) {
  const std::vector before{allow({"records:read"}, {"*"}), allow({"records:write"}, {"*"})};
  const std::vector after{allow({"records:write"}, {"*"}), allow({"all"}, {"records:note/*"})};
  EXPECT_EQ(difference(before, after),
            (std::vector{allow({"records:read"}, {"*"}), allow({"all"}, {"records:note/*"})}));
  EXPECT_TRUE(difference(before, before).empty());
}

}  // namespace
}  // namespace gatehouse::policy
