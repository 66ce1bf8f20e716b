// Invitations, from the inviting side (invitations.cc) and from the invited
// one.
#include <gtest/gtest.h>

#include "store/outbox.h"
#include "testing/scenario.h"

namespace gatehouse {
namespace {

using namespace testing;

class Invitations : public ::testing::Test {
 protected:
  TestServer server;
  const TestServer::Organization& acme = server.acme;
  Caller admin = administrator(server, acme);
  Caller nora{server};
  const std::string email = "nora@example.com";

  Answer send(Caller& caller, JsonObject more = {}) {
    JsonObject body = person(email);
    for (const auto& [name, value] : more) body[name] = value;
    return caller.post(acme.path("/invitations"), body);
  }
  std::string link() { return server.secret_in(server.newest_mail(email)); }
  Answer accept(const std::string& token) {
    return nora.post("/api/invitations/accept", {{"token", token}, {"password", invited_password}});
  }
  std::string path(const std::string& id, const std::string& rest = "") {
    return acme.path("/invitations/" + id + rest);
  }
};

TEST_F(Invitations, last_thirty_days_unless_told_otherwise_and_are_listed) {
  const Answer sent = send(admin);
  EXPECT_EQ(sent.text("dtExpiry"), to_string(server.clock.now() + std::chrono::days{30}));
  EXPECT_EQ(sent.text("status"), "PENDING");
  EXPECT_EQ(sent.text("invitingPrincipalName"), "Ada Admin");
  EXPECT_EQ(admin.get(path(sent.id())).text("email"), email);
  EXPECT_EQ(
      admin.get(acme.path("/invitations?status=PENDING&count=true")).json.at("total").as_int64(),
      1);
  EXPECT_TRUE(admin.get(acme.path("/invitations?status=ACCEPTED")).data().empty());
  EXPECT_EQ(admin.get(acme.path("/invitations?q=nora")).data().size(), 1u);
}

TEST_F(Invitations, never_show_their_secret_outside_the_mail) {
  const Answer sent = send(admin);
  const std::string token = link();
  ASSERT_FALSE(token.empty());
  EXPECT_EQ(sent.raw.body.find(token), std::string::npos);
  EXPECT_EQ(admin.get(acme.path("/invitations")).raw.body.find(token), std::string::npos);
  EXPECT_EQ(admin.get(acme.path("/auditevents")).raw.body.find(token), std::string::npos);
}

TEST_F(Invitations, are_good_until_the_millisecond_of_their_expiry) {
  send(admin, {{"dtExpiry", to_string(server.clock.now() + 1h)}});
  const std::string token = link();
  server.clock.advance(1h - 1ms);
  EXPECT_EQ(nora.post("/api/invitations/lookup", {{"token", token}}).status, 200);
  server.clock.advance(1ms);
  EXPECT_EQ(nora.post("/api/invitations/lookup", {{"token", token}}).status, 410);
  EXPECT_EQ(accept(token).status, 410);
  EXPECT_EQ(nora.post("/api/invitations/decline", {{"token", token}}).status, 410);
}

TEST_F(Invitations, tell_the_trail_what_acceptance_gave_and_who_accepted) {
  const std::string policy = policy_named(admin, acme, "readonly");
  const std::string group = make_group(admin, acme, "Team");
  send(admin, {{"permissionPolicyIds", JsonArray{policy}}, {"userGroupIds", JsonArray{group}}});
  ASSERT_EQ(accept(link()).status, 200);
  const std::string id = text_of(admin.get(acme.path("/users?q=nora")).data().at(0), "id");
  const Answer given = admin.get(acme.path("/auditevents?action=user.policy.add&target=") + id);
  ASSERT_EQ(given.data().size(), 1u) << given.raw.body;
  EXPECT_EQ(text_of(given.data().at(0).at("details").at("after"), "permissionPolicyId"), policy);
  EXPECT_EQ(text_of(given.data().at(0), "actorId"), id);
  const Answer joined =
      admin.get(acme.path("/auditevents?action=resourcegroup.add&target=") + group);
  ASSERT_EQ(joined.data().size(), 1u) << joined.raw.body;
  EXPECT_EQ(text_of(joined.data().at(0).at("details").at("after"), "targetId"), id);
  EXPECT_EQ(admin.get(acme.path("/resourcegroups/user/") + group).version(), 2);
}

TEST_F(Invitations, can_be_accepted_in_their_last_millisecond) {
  send(admin, {{"dtExpiry", to_string(server.clock.now() + 1h)}});
  server.clock.advance(1h - 1ms);
  EXPECT_EQ(accept(link()).status, 200);
}

TEST_F(Invitations, are_accepted_once) {
  const std::string id = send(admin).id();
  const std::string token = link();
  EXPECT_EQ(accept(token).status, 200);
  const std::string before = server.fingerprint();
  EXPECT_EQ(accept(token).status, 410);
  EXPECT_EQ(nora.post("/api/invitations/decline", {{"token", token}}).status, 410);
  EXPECT_EQ(admin.del(path(id)).status, 409);
  EXPECT_EQ(admin.post(path(id, "/resend")).status, 409);
  EXPECT_EQ(server.fingerprint(), before);
  EXPECT_EQ(admin.get(path(id)).json.at("accepted"), Json(true));
}

TEST_F(Invitations, accepted_by_many_at_once_let_one_in) {
  send(admin);
  const std::string token = link();
  std::atomic<int> accepted{0};
  std::atomic<int> refused{0};
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 6; ++i)
      threads.emplace_back([&] {
        Caller caller(server);
        const int status =
            caller
                .post("/api/invitations/accept", {{"token", token}, {"password", invited_password}})
                .status;
        ++(status == 200 ? accepted : refused);
      });
  }
  EXPECT_EQ(accepted, 1);
  EXPECT_EQ(refused, 5);
  EXPECT_EQ(admin.get(acme.path("/users?q=nora@example.com")).data().size(), 1u);
}

