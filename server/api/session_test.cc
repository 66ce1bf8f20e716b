// Signing in and out, and what a browser's session is protected by.
#include <gtest/gtest.h>

#include "testing/scenario.h"

namespace gatehouse {
namespace {

using namespace testing;

class Sessions : public ::testing::Test {
 protected:
  TestServer server;
  const TestServer::Organization& acme = server.acme;
  Caller caller{server};
};

TEST_F(Sessions, live_in_a_cookie_that_scripts_and_other_sites_do_not_get) {
  const Answer in = caller.sign_in(acme.reader_email, member_password);
  const std::string cookie = header_of(in, "Set-Cookie");
  EXPECT_TRUE(cookie.starts_with("__Host-gatehouse=gh_se_")) << cookie;
  EXPECT_NE(cookie.find("; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=43200"),
            std::string::npos);
  EXPECT_EQ(cookie.find("Domain"), std::string::npos);
  EXPECT_EQ(in.raw.body.find(caller.cookie().substr(17)), std::string::npos);
}

TEST_F(Sessions, are_over_after_signing_out) {
  caller.sign_in(acme.reader_email, member_password);
  Caller copy = caller;
  EXPECT_EQ(caller.del("/api/session").status, 200);
  EXPECT_EQ(copy.get("/api/session").status, 401);
}

TEST_F(Sessions, keep_nothing_of_what_is_typed_for_an_address_and_is_none) {
  const std::string typed = "my password in the wrong field";
  for (int i = 0; i < 10; ++i) ASSERT_EQ(caller.sign_in(typed, "x").status, 401);
  EXPECT_EQ(caller.sign_in(typed, "x").status, 429) << "it is counted all the same";
  const auto tx = server.database->begin_read();
  for (const auto& row : tx->query("select subject from attempts"))
    EXPECT_FALSE(row.text(0).contains("password")) << row.text(0);
}

TEST_F(Sessions, end_after_thirty_idle_minutes) {
  caller.sign_in(acme.reader_email, member_password);
  server.clock.advance(30min - 1ms);
  EXPECT_EQ(caller.get("/api/session").status, 200);
  server.clock.advance(30min);
  EXPECT_EQ(caller.get("/api/session").status, 401);
}

TEST_F(Sessions, end_after_twelve_hours_however_busy) {
  caller.sign_in(acme.reader_email, member_password);
  for (int i = 0; i < 35; ++i) {
    server.clock.advance(20min);
    ASSERT_EQ(caller.get("/api/session").status, 200) << i;
  }
  server.clock.advance(20min);
  EXPECT_EQ(caller.get("/api/session").status, 401);
}

TEST_F(Sessions, refuse_every_bad_sign_in_with_the_same_words) {
  Caller admin = administrator(server, acme);
  Member off = invite(server, acme, "off@example.com");
  admin.post(acme.path("/users/" + off.id + "/deactivate"));
  JsonObject ending = person("ending@example.com");
  Member ended = invite(server, acme, "ended@example.com");
  admin.put(acme.path("/users/" + ended.id),
            JsonObject{{"version", 1}, {"dtEndAccess", to_string(server.clock.now() + 1s)}});
  server.clock.advance(1s);
  const Answer unknown = caller.sign_in("nobody@example.com", member_password);
  EXPECT_EQ(unknown.status, 401);
  EXPECT_EQ(caller.sign_in(acme.reader_email, "wrong").raw.body, unknown.raw.body);
  EXPECT_EQ(caller.sign_in(off.email, invited_password).raw.body, unknown.raw.body);
  EXPECT_EQ(caller.sign_in(ended.email, invited_password).raw.body, unknown.raw.body);
  EXPECT_EQ(caller.sign_in("no address", member_password).raw.body, unknown.raw.body);
}

TEST_F(Sessions, are_refused_after_ten_failures_even_with_the_right_password) {
  for (int i = 0; i < 10; ++i)
    ASSERT_EQ(caller.sign_in(acme.reader_email, "wrong").status, 401) << i;
  const Answer answer = caller.sign_in(acme.reader_email, member_password);
  EXPECT_EQ(answer.status, 429);
  EXPECT_EQ(answer.code(), "too_many_requests");
  EXPECT_EQ(header_of(answer, "Retry-After"), "900");
  server.clock.advance(15min);
  EXPECT_EQ(caller.sign_in(acme.reader_email, member_password).status, 200);
}

TEST_F(Sessions, are_throttled_for_addresses_that_nobody_has_too) {
  for (int i = 0; i < 10; ++i)
    ASSERT_EQ(caller.sign_in("nobody@example.com", "wrong").status, 401) << i;
  EXPECT_EQ(caller.sign_in("NOBODY@example.com", "wrong").status, 429) << "case is no way around";
}

TEST_F(Sessions, do_not_count_against_an_address_when_they_begin) {
  for (int i = 0; i < 99; ++i)
    ASSERT_EQ(caller.sign_in("nobody" + std::to_string(i) + "@example.com", "wrong").status, 401);
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(caller.sign_in(acme.reader_email, member_password).status, 200) << i;
  EXPECT_EQ(caller.sign_in("nobody@example.com", "wrong").status, 401);
  EXPECT_EQ(caller.sign_in(acme.reader_email, member_password).status, 429);
}

TEST_F(Sessions, are_refused_by_address_after_a_hundred_failures_for_any_account) {
  for (int i = 0; i < 100; ++i) {
    const Answer answer = caller.sign_in(std::to_string(i) + "@example.com", "wrong");
    ASSERT_EQ(answer.status, 401) << i;
  }
  const Answer known = caller.sign_in(acme.reader_email, member_password);
  const Answer unknown = caller.sign_in("nobody@example.com", member_password);
  EXPECT_EQ(known.status, 429);
  EXPECT_EQ(header_of(known, "Retry-After"), "3600");
  EXPECT_EQ(known.raw.body, unknown.raw.body);
}

TEST(FullHasher, is_told_as_unavailable_after_the_attempt_was_counted) {
  TestServer server(0, 0);  // no processor and no place to wait
  Caller caller(server);
  for (int i = 0; i < 10; ++i) {
    const Answer answer = caller.sign_in(server.acme.reader_email, member_password);
    ASSERT_EQ(answer.status, 503) << i;
    EXPECT_EQ(answer.code(), "unavailable");
    EXPECT_EQ(header_of(answer, "Retry-After"), "2");
  }
  EXPECT_EQ(caller.sign_in(server.acme.reader_email, member_password).status, 429)
      << "refused without hashing";
}

TEST_F(Sessions, older_than_ten_minutes_confirm_the_password_before_rights_are_given) {
  caller.sign_in(acme.administrator_email, administrator_password);
  server.clock.advance(10min);
  EXPECT_EQ(caller.post(acme.path("/users"), person("a@example.com")).status, 200);
  server.clock.advance(1ms);
  const std::string before = server.fingerprint();
  const Answer late = caller.post(acme.path("/users"), person("b@example.com"));
  EXPECT_EQ(late.status, 403);
  EXPECT_EQ(late.code(), "step_up_required");
  EXPECT_EQ(server.fingerprint(), before);
  EXPECT_EQ(caller.get(acme.path("/users")).status, 200) << "reading goes on";
  EXPECT_EQ(caller.post(acme.path("/users/" + acme.reader_id + "/deactivate")).status, 200)
      << "shutting somebody out never waits";

  Caller stolen = caller;
  const Answer wrong = caller.post("/api/session/confirm", {{"password", "wrong"}});
  EXPECT_EQ(wrong.status, 400);
  EXPECT_EQ(wrong.text("field"), "password");
  const Answer confirmed =
      caller.post("/api/session/confirm", {{"password", administrator_password}});
  ASSERT_EQ(confirmed.status, 200) << confirmed.raw.body;
  caller.remember(confirmed);
  EXPECT_EQ(caller.post(acme.path("/users"), person("b@example.com")).status, 200);
  EXPECT_EQ(stolen.get("/api/session").status, 401) << "the old cookie is dead";
}

TEST_F(Sessions, guess_a_password_no_better_by_confirming_it) {
  caller.sign_in(acme.administrator_email, administrator_password);
  for (int i = 0; i < 10; ++i)
    ASSERT_EQ(caller.post("/api/session/confirm", {{"password", "wrong"}}).status, 400) << i;
  EXPECT_EQ(caller.post("/api/session/confirm", {{"password", administrator_password}}).status,
            429);
  EXPECT_EQ(Caller(server).sign_in(acme.administrator_email, administrator_password).status, 429)
      << "one counter";
}

TEST_F(Sessions, from_a_mailed_link_have_confirmed_nothing_yet) {
  Caller admin = administrator(server, acme);
  JsonObject body = person("new@example.com");
  JsonArray ids;
  ids.push_back(Json(policy_named(admin, acme, "administrator")));
  body["permissionPolicyIds"] = ids;
  admin.post(acme.path("/invitations"), body);
  const std::string token = server.secret_in(server.newest_mail("new@example.com"));
  caller.remember(
      caller.post("/api/invitations/accept", {{"token", token}, {"password", invited_password}}));
  EXPECT_EQ(caller.post(acme.path("/users"), person("x@example.com")).code(), "step_up_required");
  caller.remember(caller.post("/api/session/confirm", {{"password", invited_password}}));
  EXPECT_EQ(caller.post(acme.path("/users"), person("x@example.com")).status, 200);
}

TEST_F(Sessions, of_programs_are_never_asked_to_confirm) {
  Caller admin = administrator(server, acme);
  Program robot = make_program(server, acme, "Robot", {policy_named(admin, acme, "administrator")});
  server.clock.advance(1h);
  EXPECT_EQ(robot.caller.post(acme.path("/users"), person("x@example.com")).status, 200);
}

TEST_F(Sessions, change_nothing_without_their_csrf_token) {
  caller.sign_in(acme.administrator_email, administrator_password);
  Caller other(server);
  const std::string before = server.fingerprint();
  other.use_cookie(caller.cookie(), "");
  EXPECT_EQ(other.post(acme.path("/users"), person("x@example.com")).code(), "csrf_failed");
  other.use_cookie(caller.cookie(), "wrong");
  EXPECT_EQ(other.post(acme.path("/users"), person("x@example.com")).code(), "csrf_failed");
  EXPECT_EQ(server.fingerprint(), before);
}

TEST_F(Sessions, take_no_change_from_another_site) {
  caller.sign_in(acme.administrator_email, administrator_password);
  const std::string before = server.fingerprint();
  caller.extra_headers = {{"origin", "https://evil.example"}};
  EXPECT_EQ(caller.post(acme.path("/users"), person("x@example.com")).code(), "csrf_failed");
  caller.extra_headers = {{"origin", "null"}};
  EXPECT_EQ(caller.post(acme.path("/users"), person("x@example.com")).code(), "csrf_failed");
  caller.extra_headers = {{"sec-fetch-site", "cross-site"}};
  EXPECT_EQ(caller.post(acme.path("/users"), person("x@example.com")).code(), "csrf_failed");
  caller.extra_headers = {{"sec-fetch-site", "same-site"}};
  EXPECT_EQ(caller.post(acme.path("/users"), person("x@example.com")).code(), "csrf_failed");
  EXPECT_EQ(server.fingerprint(), before);
  caller.extra_headers = {{"origin", "http://gatehouse.test"}, {"sec-fetch-site", "same-origin"}};
  EXPECT_EQ(caller.post(acme.path("/users"), person("x@example.com")).status, 200);
}

TEST_F(Sessions, are_not_started_from_another_site) {
  caller.extra_headers = {{"origin", "https://evil.example"}};
  EXPECT_EQ(caller.sign_in(acme.reader_email, member_password).code(), "csrf_failed");
}

TEST_F(Sessions, do_not_come_together_with_a_bearer_token) {
  caller.sign_in(acme.reader_email, member_password);
  caller.use_bearer("Bearer gh_at_x");
  EXPECT_EQ(caller.get(acme.path("/users/me")).status, 400);
}

TEST_F(Sessions, choose_their_secret_themselves) {
  caller.use_cookie("__Host-gatehouse=gh_se_chosen-by-somebody-else", "");
  EXPECT_EQ(caller.get("/api/session").status, 401);
}

}  // namespace
}  // namespace gatehouse
