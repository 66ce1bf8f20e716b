// The main job over the API, in one story: invite, accept, sign in, grant, allow, refuse,
// deactivate, out at once, and the trail tells it all.
#include <gtest/gtest.h>

#include "testing/test_server.h"

namespace gatehouse {
namespace {

using testing::Answer;
using testing::Caller;
using testing::TestServer;

std::vector<std::string> actions_of(const Answer& events) {
  std::vector<std::string> actions;
  for (const Json& event : events.data())
    actions.push_back(std::string(event.at("action").as_string()) + " " +
                      std::string(event.at("outcome").as_string()));
  return actions;
}

bool has(const std::vector<std::string>& all, const std::string& one) {
  return std::ranges::find(all, one) != all.end();
}

std::string policy_id(Caller& caller, const TestServer::Organization& organization,
                      const std::string& name) {
  const Answer page = caller.get(organization.path("/permissionpolicies?q=") + name);
  return std::string(page.data().at(0).at("id").as_string());
}

TEST(MainJob, an_invited_person_gets_in_is_allowed_and_refused_and_is_out_when_deactivated) {
  TestServer server;
  const auto& acme = server.acme;
  Caller admin = administrator(server, acme);

  const Answer invited =
      admin.post(acme.path("/invitations"),
                 {{"email", "Grace@Example.com"}, {"firstName", "Grace"}, {"lastName", "Hopper"}});
  ASSERT_EQ(invited.status, 200) << invited.raw.body;
  EXPECT_EQ(invited.text("status"), "PENDING");
  EXPECT_EQ(invited.raw.body.find("gh_inv_"), std::string::npos) << "the secret is mailed only";

  const std::string token = server.secret_in(server.newest_mail("Grace@example.com"));
  ASSERT_FALSE(token.empty());
  Caller grace(server);
  const Answer seen = grace.post("/api/invitations/lookup", {{"token", token}});
  EXPECT_EQ(seen.text("organizationName"), "Acme Metering");
  EXPECT_EQ(seen.text("inviterName"), "Ada Admin");
  const Answer accepted = grace.post("/api/invitations/accept",
                                     {{"token", token}, {"password", "a-Good-Long-Secret-42"}});
  ASSERT_EQ(accepted.status, 200) << accepted.raw.body;
  grace.remember(accepted);
  EXPECT_EQ(grace.post("/api/invitations/lookup", {{"token", token}}).status, 410);

  // In, but holding nothing.
  const Answer me = grace.get(acme.path("/users/me"));
  ASSERT_EQ(me.status, 200);
  const std::string id(me.json.at("user").at("id").as_string());
  EXPECT_EQ(grace.get(acme.path("/users")).code(), "permission_denied");

  // A policy makes the difference at once.
  const std::string read_only = policy_id(admin, acme, "readonly");
  ASSERT_EQ(
      admin
          .post(acme.path("/permissionpolicies/" + read_only + "/addtouser"), {{"principalId", id}})
          .status,
      200);
  EXPECT_EQ(grace.get(acme.path("/users")).status, 200);
  EXPECT_EQ(grace
                .post(acme.path("/invitations"),
                      {{"email", "x@example.com"}, {"firstName", "X"}, {"lastName", "Y"}})
                .code(),
            "permission_denied");

  // Deactivated: out at the next request, on every way in.
  const Answer deactivated = admin.post(acme.path("/users/" + id + "/deactivate"));
  ASSERT_EQ(deactivated.status, 200) << deactivated.raw.body;
  EXPECT_EQ(deactivated.text("status"), "INACTIVE");
  EXPECT_EQ(grace.get(acme.path("/users/me")).status, 401);
  EXPECT_EQ(grace.sign_in("grace@example.com", "a-Good-Long-Secret-42").status, 401);

  const Answer trail = admin.get(acme.path("/auditevents"));
  const auto actions = actions_of(trail);
  for (const char* expected :
       {"invitation.create SUCCESS", "invitation.accept SUCCESS", "session.create SUCCESS",
        "user.policy.add SUCCESS", "user.list DENIED", "invitation.create DENIED",
        "user.deactivate SUCCESS", "session.create DENIED"})
    EXPECT_TRUE(has(actions, expected)) << expected;
  const auto verified = server.verify_audit(acme);
  EXPECT_TRUE(verified.is_intact) << verified.problem;
}

TEST(MainJob, a_service_user_with_a_key_works_until_the_key_is_inactive) {
  TestServer server;
  const auto& acme = server.acme;
  Caller admin = administrator(server, acme);
  const std::string id = admin.post(acme.path("/serviceusers"), {{"name", "Importer"}}).id();
  const std::string administrator_policy = policy_id(admin, acme, "administrator");
  admin.post(acme.path("/permissionpolicies/" + administrator_policy + "/addtoserviceuser"),
             {{"principalId", id}});
  const Answer key = admin.post(acme.path("/serviceusers/" + id + "/accesskeys"), JsonObject{});
  ASSERT_EQ(key.status, 200) << key.raw.body;

  Caller program(server);
  program.use_bearer("Basic " + to_base64(key.id() + ":" + key.text("apiSecret")));
  const Answer token = program.post("/api/oauth/token", {{"grant_type", "client_credentials"}});
  ASSERT_EQ(token.status, 200) << token.raw.body;
  EXPECT_EQ(token.json.at("expires_in").as_int64(), 18000);
  program.use_bearer("Bearer " + token.text("access_token"));
  EXPECT_EQ(program.get(acme.path("/users")).status, 200);
  EXPECT_EQ(program.get(server.globex.path("/users")).status, 403);

  admin.post(acme.path("/serviceusers/" + id + "/accesskeys/" + key.id() + "/deactivate"));
  EXPECT_EQ(program.get(acme.path("/users")).status, 401);
  admin.post(acme.path("/serviceusers/" + id + "/accesskeys/" + key.id() + "/activate"));
  EXPECT_EQ(program.get(acme.path("/users")).status, 401) << "a token from before stays dead";
}

TEST(MainJob, a_created_user_chooses_a_password_before_anything_else) {
  TestServer server;
  const auto& acme = server.acme;
  Caller admin = administrator(server, acme);
  const Answer created =
      admin.post(acme.path("/users"),
                 {{"email", "nadia@example.com"},
                  {"firstName", "Nadia"},
                  {"lastName", "Haddad"},
                  {"externalId", "hr-17"},
                  {"permissionPolicyIds", JsonArray{policy_id(admin, acme, "readonly")}}});
  ASSERT_EQ(created.status, 200) << created.raw.body;
  EXPECT_EQ(created.text("signInState"), "temporary_password");

  const std::string mail = server.newest_mail("nadia@example.com");
  const std::size_t at = mail.find('-') - 6;  // four groups of six, joined by hyphens
  const std::string temporary = mail.substr(at, 27);
  Caller nadia(server);
  const Answer first = nadia.sign_in("nadia@example.com", temporary);
  ASSERT_EQ(first.status, 200) << first.raw.body << mail;
  EXPECT_EQ(first.text("kind"), "password_change");
  EXPECT_EQ(nadia.get(acme.path("/users/me")).code(), "password_change_required");
  EXPECT_EQ(nadia.post("/api/session/password", {{"newPassword", temporary}}).status, 400);

  const Answer chosen =
      nadia.post("/api/session/password", {{"newPassword", "quite-New-And-Long-11"}});
  ASSERT_EQ(chosen.status, 200) << chosen.raw.body;
  nadia.remember(chosen);
  EXPECT_EQ(nadia.get(acme.path("/users/me")).status, 200);
  EXPECT_EQ(Caller(server).sign_in("nadia@example.com", temporary).status, 401) << "single use";
}

}  // namespace
}  // namespace gatehouse
