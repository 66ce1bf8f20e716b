// Reading the audit trail, the own profile and support access.
#include <gtest/gtest.h>

#include "testing/scenario.h"

namespace gatehouse {
namespace {

using namespace testing;

class Trail : public ::testing::Test {
 protected:
  TestServer server;
  const TestServer::Organization& acme = server.acme;
  Caller admin = administrator(server, acme);
  Answer events(const std::string& query) { return admin.get(acme.path("/auditevents?" + query)); }
};

TEST_F(Trail, tells_who_did_what_from_where_with_before_and_after) {
  Member nora = invite(server, acme, "nora@example.com");
  admin.post(acme.path("/users/" + nora.id + "/deactivate"));
  const Answer found = events("action=user.deactivate");
  ASSERT_EQ(found.data().size(), 1u);
  const Json& event = found.data().at(0);
  EXPECT_EQ(text_of(event, "actorId"), acme.administrator_id);
  EXPECT_EQ(text_of(event, "actorName"), "Ada Admin");
  EXPECT_EQ(text_of(event, "targetId"), nora.id);
  EXPECT_EQ(text_of(event, "outcome"), "SUCCESS");
  EXPECT_EQ(text_of(event, "sourceAddress"), "203.0.113.7");
  EXPECT_EQ(text_of(event, "requestId"), "test-request");
  EXPECT_EQ(text_of(event.at("details").at("before"), "status"), "ACTIVE");
  EXPECT_EQ(text_of(event.at("details").at("after"), "status"), "INACTIVE");
  EXPECT_EQ(admin.get(acme.path("/auditevents/") + text_of(event, "id")).status, 200);
}

TEST_F(Trail, tells_which_event_was_altered_whatever_was_altered_in_it) {
  make_group(admin, acme, "Team");
  const OrganizationId id = *OrganizationId::parse(acme.id);
  const auto problem = [&](std::string_view change) {
    const auto tx = server.database->begin_write();  // never committed
    tx->execute(std::string(change) + " where organization_id = $1 and event_index = 2", {id});
    return audit::verify(*tx, id).problem;
  };
  for (const char* column :
       {"id", "actor_type", "actor_id", "actor_name", "action", "target_type", "target_id",
        "target_name", "outcome", "source_address", "request_id", "details", "leaf_hash"}) {
    const std::string set = std::string("update audit_events set ") + column + " = ";
    EXPECT_NE(problem(set + column + " || 'x'"), "") << column;
  }
  EXPECT_EQ(problem("update audit_events set time = time + 1"), "event 2 was altered");
  EXPECT_EQ(problem("update audit_events set actor_name = 'Somebody else'"), "event 2 was altered");
  EXPECT_EQ(problem("delete from audit_events"), "event 2 is missing");
  EXPECT_EQ(audit::verify(*server.database->begin_read(), id).problem, "");
}

TEST_F(Trail, is_filtered_by_actor_target_action_outcome_and_time) {
  Caller rita = reader(server, acme);
  rita.post(acme.path("/users"), person("x@example.com"));
  const std::string before = to_string(server.clock.now() + 1min);
  server.clock.advance(2min);
  make_group(admin, acme, "Team");
  EXPECT_EQ(events("outcome=DENIED").data().size(), 1u);
  EXPECT_EQ(text_of(events("outcome=DENIED").data().at(0), "actorId"), acme.reader_id);
  EXPECT_EQ(text_of(events("from=" + before).data().at(0), "action"), "resourcegroup.create");
  EXPECT_EQ(events("from=" + before + "&count=true").json.at("total"), Json(1));
  EXPECT_EQ(events("action=resourcegroup.").data().size(), 1u);
  EXPECT_GE(events("actor=" + acme.reader_id).data().size(), 2u) << "signing in, the refusal";
  EXPECT_GE(events("target=" + acme.reader_id).data().size(), 1u);
  EXPECT_EQ(events("outcome=MAYBE").status, 400);
}

TEST_F(Trail, is_filtered_by_the_network_address_of_the_caller) {
  make_group(admin, acme, "Team");
  const Answer all = events("count=true");
  EXPECT_GE(all.json.at("total").as_int64(), 1);
  EXPECT_EQ(events("count=true&action=resourcegroup.&sourceAddress=203.0.113.7").json.at("total"),
            Json(1));
  EXPECT_EQ(events("count=true&sourceAddress=203.0.113.70").json.at("total"), Json(0));
  EXPECT_TRUE(events("sourceAddress=203.0.113").data().empty()) << "a whole address";
}

TEST_F(Trail, is_filtered_by_what_a_user_did_or_what_was_done_to_the_user) {
  Caller rita = reader(server, acme);
  rita.post(acme.path("/users"), person("x@example.com"));
  make_group(admin, acme, "Somebody else's");
  admin.post(acme.path("/users/" + acme.reader_id + "/deactivate"));
  const Answer found = events("count=true&user=" + acme.reader_id);
  std::vector<std::string> told;
  for (const Json& event : found.data()) told.push_back(text_of(event, "action"));
  EXPECT_EQ(told, (std::vector<std::string>{"user.deactivate", "user.create", "session.create",
                                            "user.create"}));
  EXPECT_EQ(found.json.at("total"), Json(4));
  EXPECT_EQ(events("pageSize=1&user=" + acme.reader_id).data().size(), 1u);
  EXPECT_EQ(events("user=nobody").data().size(), 0u);
}

TEST_F(Trail, is_whole_and_holds_nothing_of_others) {
  make_group(admin, acme, "Secret team");
  EXPECT_TRUE(server.verify_audit(acme).is_intact);
  Caller other = administrator(server, server.globex);
  EXPECT_EQ(other.get(server.globex.path("/auditevents")).raw.body.find("Secret team"),
            std::string::npos);
}

TEST_F(Trail, has_failed_sign_ins_of_members) {
  Caller(server).sign_in(acme.reader_email, "wrong");
  const Answer found = events("action=session.create&outcome=DENIED");
  ASSERT_EQ(found.data().size(), 1u);
  EXPECT_EQ(found.raw.body.find("wrong\""), std::string::npos);
}

TEST_F(Trail, has_the_refused_sign_in_of_a_deactivated_user_who_learns_nothing_of_it) {
  Member off = invite(server, acme, "off@example.com");
  admin.post(acme.path("/users/" + off.id + "/deactivate"));
  const Answer refused = Caller(server).sign_in(off.email, invited_password);
  EXPECT_EQ(refused.text("message"), "the e-mail address or the password is wrong");
  const Answer found = events("action=session.create&outcome=DENIED");
  ASSERT_EQ(found.data().size(), 1u);
  EXPECT_EQ(text_of(found.data().at(0), "targetId"), off.id);
  EXPECT_EQ(text_of(found.data().at(0), "sourceAddress"), "203.0.113.7");
}

TEST_F(Trail, is_not_changed_by_a_change_that_failed) {
  const auto size = server.verify_audit(acme).size;
  admin.post(acme.path("/users"), person("nobody"));
  EXPECT_EQ(server.verify_audit(acme).size, size);
}

TEST_F(Trail, keeps_the_refusal_to_lose_the_last_administrator) {
  admin.post(acme.path("/users/" + acme.administrator_id + "/deactivate"));
  EXPECT_EQ(events("outcome=FAILED").data().size(), 1u);
}

class OwnUser : public Trail {};

TEST_F(OwnUser, changes_first_and_last_name_and_nothing_else) {
  Caller rita = reader(server, acme);
  const std::string path = acme.path("/users/me");
  const Answer done =
      rita.put(path, {{"firstName", "Rita Maria"}, {"lastName", "Leser"}, {"version", 1}});
  ASSERT_EQ(done.status, 200) << done.raw.body;
  EXPECT_EQ(done.text("lastName"), "Leser");
  EXPECT_EQ(done.version(), 2);
  EXPECT_EQ(admin.get(acme.path("/users?q=leser")).data().size(), 1u) << "found by the new name";
  EXPECT_EQ(rita.put(path, {{"firstName", "R"}, {"lastName", "L"}, {"version", 1}}).code(),
            "stale_version");
  const std::string before = server.fingerprint();
  EXPECT_EQ(
      rita.put(path,
               {{"firstName", "R"}, {"lastName", "L"}, {"version", 2}, {"email", "x@example.com"}})
          .code(),
      "unknown_field");
  EXPECT_EQ(rita.put(path, {{"firstName", "R\nBcc: x"}, {"lastName", "L"}, {"version", 2}}).status,
            400);
  EXPECT_EQ(rita.put(path, {{"firstName", " "}, {"lastName", "L"}, {"version", 2}}).status, 400);
  EXPECT_EQ(server.fingerprint(), before);
}

TEST_F(OwnUser, sees_what_it_may_do) {
  EXPECT_EQ(admin.get(acme.path("/users/me/access")).json.at("administrator"), Json(true));
  Caller rita = reader(server, acme);
  const Answer access = rita.get(acme.path("/users/me/access"));
  EXPECT_EQ(access.json.at("administrator"), Json(false));
  EXPECT_NE(access.raw.body.find("config:retrieve config:user"), std::string::npos);
  EXPECT_EQ(access.raw.body.find("config:create config:user"), std::string::npos);
}

class Support : public Trail {};

TEST_F(Support, is_granted_until_a_date_and_versioned) {
  const Answer none = admin.get(acme.path("/support"));
  ASSERT_EQ(none.status, 200) << none.raw.body;
  JsonObject body{{"dtEndSupportUsersAccess", "2026-12-01T00:00:00Z"}};
  body["version"] = none.version();
  const Answer granted = admin.put(acme.path("/support"), body);
  ASSERT_EQ(granted.status, 200) << granted.raw.body;
  EXPECT_EQ(granted.text("dtEndSupportUsersAccess"), "2026-12-01T00:00:00.000Z");
  EXPECT_EQ(admin.put(acme.path("/support"), body).code(), "stale_version");
}

}  // namespace
}  // namespace gatehouse
