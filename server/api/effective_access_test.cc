// What a user holds and may do, at a glance.
#include <gtest/gtest.h>

#include "testing/test_server.h"

namespace gatehouse {
namespace {

using testing::administrator;
using testing::Answer;
using testing::Caller;
using testing::TestServer;

class EffectiveAccessTest : public ::testing::Test {
 protected:
  std::string make_policy(const char* name, const char* effect, const char* act,
                          const char* resource) {
    const Json statement{
        {"effect", effect}, {"action", JsonArray{act}}, {"resource", JsonArray{resource}}};
    return admin
        .post(server.acme.path("/permissionpolicies"),
              {{"name", name}, {"permissionPolicy", JsonArray{statement}}})
        .id();
  }
  std::string reach(const Answer& matrix, const char* type, const char* action,
                    const char* member = "reach") {
    for (const Json& row : matrix.json.at("data").as_array())
      if (row.at("type") == type)
        for (const Json& cell : row.at("actions").as_array())
          if (cell.at("action") == action) return std::string(cell.at(member).as_string());
    return "no such cell";
  }

  TestServer server;
  Caller admin = administrator(server, server.acme);
  const std::string reader = server.acme.path("/users/" + server.acme.reader_id);
};

TEST_F(EffectiveAccessTest, every_policy_is_listed_with_the_way_by_which_it_came) {
  const std::string through = make_policy("Through", "allow", "config:update", "config:plan/*");
  const std::string all = make_policy("ForAll", "allow", "config:create", "config:plan/*");
  const std::string groups = server.acme.path("/resourcegroups/user");
  const std::string group = admin.post(groups, {{"name", "Staff"}}).id();
  admin.post(groups + "/" + group + "/addresource",
             {{"targetId", server.acme.reader_id}, {"targetType", "ITEM"}});
  const std::string policies = server.acme.path("/permissionpolicies/");
  admin.post(policies + through + "/addtousergroup", {{"principalId", group}});
  admin.post(policies + all + "/addtoallusers", JsonObject{});

  const Answer held = admin.get(reader + "/heldpolicies");
  ASSERT_EQ(held.status, 200) << held.raw.body;
  const JsonArray& data = held.json.at("data").as_array();
  ASSERT_EQ(data.size(), 3u) << held.raw.body;
  EXPECT_EQ(data[0].at("name").as_string(), "ReadOnly");
  EXPECT_EQ(data[0].at("path").as_array().size(), 1u);
  EXPECT_EQ(data[1].at("id").as_string(), through);
  EXPECT_EQ(data[1].at("path").at(1),
            (Json{{"type", "userGroup"}, {"id", group}, {"name", "Staff"}}));
  EXPECT_EQ(data[2].at("id").as_string(), all);
  EXPECT_EQ(data[2].at("path").at(1).at("type").as_string(), "allUsers");
}

TEST_F(EffectiveAccessTest, the_matrix_says_for_each_type_and_action_how_far_it_reaches) {
  const std::string policy = make_policy("No pricing", "deny", "all", "config:pricing/*");
  const std::string one = make_policy("One plan", "allow", "config:update", "config:plan/item/7");
  for (const std::string& id : {policy, one})
    admin.post(server.acme.path("/permissionpolicies/") + id + "/addtouser",
               {{"principalId", server.acme.reader_id}});
  const Answer matrix = admin.get(reader + "/permissionmatrix");
  ASSERT_EQ(matrix.status, 200) << matrix.raw.body;
  EXPECT_EQ(reach(matrix, "config:meter", "config:retrieve"), "allowed");
  EXPECT_EQ(reach(matrix, "config:meter", "config:update"), "not_granted");
  EXPECT_EQ(reach(matrix, "config:plan", "config:update"), "partly");
  EXPECT_EQ(reach(matrix, "config:pricing", "config:retrieve"), "denied");
  EXPECT_EQ(reach(matrix, "audit:auditevent", "audit:retrieve"), "allowed");

  const Answer compared = admin.get(reader + "/permissionmatrix?policyId=" + policy);
  EXPECT_EQ(reach(compared, "config:pricing", "config:retrieve", "policyReach"), "denied");
  EXPECT_EQ(reach(compared, "config:meter", "config:retrieve", "policyReach"), "not_granted");
}

TEST_F(EffectiveAccessTest, an_unknown_user_or_policy_is_refused) {
  const std::string nobody = "00000000-0000-7000-8000-000000000000";
  const std::string path = server.acme.path("/users/" + nobody);
  EXPECT_EQ(admin.get(path + "/heldpolicies").status, 404);
  EXPECT_EQ(admin.get(path + "/permissionmatrix").status, 404);
  const Answer refused = admin.get(reader + "/permissionmatrix?policyId=" + nobody);
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(refused.text("field"), "policyId");
}

}  // namespace
}  // namespace gatehouse
