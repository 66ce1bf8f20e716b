// What a draft of a policy would change, and for whom (decisions.cc).
#include <gtest/gtest.h>

#include "testing/scenario.h"

namespace gatehouse {
namespace {

using namespace testing;

class Drafts : public ::testing::Test {
 protected:
  TestServer server;
  Caller admin = administrator(server, server.acme);
};

TEST_F(Drafts, a_simulation_without_questions_compares_what_the_changed_statements_name) {
  const std::string policy =
      make_policy(admin, server.acme, "Meters",
                  {statement("allow", {"config:update", "config:delete"}, "config:meter/*")});
  attach(admin, server.acme, policy, "addtouser", server.acme.reader_id);
  const std::string path = server.acme.path("/permissionpolicies/simulate");
  const Answer changed = admin.post(
      path, {{"policyId", policy},
             {"permissionPolicy",
              list({statement("allow", {"config:update", "config:create"}, "config:meter/*")})}});
  ASSERT_EQ(changed.status, 200) << changed.raw.body;
  EXPECT_EQ(changed.json.at("complete"), Json(true));
  ASSERT_EQ(changed.json.at("gains").as_array().size(), 1u);
  EXPECT_EQ(text_of(changed.json.at("gains").at(0), "action"), "config:create");
  EXPECT_EQ(text_of(changed.json.at("gains").at(0), "resource"), "config:meter/*");
  ASSERT_EQ(changed.json.at("losses").as_array().size(), 1u);
  EXPECT_EQ(text_of(changed.json.at("losses").at(0), "action"), "config:delete");

  const Answer deleted =
      admin.post(path, {{"policyId", policy}, {"permissionPolicy", JsonArray{}}});
  EXPECT_EQ(deleted.json.at("losses").as_array().size(), 2u);
  EXPECT_EQ(deleted.json.at("questions"), Json(2));
  const Answer same = admin.post(
      path, {{"policyId", policy},
             {"permissionPolicy",
              list({statement("allow", {"config:update", "config:delete"}, "config:meter/*")})}});
  EXPECT_EQ(same.json.at("questions"), Json(0));
  EXPECT_EQ(
      admin.post(path, {{"policyId", server.acme.reader_id}, {"permissionPolicy", JsonArray{}}})
          .status,
      404);
}

TEST_F(Drafts, a_simulation_is_for_who_may_read_users_too) {
  const std::string policies =
      make_policy(admin, server.acme, "Policies",
                  {statement("allow", {"config:retrieve"}, "config:permissionpolicy/*")});
  const std::string users = make_policy(admin, server.acme, "Users",
                                        {statement("allow", {"config:retrieve"}, "config:user/*")});
  Member clerk = invite(server, server.acme, "clerk@example.com", {policies});
  const auto simulate = [&] {
    return clerk.caller.post(
        server.acme.path("/permissionpolicies/simulate"),
        {{"permissionPolicy", list({statement("allow", {"config:delete"}, "config:meter/*")})},
         {"toAllUsers", true}});
  };
  ASSERT_EQ(clerk.caller.get(server.acme.path("/users")).status, 403);
  const Answer refused = simulate();
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(refused.raw.body.find(server.acme.reader_email), std::string::npos);
  ASSERT_EQ(attach(admin, server.acme, users, "addtouser", clerk.id).status, 200);
  EXPECT_EQ(simulate().status, 200);
}

TEST_F(Drafts, a_draft_is_decided_as_if_the_user_held_it) {
  const std::string before = server.fingerprint();
  const std::string path = server.acme.path("/users/" + server.acme.reader_id + "/decision");
  const auto ask = [&](Json draft, const char* action) {
    return admin.post(path, {{"action", action},
                             {"resource", "config:meter/item/7"},
                             {"permissionPolicy", list({std::move(draft)})}});
  };
  const Answer allowed =
      ask(statement("allow", {"config:delete"}, "config:meter/*"), "config:delete");
  ASSERT_EQ(allowed.status, 200) << allowed.raw.body;
  EXPECT_EQ(allowed.json.at("decision"), Json(true));
  EXPECT_EQ(text_of(allowed.json.at("explanation").at("decisive"), "policyName"), "draft");
  const Answer refused =
      ask(statement("deny", {"config:retrieve"}, "config:meter/*"), "config:retrieve");
  EXPECT_EQ(refused.json.at("decision"), Json(false)) << "although ReadOnly allows it";
  EXPECT_EQ(ask(statement("deny", {"config:fly"}, "*"), "config:retrieve").status, 400);
  EXPECT_EQ(server.fingerprint(), before);
}

}  // namespace
}  // namespace gatehouse