TEST_F(Invitations, replace_older_ones_to_the_same_address) {
  const std::string first = send(admin).id();
  const std::string old = link();
  server.clock.advance(1s);
  JsonObject body = person("NORA@example.com");
  ASSERT_EQ(admin.post(acme.path("/invitations"), body).status, 200);
  EXPECT_EQ(admin.get(path(first)).text("status"), "SUPERSEDED");
  EXPECT_EQ(accept(old).status, 410);
  EXPECT_EQ(accept(server.secret_in(server.newest_mail("NORA@example.com"))).status, 200);
}

TEST_F(Invitations, are_checked_before_they_are_sent) {
  send(admin);
  Member off = invite(server, acme, "off@example.com");
  admin.post(acme.path("/users/" + off.id + "/deactivate"));
  const std::string before = server.fingerprint();
  const auto mails = server.mail_count(email);
  const Answer answer =
      admin.post(acme.path("/invitations/check"),
                 {{"emails", JsonArray{"new@example.com", "NORA@example.com", acme.reader_email,
                                       off.email, "no address", server.globex.reader_email}}});
  ASSERT_EQ(answer.status, 200) << answer.raw.body;
  std::vector<std::string> states;
  for (const Json& one : answer.data()) states.push_back(text_of(one, "state"));
  EXPECT_EQ(states,
            (std::vector<std::string>{"NEW", "INVITED", "USER", "INACTIVE_USER", "INVALID", "NEW"}))
      << "nothing is said of other organizations";
  EXPECT_EQ(text_of(answer.data().at(2), "userId"), acme.reader_id);
  EXPECT_EQ(server.fingerprint(), before);
  EXPECT_EQ(server.mail_count(email), mails);
  EXPECT_EQ(admin.post(acme.path("/invitations/check"), {{"emails", JsonArray{}}}).status, 400);
  Caller rita = reader(server, acme);
  EXPECT_EQ(rita.post(acme.path("/invitations/check"), {{"emails", JsonArray{email}}}).status, 403)
      << "who may not invite learns nothing";
  server.clock.advance(31 * 24h);
  admin.sign_in(acme.administrator_email, administrator_password);
  const Answer later = admin.post(acme.path("/invitations/check"), {{"emails", JsonArray{email}}});
  EXPECT_EQ(text_of(later.data().at(0), "state"), "NEW") << "the invitation has expired";
}

