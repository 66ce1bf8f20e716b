#include "policy/vocabulary.h"

#include <gtest/gtest.h>

#include "base/failure.h"

namespace gatehouse::policy {
namespace {

std::string action(std::string_view name) {
  const auto id = Vocabulary::standard().find_action(name);
  return id ? Vocabulary::standard().action(*id) : "unknown";
}

TEST(Vocabulary, m3ter_has_eighteen_actions_and_all_is_the_first) {
  EXPECT_EQ(Vocabulary::standard().action_count(), 18u);
  EXPECT_EQ(Vocabulary::standard().find_action("all"), every_action);
}

TEST(Vocabulary, an_action_is_found_in_any_case_and_in_the_spelling_of_the_sdk) {
  EXPECT_EQ(action("config:create"), "config:create");
  EXPECT_EQ(action("Config:Create"), "config:create");
  EXPECT_EQ(action("CONFIG_CREATE"), "config:create");
  EXPECT_EQ(action("measurements:fileUpload"), "measurements:fileupload");
  EXPECT_EQ(action("MEASUREMENTS_FILEUPLOAD"), "measurements:fileupload");
  EXPECT_EQ(action("MARKETPLACE_USAGE_CREATE"), "marketplaceusage:create");
  EXPECT_EQ(action("marketplace_usage:retrieve"), "marketplaceusage:retrieve");
  EXPECT_EQ(action("ALL"), "all");
  EXPECT_EQ(action("config:destroy"), "unknown");
  EXPECT_EQ(action(""), "unknown");
}

TEST(Vocabulary, a_type_is_found_whole_in_parts_and_alone) {
  const auto& words = Vocabulary::standard();
  const auto meter = words.find_type("config:meter");

  ASSERT_TRUE(meter);
  EXPECT_EQ(words.find_type("Config", "METER"), meter);
  EXPECT_EQ(words.resolve_type("meter"), meter);
  EXPECT_EQ(words.resolve_type("config:meter"), meter);
  EXPECT_EQ(words.service(words.service_of(*meter)), "config");
  EXPECT_FALSE(words.find_type("meter"));
  EXPECT_FALSE(words.find_type("billing:meter"));
}

TEST(Vocabulary, applications_add_words_and_leave_the_standard_numbers) {
  const std::vector<Application> applications = {{"records", {"record", "meter"}, {"read"}}};
  const Vocabulary words(applications);

  EXPECT_EQ(words.find_action("config:create"),
            Vocabulary::standard().find_action("config:create"));
  EXPECT_EQ(words.action(*words.find_action("Records:Read")), "records:read");
  EXPECT_EQ(words.type(*words.find_type("records:record")), "records:record");
  EXPECT_EQ(words.resolve_type("record"), words.find_type("records:record"));
  EXPECT_EQ(words.resolve_type("meter"), std::nullopt) << "two services have a meter";
  EXPECT_FALSE(Vocabulary::standard().find_action("records:read"));
}

TEST(Vocabulary, a_bare_action_is_that_of_the_resource_s_service) {
  const std::vector<Application> applications = {{"records", {"record"}, {"read", "create"}}};
  const Vocabulary words(applications);
  const ServiceId records = *words.find_service("records");

  EXPECT_EQ(words.resolve_action("read", records), words.find_action("records:read"));
  EXPECT_EQ(words.resolve_action("create", records), words.find_action("records:create"));
  EXPECT_EQ(words.resolve_action("config:create", records), words.find_action("config:create"));
  EXPECT_EQ(words.resolve_action("read", *words.find_service("config")), std::nullopt);
}

TEST(Vocabulary, malformed_repeated_and_standard_names_are_refused) {
  const auto field = [](std::vector<Application> applications) -> std::string {
    try {
      const Vocabulary words(applications);
    } catch (const Failure& failure) {
      return failure.field;
    }
    return "accepted";
  };

  EXPECT_EQ(field({{"config", {}, {}}}), "applications[0].service");
  EXPECT_EQ(field({{"measurements", {}, {}}}), "applications[0].service");
  EXPECT_EQ(field({{"Records", {}, {}}}), "applications[0].service");
  EXPECT_EQ(field({{"re:cords", {}, {}}}), "applications[0].service");
  EXPECT_EQ(field({{"records", {"a*"}, {}}}), "applications[0].types[0]");
  EXPECT_EQ(field({{"records", {"a", "a"}, {}}}), "applications[0].types[0]");
  EXPECT_EQ(field({{"records", {}, {"read", ""}}}), "applications[0].actions[1]");
  EXPECT_EQ(field({{"records", {}, {}}, {"records", {}, {}}}), "applications[1].service");
  EXPECT_EQ(field({{"records", {"record"}, {"read"}}}), "accepted");
}

TEST(Vocabulary, near_misses_are_suggested_and_far_ones_are_not) {
  const auto& words = Vocabulary::standard();

  EXPECT_EQ(words.nearest_action("config:retreive"), "config:retrieve");
  EXPECT_EQ(words.nearest_action("something:else"), std::nullopt);
  EXPECT_EQ(words.nearest_type("config:permisionpolicy"), "config:permissionpolicy");
  EXPECT_EQ(words.nearest_action(std::string(100'000, 'a')), std::nullopt);
}

}  // namespace
}  // namespace gatehouse::policy
