// What was decided before a restart holds after it: nothing that counts is in memory only
// (docs/security.md N-079).
#include <gtest/gtest.h>

#include "testing/scenario.h"

namespace gatehouse {
namespace {

using namespace testing;

class Restart : public ::testing::Test {
 protected:
  std::unique_ptr<TestServer> server = std::make_unique<TestServer>();
  const TestServer::Organization acme = server->acme;
  Caller admin = administrator(*server, acme);
  const std::string email = "nora@example.com";

  void restart() { server = std::make_unique<TestServer>(std::move(*server)); }
  Caller again(const Caller& caller) { return Caller(*server, caller); }
  Caller back() { return administrator(*server, acme); }
  Answer post(const std::string& path, const Json& body) {
    return Caller(*server).post(path, body);
  }
  int sign_in(const std::string& address, const std::string& password) {
    return Caller(*server).sign_in(address, password).status;
  }
  std::string link_in_mail(const std::string& address) {
    return server->secret_in(server->newest_mail(address));
  }
  Answer token_of(const Program& program) {
    return post("/api/oauth/token", {{"grant_type", "client_credentials"},
                                     {"client_id", program.key_id},
                                     {"client_secret", program.secret}});
  }
  Answer accept(const std::string& token) {
    return post("/api/invitations/accept", {{"token", token}, {"password", invited_password}});
  }
  Answer reset(const std::string& token) {
    return post("/api/password/reset",
                {{"token", token}, {"newPassword", "brand-New-Long-Secret-1"}});
  }
  std::string asked_link(const std::string& address) {
    post("/api/password/forgot", {{"email", address}});
    return link_in_mail(address);
  }
};

TEST_F(Restart, keeps_people_out_who_were_shut_out) {
  const std::string readonly = policy_named(admin, acme, "readonly");
  Member deactivated = invite(*server, acme, "off@example.com", {readonly});
  Member ended = invite(*server, acme, "ended@example.com", {readonly});
  Member without = invite(*server, acme, "without@example.com", {readonly});
  Caller signed_out = reader(*server, acme);
  for (Caller* caller : {&deactivated.caller, &ended.caller, &without.caller, &signed_out})
    ASSERT_EQ(caller->get(acme.path("/users")).status, 200);
  const std::string link = asked_link(deactivated.email);
  const Caller copied = signed_out;

  admin.post(acme.path("/users/" + deactivated.id + "/deactivate"));
  admin.put(acme.path("/users/" + ended.id),
            JsonObject{{"version", 1}, {"dtEndAccess", to_string(server->clock.now() + 1min)}});
  attach(admin, acme, readonly, "removefromuser", without.id);
  ASSERT_EQ(signed_out.del("/api/session").status, 200);
  restart();
  server->clock.advance(1min);

  EXPECT_EQ(again(deactivated.caller).get(acme.path("/users")).status, 401);
  EXPECT_EQ(sign_in(deactivated.email, invited_password), 401);
  EXPECT_EQ(reset(link).status, 410);
  EXPECT_EQ(again(ended.caller).get(acme.path("/users")).status, 401);
  EXPECT_EQ(sign_in(ended.email, invited_password), 401);
  EXPECT_EQ(again(without.caller).get(acme.path("/users")).status, 403);
  EXPECT_EQ(again(copied).get(acme.path("/users")).status, 401);
}

TEST_F(Restart, keeps_programs_out_that_were_shut_out) {
  const std::string readonly = policy_named(admin, acme, "readonly");
  Program inactive = make_program(*server, acme, "Inactive", {readonly});
  Program keyless = make_program(*server, acme, "Keyless", {readonly});
  Program renewed = make_program(*server, acme, "Renewed", {readonly});
  const auto user = [&](const Program& program) {
    return acme.path("/serviceusers/" + program.id);
  };
  const auto key = [&](const Program& program) {
    return user(program) + "/accesskeys/" + program.key_id;
  };
  for (Program* program : {&inactive, &keyless, &renewed})
    ASSERT_EQ(program->caller.get(acme.path("/users")).status, 200);
  admin.put(user(inactive),
            JsonObject{{"name", "Inactive"}, {"status", "INACTIVE"}, {"version", 1}});
  admin.del(key(keyless));
  admin.post(key(renewed) + "/deactivate");
  admin.post(key(renewed) + "/activate");
  restart();
  for (const Program& program : {inactive, keyless, renewed})
    EXPECT_EQ(again(program.caller).get(acme.path("/users")).status, 401);
  EXPECT_EQ(token_of(inactive).status, 401);
  EXPECT_EQ(token_of(keyless).status, 401);
  EXPECT_EQ(token_of(renewed).status, 200) << "its secret is still its own";
}

TEST_F(Restart, gives_no_second_use) {
  admin.post(acme.path("/invitations"), person(email));
  const std::string accepted = link_in_mail(email);
  ASSERT_EQ(accept(accepted).status, 200);
  admin.post(acme.path("/invitations"), person("late@example.com"));
  const std::string replaced = link_in_mail("late@example.com");
  server->clock.advance(1s);
  admin.post(acme.path("/invitations"), person("late@example.com"));
  const std::string newest = link_in_mail("late@example.com");
  const std::string used = asked_link(email);
  ASSERT_EQ(reset(used).status, 200);
  admin.post(acme.path("/users"), person("temp@example.com"));
  const std::string temporary = temporary_password_in(server->newest_mail("temp@example.com"));
  Caller temp(*server);
  temp.sign_in("temp@example.com", temporary);
  ASSERT_EQ(temp.post("/api/session/password", {{"newPassword", invited_password}}).status, 200);
  restart();
  EXPECT_EQ(accept(accepted).status, 410);
  EXPECT_EQ(accept(replaced).status, 410);
  EXPECT_EQ(reset(used).status, 410);
  EXPECT_EQ(sign_in("temp@example.com", temporary), 401);
  EXPECT_EQ(accept(newest).status, 200);
  EXPECT_EQ(sign_in("temp@example.com", invited_password), 200);
}

TEST_F(Restart, goes_on_with_what_was_handed_out) {
  const Program robot =
      make_program(*server, acme, "Robot", {policy_named(admin, acme, "readonly")});
  admin.post(acme.path("/users"), person("temp@example.com"));
  const std::string temporary = temporary_password_in(server->newest_mail("temp@example.com"));
  const std::string link = asked_link(acme.reader_email);
  const Answer first = admin.get(acme.path("/users?pageSize=1"));
  Caller retrying = admin;
  retrying.extra_headers = {{"idempotency-key", "k-1"}};
  const Answer once = retrying.post(acme.path("/serviceusers"), {{"name", "Once"}});
  ASSERT_EQ(once.status, 200);
  restart();
  Caller same = again(admin);
  EXPECT_EQ(same.get(acme.path("/users?pageSize=1&nextToken=") + first.text("nextToken")).status,
            200);
  EXPECT_EQ(same.post(acme.path("/users"), person(email)).status, 200) << "with its CSRF token";
  same.extra_headers = {{"idempotency-key", "k-1"}};
  EXPECT_EQ(same.post(acme.path("/serviceusers"), {{"name", "Once"}}).raw.body, once.raw.body);
  EXPECT_EQ(again(robot.caller).get(acme.path("/users")).status, 200);
  EXPECT_EQ(sign_in("temp@example.com", temporary), 200);
  EXPECT_EQ(reset(link).status, 200);
  EXPECT_TRUE(server->verify_audit(acme).is_intact);
  server->clock.advance(12h);
  EXPECT_EQ(again(admin).get(acme.path("/users")).status, 401) << "and ends when it would have";
}

TEST_F(Restart, forgives_no_guesses_and_no_resends) {
  const std::string id = admin.post(acme.path("/users"), person(email)).id();
  const std::string resend = acme.path("/users/" + id + "/password/resend");
  for (int i = 0; i < 3; ++i) ASSERT_EQ(admin.put(resend).status, 200);
  for (int i = 0; i < 10; ++i) ASSERT_EQ(sign_in(acme.reader_email, "guess"), 401);
  restart();
  EXPECT_EQ(sign_in(acme.reader_email, member_password), 429);
  EXPECT_EQ(back().put(resend).status, 429);
}

}  // namespace
}  // namespace gatehouse