TEST_F(Invitations, tell_whether_and_when_their_mail_was_delivered) {
  const std::string id = send(admin).id();
  EXPECT_EQ(admin.get(path(id)).text("delivery"), "queued");
  EXPECT_EQ(admin.get(path(id)).json.at("dtDelivered"), Json(nullptr));
  const auto mail_id = [&] {
    const auto tx = server.database->begin_read();
    return tx
        ->query_one("select id from outbox where subject_id = $1 order by created_at desc limit 1",
                    {id})
        ->text(0);
  };
  server.clock.advance(1min);
  {
    const auto tx = server.database->begin_write();
    store::mark_mail_sent(*tx, mail_id(), server.clock.now());
    tx->commit();
  }
  EXPECT_EQ(admin.get(path(id)).text("dtDelivered"), to_string(server.clock.now()));
  server.clock.advance(1min);
  admin.post(path(id, "/resend"));
  EXPECT_EQ(admin.get(path(id)).text("delivery"), "queued") << "the newest mail's";
  {
    const auto tx = server.database->begin_write();
    store::mark_mail_failed(*tx, mail_id(), "550 no such user");
    tx->commit();
  }
  const Answer failed = admin.get(path(id));
  EXPECT_EQ(failed.text("delivery"), "failed");
  EXPECT_EQ(failed.text("deliveryError"), "550 no such user");
  EXPECT_EQ(failed.json.at("dtDelivered"), Json(nullptr));
}

TEST_F(Invitations, sent_again_kill_the_link_before) {
  const std::string id = send(admin).id();
  const std::string old = link();
  server.clock.advance(24h);
  admin.sign_in(acme.administrator_email, administrator_password);
  const Answer again = admin.post(path(id, "/resend"));
  ASSERT_EQ(again.status, 200) << again.raw.body;
  EXPECT_EQ(again.text("dtExpiry"), to_string(server.clock.now() + std::chrono::days{30}));
  EXPECT_EQ(accept(old).status, 404);
  EXPECT_EQ(accept(link()).status, 200);
}

TEST_F(Invitations, revoked_are_dead_at_once) {
  const std::string id = send(admin).id();
  const std::string token = link();
  EXPECT_EQ(admin.del(path(id)).text("status"), "CANCELLED");
  EXPECT_EQ(accept(token).status, 410);
  EXPECT_EQ(link(), "") << "the mail is withdrawn";
}

TEST_F(Invitations, declined_tell_the_inviter_and_make_nobody) {
  const std::string id = send(admin).id();
  const std::string token = link();
  EXPECT_EQ(nora.post("/api/invitations/decline", {{"token", token}}).status, 200);
  EXPECT_EQ(admin.get(path(id)).text("status"), "DECLINED");
  EXPECT_EQ(accept(token).status, 410);
  EXPECT_EQ(server.mail_count(acme.administrator_email), 1);
  EXPECT_TRUE(admin.get(acme.path("/users?q=nora")).data().empty());
}

TEST_F(Invitations, do_not_take_an_address_or_rights_from_who_accepts) {
  send(admin);
  const std::string token = link();
  const std::string before = server.fingerprint();
  const auto tried = [&](const char* name, Json value) {
    JsonObject body{{"token", token}, {"password", invited_password}};
    body[name] = std::move(value);
    return nora.post("/api/invitations/accept", body).status;
  };
  EXPECT_EQ(tried("email", "other@example.com"), 400);
  EXPECT_EQ(tried("role", "Administrator"), 400);
  EXPECT_EQ(tried("permissionPolicyIds", JsonArray{}), 400);
  EXPECT_EQ(tried("organizationId", Json(server.globex.id)), 400);
  EXPECT_EQ(server.fingerprint(), before);
}

