// Service users, their access keys (access_keys.cc) and tokens (tokens.cc).
#include <gtest/gtest.h>

#include "testing/scenario.h"

namespace gatehouse {
namespace {

using namespace testing;

class ServiceUsers : public ::testing::Test {
 protected:
  TestServer server;
  const TestServer::Organization& acme = server.acme;
  Caller admin = administrator(server, acme);
  Program robot = make_program(server, acme, "Robot", {policy_named(admin, acme, "readonly")});
  std::string path = acme.path("/serviceusers/" + robot.id);

  Answer ask(const std::string& id, const std::string& secret) {
    Caller caller(server);
    caller.use_bearer(basic(id, secret));
    return caller.post("/api/oauth/token", {{"grant_type", "client_credentials"}});
  }
  int works() { return robot.caller.get(acme.path("/users/me")).status; }
};

TEST_F(ServiceUsers, get_a_token_by_basic_json_and_form) {
  const Answer token = ask(robot.key_id, robot.secret);
  ASSERT_EQ(token.status, 200) << token.raw.body;
  EXPECT_EQ(token.json.at("expires_in"), Json(18000));
  EXPECT_EQ(token.text("token_type"), "Bearer");
  Caller form(server);
  form.use_bearer(basic(robot.key_id, robot.secret));
  EXPECT_EQ(form.raw(http::Method::post, "/api/oauth/token", "grant_type=client_credentials",
                     "application/x-www-form-urlencoded")
                .status,
            200);
  EXPECT_EQ(works(), 200);
}

TEST_F(ServiceUsers, get_no_token_for_wrong_secrets_and_the_answer_does_not_tell_which) {
  const Answer wrong = ask(robot.key_id, robot.secret + "x");
  const Answer unknown = ask(to_string(AccessKeyId::generate(server.clock.now())), robot.secret);
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(wrong.raw.body, unknown.raw.body);
  EXPECT_EQ(ask("", "").status, 401);
  EXPECT_EQ(header_of(wrong, "WWW-Authenticate"), "Bearer");
}

TEST_F(ServiceUsers, have_tokens_that_end_after_five_hours) {
  server.clock.advance(5h - 1ms);
  EXPECT_EQ(works(), 200);
  server.clock.advance(1ms);
  EXPECT_EQ(works(), 401);
}

TEST_F(ServiceUsers, have_keys_whose_secret_is_shown_once) {
  EXPECT_FALSE(robot.secret.empty());
  const Answer keys = admin.get(path + "/accesskeys");
  EXPECT_EQ(keys.raw.body.find(robot.secret), std::string::npos);
  EXPECT_EQ(admin.get(acme.path("/auditevents")).raw.body.find(robot.secret), std::string::npos);
}

TEST_F(ServiceUsers, lose_their_tokens_with_the_key_and_do_not_get_them_back) {
  EXPECT_EQ(works(), 200);
  const std::string key = path + "/accesskeys/" + robot.key_id;
  EXPECT_EQ(admin.post(key + "/deactivate").text("status"), "INACTIVE");
  EXPECT_EQ(works(), 401);
  EXPECT_EQ(ask(robot.key_id, robot.secret).status, 401);
  EXPECT_EQ(admin.post(key + "/activate").text("status"), "ACTIVE");
  EXPECT_EQ(works(), 401) << "a token from before stays dead";
  EXPECT_EQ(ask(robot.key_id, robot.secret).status, 200);
}

TEST_F(ServiceUsers, lose_everything_when_the_key_is_deleted) {
  EXPECT_EQ(works(), 200);
  EXPECT_EQ(admin.del(path + "/accesskeys/" + robot.key_id).status, 200);
  EXPECT_EQ(works(), 401);
  EXPECT_EQ(ask(robot.key_id, robot.secret).status, 401);
}

TEST_F(ServiceUsers, rotate_keys_without_a_gap) {
  const Answer second = admin.post(path + "/accesskeys");
  admin.post(path + "/accesskeys/" + robot.key_id + "/deactivate");
  EXPECT_EQ(ask(second.id(), second.text("apiSecret")).status, 200);
}

TEST_F(ServiceUsers, have_keys_that_end_at_their_millisecond) {
  const Answer key = admin.post(path + "/accesskeys",
                                JsonObject{{"dtExpires", to_string(server.clock.now() + 10min)}});
  const Answer token = ask(key.id(), key.text("apiSecret"));
  EXPECT_EQ(token.json.at("expires_in"), Json(600));
  Caller caller(server);
  caller.use_bearer("Bearer " + token.text("access_token"));
  server.clock.advance(10min - 1ms);
  EXPECT_EQ(caller.get(acme.path("/users/me")).status, 200);
  server.clock.advance(1ms);
  EXPECT_EQ(caller.get(acme.path("/users/me")).status, 401);
  EXPECT_EQ(ask(key.id(), key.text("apiSecret")).status, 401);
}

TEST_F(ServiceUsers, are_out_at_once_when_inactive) {
  EXPECT_EQ(
      admin.put(path, JsonObject{{"name", "Robot"}, {"status", "INACTIVE"}, {"version", 1}}).status,
      200);
  EXPECT_EQ(works(), 401);
  EXPECT_EQ(ask(robot.key_id, robot.secret).status, 401);
}

TEST_F(ServiceUsers, are_let_in_again_only_after_a_recent_password) {
  ASSERT_EQ(
      admin.put(path, JsonObject{{"name", "Robot"}, {"status", "INACTIVE"}, {"version", 1}}).status,
      200);
  server.clock.advance(limits::step_up_age + 1ms);
  EXPECT_EQ(
      admin.put(path, JsonObject{{"name", "Robot"}, {"status", "ACTIVE"}, {"version", 2}}).code(),
      "step_up_required");
  EXPECT_EQ(admin.get(path).text("status"), "INACTIVE");
}

TEST_F(ServiceUsers, are_out_at_once_when_deleted) {
  EXPECT_EQ(works(), 200);
  EXPECT_EQ(admin.del(path).status, 200);
  EXPECT_EQ(works(), 401);
  EXPECT_EQ(admin.get(path).status, 404);
}

TEST_F(ServiceUsers, with_readonly_read_and_do_not_write) {
  EXPECT_EQ(robot.caller.get(acme.path("/users")).status, 200);
  EXPECT_EQ(robot.caller.post(acme.path("/users"), person("x@example.com")).status, 403);
  const Answer me = robot.caller.get(acme.path("/users/me"));
  EXPECT_EQ(text_of(me.json.at("serviceUser"), "name"), "Robot");
  EXPECT_TRUE(me.json.at("user").is_null());
  EXPECT_EQ(
      robot.caller
          .put(acme.path("/users/me"), {{"firstName", "R"}, {"lastName", "R"}, {"version", 1}})
          .status,
      403);
}

TEST_F(ServiceUsers, stay_in_their_organization) {
  EXPECT_EQ(robot.caller.get(server.globex.path("/users")).status, 403);
}

TEST_F(ServiceUsers, have_names_of_their_own_and_versions) {
  EXPECT_EQ(admin.post(acme.path("/serviceusers"), JsonObject{{"name", "ROBOT"}}).code(),
            "already_exists");
  EXPECT_EQ(admin.put(path, JsonObject{{"name", "R2"}, {"version", 9}}).code(), "stale_version");
}

TEST_F(ServiceUsers, have_keys_that_are_found_under_themselves_only) {
  Program other = make_program(server, acme, "Other");
  EXPECT_EQ(admin.del(path + "/accesskeys/" + other.key_id).status, 404);
}

TEST_F(ServiceUsers, have_refused_tokens_in_the_trail_a_few_times_an_hour) {
  const auto refused = [&] {
    admin.sign_in(acme.administrator_email, administrator_password);
    return admin.get(acme.path("/auditevents?action=token.create&outcome=DENIED"));
  };
  ask(to_string(AccessKeyId::generate(server.clock.now())), robot.secret);
  ask("no key", robot.secret);
  EXPECT_TRUE(refused().data().empty()) << "whose trail would that be?";
  EXPECT_EQ(ask(robot.key_id, "guess-1").status, 401);
  const Answer once = refused();
  ASSERT_EQ(once.data().size(), 1u) << once.raw.body;
  EXPECT_EQ(text_of(once.data().at(0), "targetId"), robot.id);
  EXPECT_EQ(text_of(once.data().at(0), "targetName"), "Robot");
  EXPECT_EQ(text_of(once.data().at(0), "actorId"), "");
  EXPECT_EQ(text_of(once.data().at(0).at("details"), "accessKeyId"), robot.key_id);
  EXPECT_FALSE(once.raw.body.contains("guess-1"));
  for (int i = 0; i < 30; ++i) ask(robot.key_id, "guess");
  EXPECT_EQ(refused().data().size(), 10u);
  EXPECT_EQ(ask(robot.key_id, robot.secret).status, 200) << "guesses lock nobody out";
  server.clock.advance(1h + 1ms);
  ask(robot.key_id, "guess");
  EXPECT_EQ(refused().data().size(), 11u);
  admin.put(path, JsonObject{{"name", "Robot"}, {"status", "INACTIVE"}, {"version", 1}});
  EXPECT_EQ(ask(robot.key_id, robot.secret).status, 401);
  EXPECT_EQ(refused().data().size(), 12u) << "the right secret of somebody who is out";
  EXPECT_TRUE(server.verify_audit(acme).is_intact);
}

}  // namespace
}  // namespace gatehouse
