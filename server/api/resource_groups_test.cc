// Resource groups; user groups are those of type `user`.
#include <gtest/gtest.h>

#include "testing/scenario.h"

namespace gatehouse {
namespace {

using namespace testing;

class Groups : public ::testing::Test {
 protected:
  TestServer server;
  const TestServer::Organization& acme = server.acme;
  Caller admin = administrator(server, acme);
  std::string path(const std::string& id, const std::string& rest = "") {
    return acme.path("/resourcegroups/user/" + id + rest);
  }
};

TEST_F(Groups, live_from_creation_to_deletion) {
  const Answer made = admin.post(acme.path("/resourcegroups/user"), JsonObject{{"name", "Team"}});
  ASSERT_EQ(made.status, 200) << made.raw.body;
  EXPECT_EQ(made.version(), 1);
  EXPECT_EQ(admin.post(acme.path("/resourcegroups/user"), JsonObject{{"name", "TEAM "}}).code(),
            "already_exists");
  const Answer renamed = admin.put(path(made.id()), JsonObject{{"name", "Crew"}, {"version", 1}});
  EXPECT_EQ(renamed.version(), 2);
  EXPECT_EQ(admin.put(path(made.id()), JsonObject{{"name", "X"}, {"version", 1}}).code(),
            "stale_version");
  EXPECT_EQ(admin.del(path(made.id())).status, 200);
  EXPECT_EQ(admin.get(path(made.id())).status, 404);
}

TEST_F(Groups, hold_members_once_and_count_each_change) {
  const std::string group = make_group(admin, acme, "Team");
  EXPECT_EQ(change_group(admin, acme, group, "addresource", acme.reader_id).version(), 2);
  EXPECT_EQ(change_group(admin, acme, group, "addresource", acme.reader_id, "item").version(), 2);
  const Answer contents = admin.post(path(group, "/contents"));
  ASSERT_EQ(contents.status, 200) << contents.raw.body;
  EXPECT_EQ(text_of(contents.data().at(0), "targetId"), acme.reader_id);
  EXPECT_EQ(text_of(contents.data().at(0), "targetName"), "Rita Reader");
  EXPECT_EQ(change_group(admin, acme, group, "removeresource", acme.reader_id).version(), 3);
  EXPECT_EQ(change_group(admin, acme, group, "removeresource", acme.reader_id).status, 404);
}

TEST_F(Groups, nest_without_circles) {
  const std::string a = make_group(admin, acme, "A");
  const std::string b = make_group(admin, acme, "B");
  const std::string c = make_group(admin, acme, "C");
  EXPECT_EQ(change_group(admin, acme, a, "addresource", b, "GROUP").status, 200);
  EXPECT_EQ(change_group(admin, acme, b, "addresource", c, "GROUP").status, 200);
  const std::string before = server.fingerprint();
  EXPECT_EQ(change_group(admin, acme, a, "addresource", a, "GROUP").status, 409);
  EXPECT_EQ(change_group(admin, acme, c, "addresource", a, "GROUP").status, 409);
  EXPECT_EQ(server.fingerprint(), before);
}

TEST_F(Groups, nested_at_once_from_both_sides_close_no_circle) {
  const std::string a = make_group(admin, acme, "A");
  const std::string b = make_group(admin, acme, "B");
  int first = 0;
  int second = 0;
  {
    const std::jthread one(
        [&] { first = change_group(admin, acme, a, "addresource", b, "GROUP").status; });
    const std::jthread two(
        [&] { second = change_group(admin, acme, b, "addresource", a, "GROUP").status; });
  }
  EXPECT_EQ(std::min(first, second), 200);
  EXPECT_EQ(std::max(first, second), 409);
}

TEST_F(Groups, take_nothing_of_another_organization_or_type) {
  Caller other = administrator(server, server.globex);
  const std::string ours = make_group(admin, acme, "Ours");
  const std::string theirs = make_group(other, server.globex, "Theirs");
  const std::string meters =
      admin.post(acme.path("/resourcegroups/meter"), JsonObject{{"name", "Meters"}}).id();
  const std::string before = server.fingerprint();
  EXPECT_EQ(change_group(admin, acme, ours, "addresource", server.globex.reader_id).status, 404);
  EXPECT_EQ(change_group(admin, acme, ours, "addresource", theirs, "GROUP").status, 404);
  EXPECT_EQ(change_group(admin, acme, ours, "addresource", meters, "GROUP").status, 404);
  EXPECT_EQ(admin.get(path(meters)).status, 404);
  EXPECT_EQ(server.fingerprint(), before);
}

TEST_F(Groups, refuse_a_stale_version_of_the_group) {
  const std::string group = make_group(admin, acme, "Team");
  change_group(admin, acme, group, "addresource", acme.reader_id);
  EXPECT_EQ(admin
                .post(path(group, "/addresource"), JsonObject{{"targetId", acme.administrator_id},
                                                              {"targetType", "ITEM"},
                                                              {"version", 1}})
                .code(),
            "stale_version");
}

TEST_F(Groups, of_an_unknown_type_are_not_there) {
  EXPECT_EQ(admin.get(acme.path("/resourcegroups/nonsense")).status, 404);
}

TEST_F(Groups, list_pages_of_at_most_a_hundred) {
  make_group(admin, acme, "A");
  make_group(admin, acme, "B");
  EXPECT_EQ(admin.get(acme.path("/resourcegroups/user?pageSize=101")).text("field"), "pageSize");
  const Answer first = admin.get(acme.path("/resourcegroups/user?pageSize=1"));
  EXPECT_EQ(text_of(first.data().at(0), "name"), "B") << "newest first";
  const Answer second =
      admin.get(acme.path("/resourcegroups/user?pageSize=1&nextToken=" + first.text("nextToken")));
  EXPECT_EQ(text_of(second.data().at(0), "name"), "A");
}

}  // namespace
}  // namespace gatehouse