TEST_F(Invitations, with_a_forged_secret_are_unknown) {
  send(admin);
  EXPECT_EQ(accept(link() + "x").status, 404);
  EXPECT_EQ(accept("gh_inv_").status, 404);
  EXPECT_EQ(nora.post("/api/password/reset", {{"token", link()}, {"newPassword", invited_password}})
                .status,
            410)
      << "a link has one purpose";
}

TEST_F(Invitations, to_somebody_with_an_account_take_its_password) {
  send(admin);
  accept(link());
  Caller other = administrator(server, server.globex);
  other.post(server.globex.path("/invitations"), person(email));
  const std::string token = link();
  EXPECT_EQ(nora.post("/api/invitations/lookup", {{"token", token}}).json.at("accountExists"),
            Json(true));
  const Answer wrong = nora.post("/api/invitations/accept",
                                 {{"token", token}, {"password", "some-Other-Secret-42"}});
  EXPECT_EQ(wrong.text("field"), "password");
  const Answer right = accept(token);
  ASSERT_EQ(right.status, 200);
  EXPECT_EQ(right.json.at("organizations").as_array().size(), 2u);
}

TEST_F(Invitations, to_a_member_are_refused_and_times_gone_by_too) {
  JsonObject body = person(acme.reader_email);
  EXPECT_EQ(admin.post(acme.path("/invitations"), body).status, 409);
  EXPECT_EQ(send(admin, {{"dtExpiry", "2026-11-22T09:00:00Z"}}).text("field"), "dtExpiry");
  EXPECT_EQ(send(admin, {{"dtEndAccess", "2020-01-01T00:00:00Z"}}).text("field"), "dtEndAccess");
}

TEST_F(Invitations, whose_offered_access_has_ended_are_gone) {
  send(admin, {{"dtEndAccess", to_string(server.clock.now() + 1h)}});
  server.clock.advance(1h);
  EXPECT_EQ(accept(link()).status, 410);
}

TEST_F(Invitations, give_only_what_the_inviter_still_holds) {
  Member manager = user_manager(server, acme);
  const std::string narrow = make_policy(
      admin, acme, "See users", {statement("allow", {"config:retrieve"}, "config:user/*")});
  const std::string wide = make_policy(admin, acme, "Read all",
                                       {statement("allow", {"config:delete"}, "config:user/*")});
  ASSERT_EQ(
      send(manager.caller, {{"permissionPolicyIds", list({Json(narrow), Json(wide)})}}).status,
      200);
  // The manager is demoted: only seeing users is left.
  attach(admin, acme, policy_named(admin, acme, "User%20managers"), "removefromuser", manager.id);
  attach(admin, acme, narrow, "addtouser", manager.id);
  const Answer accepted = accept(link());
  ASSERT_EQ(accepted.status, 200) << accepted.raw.body;
  nora.remember(accepted);
  EXPECT_EQ(nora.get(acme.path("/users")).status, 200);
  EXPECT_EQ(admin.get(acme.path("/users?q=nora@example.com")).data().size(), 1u);
  const Answer events = admin.get(acme.path("/auditevents?action=invitation.accept"));
  EXPECT_NE(events.raw.body.find(wide), std::string::npos) << "what was not granted is told";
}

TEST_F(Invitations, give_the_groups_that_the_inviter_may_give) {
  Member manager = user_manager(server, acme);
  const std::string group = make_group(admin, acme, "Plain");
  ASSERT_EQ(send(manager.caller, {{"userGroupIds", list({Json(group)})}}).status, 200);
  ASSERT_EQ(accept(link()).status, 200);
  EXPECT_EQ(admin.get(acme.path("/resourcegroups/user/" + group)).json.at("items"), Json(1));
}

TEST_F(Invitations, of_a_deactivated_inviter_give_nothing) {
  Member manager = user_manager(server, acme);
  const std::string narrow = make_policy(
      admin, acme, "See users", {statement("allow", {"config:retrieve"}, "config:user/*")});
  send(manager.caller, {{"permissionPolicyIds", list({Json(narrow)})}});
  admin.post(acme.path("/users/" + manager.id + "/deactivate"));
  const Answer accepted = accept(link());
  ASSERT_EQ(accepted.status, 200);
  nora.remember(accepted);
  EXPECT_EQ(nora.get(acme.path("/users")).status, 403);
}

TEST_F(Invitations, survive_the_deletion_of_what_they_offered) {
  const std::string group = make_group(admin, acme, "Gone");
  const std::string policy =
      make_policy(admin, acme, "Gone", {statement("allow", {"config:retrieve"}, "config:user/*")});
  send(admin,
       {{"userGroupIds", list({Json(group)})}, {"permissionPolicyIds", list({Json(policy)})}});
  admin.del(acme.path("/resourcegroups/user/" + group));
  admin.del(acme.path("/permissionpolicies/" + policy));
  EXPECT_EQ(accept(link()).status, 200);
}

TEST_F(Invitations, answered_with_a_wrong_password_stand_in_the_trail) {
  invite(server, acme, email);
  Caller other = administrator(server, server.globex);
  other.post(server.globex.path("/invitations"), person(email));
  const Answer refused =
      nora.post("/api/invitations/accept", {{"token", link()}, {"password", "a-wrong-guess-0123"}});
  EXPECT_EQ(refused.text("field"), "password");
  const Answer found = admin.get(acme.path("/auditevents?action=invitation.accept&outcome=DENIED"));
  ASSERT_EQ(found.data().size(), 1u) << found.raw.body;
  EXPECT_FALSE(found.raw.body.contains("a-wrong-guess"));
}

// Does something before the `nth` transaction that writes.
class InterruptedDatabase : public store::Database {
 public:
  InterruptedDatabase(store::Database& database, int nth, std::function<void()> interrupt)
      : database_(database), left_(nth), interrupt_(std::move(interrupt)) {}
  store::Engine engine() const override { return database_.engine(); }
  std::unique_ptr<store::Transaction> begin_read() override { return database_.begin_read(); }
  std::unique_ptr<store::Transaction> begin_write() override {
    if (--left_ == 0) interrupt_();
    return database_.begin_write();
  }

 private:
  store::Database& database_;
  int left_;
  std::function<void()> interrupt_;
};

TEST_F(Invitations, are_not_accepted_with_a_password_that_was_changed_meanwhile) {
  invite(server, acme, email);
  Caller other = administrator(server, server.globex);
  other.post(server.globex.path("/invitations"), person(email));
  const std::string token = link();
  // The attempt is counted, the password checked, then comes the transaction.
  InterruptedDatabase database(*server.database, 2, [&] {
    const auto tx = server.database->begin_write();
    const auto account = store::find_account_by_email(*tx, email);
    store::set_password(*tx, account->id, "the hash of another one", server.clock.now());
    tx->commit();
  });
  api::Services services{.clock = server.clock,
                         .database = database,
                         .directory = server.directory,
                         .user_lists = server.user_lists,
                         .authenticator = server.authenticator,
                         .memberships = server.memberships,
                         .hasher = server.hasher,
                         .keys = server.keys,
                         .public_url = server.services.public_url,
                         .mail = server.services.mail,
                         .mail_written = [] {},
                         .later = [](const std::function<void()>&) {}};
  api::Dispatcher dispatcher(services, api::all_endpoints());
  http::Request request;
  request.method = http::Method::post;
  request.path = "/api/invitations/accept";
  request.headers = {{"host", "gatehouse.test"}, {"content-type", "application/json"}};
  request.body = to_text(JsonObject{{"token", token}, {"password", invited_password}});
  request.client_address = "203.0.113.7";
  EXPECT_EQ(dispatcher.handle(request).status, 409);
  EXPECT_TRUE(other.get(server.globex.path("/users?q=nora")).data().empty());
}

}  // namespace
}  // namespace gatehouse
