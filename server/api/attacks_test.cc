// Attacks of the catalogue in docs/security.md that belong to no single noun.
#include <gtest/gtest.h>

#include <atomic>
#include <set>

#include "testing/scenario.h"

namespace gatehouse {
namespace {

using namespace testing;

class Attacks : public ::testing::Test {
 protected:
  TestServer server;
  const TestServer::Organization& acme = server.acme;
  const TestServer::Organization& globex = server.globex;
  Caller admin = administrator(server, acme);

  Caller with_bearer(const std::string& token) {
    Caller caller(server);
    caller.use_bearer("Bearer " + token);
    return caller;
  }
  std::string invitation_token(const std::string& email) {
    admin.post(acme.path("/invitations"), person(email));
    return server.secret_in(server.newest_mail(email));
  }
  std::string reset_token(const std::string& email) {
    Caller(server).post("/api/password/forgot", {{"email", email}});
    return server.secret_in(server.newest_mail(email));
  }
};

TEST_F(Attacks, n014_a_user_shut_out_of_one_organization_keeps_the_other) {
  Member both = invite(server, acme, "both@example.com");
  Caller boss = administrator(server, globex);
  boss.post(globex.path("/invitations"), person(both.email));
  both.caller.remember(Caller(server).post(
      "/api/invitations/accept", {{"token", server.secret_in(server.newest_mail(both.email))},
                                  {"password", invited_password}}));
  ASSERT_EQ(both.caller.get(globex.path("/users/me")).status, 200);
  ASSERT_EQ(both.caller.get(acme.path("/users/me")).status, 200);

  admin.post(acme.path("/users/" + both.id + "/deactivate"));
  EXPECT_EQ(both.caller.get(acme.path("/users/me")).status, 401) << "the session ended";
  both.caller.sign_in(both.email, invited_password);
  EXPECT_EQ(both.caller.get(acme.path("/users/me")).status, 401);
  EXPECT_EQ(both.caller.get(globex.path("/users/me")).status, 200);
}

TEST_F(Attacks, n018_inviting_somebody_of_another_organization_looks_like_inviting_a_stranger) {
  const Answer known = admin.post(acme.path("/invitations"), person(globex.reader_email));
  const Answer unknown = admin.post(acme.path("/invitations"), person("nobody@globex.example"));
  ASSERT_EQ(known.status, 200);
  ASSERT_EQ(unknown.status, 200);
  std::set<std::string> of_known, of_unknown;
  for (const auto& member : known.json.as_object())
    if (!member.value().is_null()) of_known.insert(std::string(member.key()));
  for (const auto& member : unknown.json.as_object())
    if (!member.value().is_null()) of_unknown.insert(std::string(member.key()));
  EXPECT_EQ(of_known, of_unknown);
  EXPECT_EQ(known.raw.body.find("Rita"), std::string::npos) << "the name that Globex knows";
}

TEST_F(Attacks, n026_nobody_chooses_ids_or_who_made_something) {
  const std::string before = server.fingerprint();
  for (const char* field : {"id", "createdBy", "lastModifiedBy", "dtCreated", "dtLastModified",
                            "status", "managedPolicy", "organizationId"}) {
    JsonObject body = person("x@example.com");
    body[field] = "x";
    EXPECT_EQ(admin.post(acme.path("/users"), body).code(), "unknown_field") << field;
  }
  EXPECT_EQ(server.fingerprint(), before);
}

TEST_F(Attacks, n032_no_answer_holds_a_secret_or_a_hash) {
  Program robot = make_program(server, acme, "Robot");
  invitation_token("later@example.com");
  admin.post(acme.path("/users"), person("never@example.com"));
  int asked = 0;
  for (const auto& endpoint : server.dispatcher.endpoints()) {
    if (endpoint.method != http::Method::get) continue;
    std::string path = "/api" + endpoint.path;
    const auto fill = [&](const std::string& name, const std::string& value) {
      if (const auto at = path.find(name); at != std::string::npos)
        path.replace(at, name.size(), value);
    };
    fill("{organizationId}", acme.id);
    fill("{type}", "user");
    fill("{id}", path.contains("serviceusers") ? robot.id : acme.reader_id);
    const std::string body = admin.get(path).raw.body;
    ++asked;
    for (const char* secret : {"$argon2", "gh_inv_", "gh_pw_", "gh_sk_", "gh_se_", "gh_at_"})
      EXPECT_EQ(body.find(secret), std::string::npos) << endpoint.operation << secret;
    EXPECT_EQ(body.find(auth::secret_hash(robot.secret)), std::string::npos) << endpoint.operation;
  }
  EXPECT_GT(asked, 20);
}

TEST_F(Attacks, n035_whoever_may_only_read_changes_nothing) {
  Caller rita = reader(server, acme);
  const std::string before = server.fingerprint();
  int asked = 0;
  for (const auto& endpoint : server.dispatcher.endpoints()) {
    if (!endpoint.writes() || endpoint.access.kind != api::Access::Kind::permission) continue;
    std::string path = "/api" + endpoint.path;
    for (auto at = path.find('{'); at != std::string::npos; at = path.find('{'))
      path.replace(at, path.find('}') - at + 1,
                   path.substr(at).starts_with("{organizationId}") ? acme.id
                   : path.substr(at).starts_with("{type}")         ? "user"
                                                                   : acme.reader_id);
    EXPECT_EQ(rita.call(endpoint.method, path, nullptr).code(), "permission_denied")
        << endpoint.operation;
    ++asked;
  }
  EXPECT_GT(asked, 25);
  EXPECT_EQ(server.fingerprint(), before);
}

TEST_F(Attacks, n046_a_token_of_an_administrator_is_worth_no_more_than_its_owner) {
  const std::string everything = policy_named(admin, acme, "administrator");
  Program robot = make_program(server, acme, "Robot", {everything});
  ASSERT_EQ(robot.caller.get(acme.path("/users")).status, 200);
  attach(admin, acme, everything, "removefromserviceuser", robot.id);
  EXPECT_EQ(robot.caller.get(acme.path("/users")).status, 403);
}

TEST_F(Attacks, n048_nobody_promotes_after_being_demoted) {
  const std::string everything = policy_named(admin, acme, "administrator");
  Member nora = invite(server, acme, "nora@example.com", {everything});
  Member will = invite(server, acme, "will@example.com");
  for (int round = 0; round < 20; ++round) {
    Answer demoted;
    Answer promoted;
    {
      const std::jthread one(
          [&] { demoted = attach(admin, acme, everything, "removefromuser", nora.id); });
      const std::jthread two(
          [&] { promoted = attach(nora.caller, acme, everything, "addtouser", will.id); });
    }
    ASSERT_EQ(demoted.status, 200) << demoted.raw.body;
    if (promoted.status == 200) {
      const auto events = admin.get(acme.path("/auditevents?pageSize=2"));
      EXPECT_EQ(text_of(events.data().at(0), "action"), "user.policy.remove") << "the last one";
      attach(admin, acme, everything, "removefromuser", will.id);
    } else {
      EXPECT_EQ(promoted.status, 403) << promoted.raw.body;
    }
    attach(admin, acme, everything, "addtouser", nora.id);
  }
}

TEST_F(Attacks, n055_a_policy_is_given_as_it_was_shown) {
  const std::vector<Json> small{statement("allow", {"config:retrieve"}, "config:user/*")};
  const std::vector<Json> large{statement("allow", {"config:update"}, "config:user/*")};
  const std::string policy = make_policy(admin, acme, "Helpers", small);
  const std::string path = acme.path("/permissionpolicies/") + policy;
  const auto edit = [&](const std::vector<Json>& statements, std::int64_t version) {
    JsonObject body{{"name", "Helpers"}, {"version", version}};
    body["permissionPolicy"] = list(statements);
    return admin.put(path, body);
  };
  const auto give = [&](Caller& caller, std::int64_t version) {
    return caller.post(path + "/addtouser",
                       JsonObject{{"principalId", acme.reader_id}, {"version", version}});
  };
  ASSERT_EQ(edit(large, 1).version(), 2);
  const std::string before = server.fingerprint();
  const Answer stale = give(admin, 1);
  EXPECT_EQ(stale.status, 409);
  EXPECT_EQ(stale.code(), "stale_version");
  EXPECT_EQ(server.fingerprint(), before);
  EXPECT_EQ(give(admin, 2).status, 200);
  EXPECT_EQ(give(admin, 0).status, 200) << "m3ter's SDKs mean none";
  EXPECT_EQ(attach(admin, acme, policy, "removefromuser", acme.reader_id).status, 200);

  Caller other = administrator(server, acme);
  for (std::int64_t version = 2; version < 22; ++version) {
    Answer given;
    Answer edited;
    {
      const std::jthread one([&] { given = give(other, version); });
      const std::jthread two([&] { edited = edit(version % 2 == 0 ? small : large, version); });
    }
    ASSERT_EQ(edited.status, 200) << edited.raw.body;
    const auto events = admin.get(acme.path("/auditevents?pageSize=1"));
    const std::string last = text_of(events.data().at(0), "action");
    if (given.status == 200) {
      EXPECT_EQ(last, "permissionpolicy.update") << "given before the edit, as it was shown";
      attach(admin, acme, policy, "removefromuser", acme.reader_id);
    } else {
      EXPECT_EQ(given.code(), "stale_version") << given.raw.body;
    }
  }
}

TEST_F(Attacks, n067_a_deactivated_user_gets_no_reset_mail) {
  Member off = invite(server, acme, "off@example.com");
  const auto before = server.mail_count(off.email);
  const std::string early = reset_token(off.email);
  admin.post(acme.path("/users/" + off.id + "/deactivate"));
  EXPECT_EQ(server.mail_count(off.email), before + 1);
  reset_token(off.email);
  EXPECT_EQ(server.mail_count(off.email), before + 1) << "the same answer, no mail";
  EXPECT_EQ(Caller(server)
                .post("/api/password/reset",
                      {{"token", early}, {"newPassword", "brand-New-Long-Secret-1"}})
                .status,
            410)
      << "the link from before is dead";
}

TEST_F(Attacks, n086_moments_that_do_not_exist_are_refused) {
  const std::string before = server.fingerprint();
  for (const char* moment :
       {"2026-02-30T00:00:00Z", "2026-12-31T23:59:60Z", "0001-01-01T00:00:00Z",
        "10000-01-01T00:00:00Z", "2027-01-01T00:00:00+24:00", "2027-W01-1T00:00:00Z", "-1",
        "1000000000000000000", "2027-01-01", "2027-01-01T00:00:00"}) {
    EXPECT_EQ(admin
                  .put(acme.path("/users/" + acme.reader_id),
                       JsonObject{{"version", 1}, {"dtEndAccess", moment}})
                  .text("field"),
              "dtEndAccess")
        << moment;
  }
  EXPECT_EQ(server.fingerprint(), before);
}

TEST_F(Attacks, n096_who_must_choose_a_password_can_do_nothing_else) {
  admin.post(acme.path("/users"), person("nora@example.com"));
  const std::string password = temporary_password_in(server.newest_mail("nora@example.com"));
  Caller nora(server);
  ASSERT_EQ(nora.sign_in("nora@example.com", password).text("kind"), "password_change");
  for (const auto& endpoint : server.dispatcher.endpoints()) {
    if (endpoint.access.kind == api::Access::Kind::anyone ||
        endpoint.access.kind == api::Access::Kind::session)
      continue;
    std::string path = "/api" + endpoint.path;
    path.replace(path.find("{organizationId}"), 16, acme.id);
    EXPECT_EQ(nora.call(endpoint.method, path, nullptr).code(), "password_change_required")
        << endpoint.operation;
  }
  EXPECT_EQ(nora.post("/api/session/confirm", {{"password", password}}).code(),
            "password_change_required");
}

TEST_F(Attacks, n104_sending_a_temporary_password_again_does_not_forgive_guesses) {
  const std::string id = admin.post(acme.path("/users"), person("nora@example.com")).id();
  for (int i = 0; i < 10; ++i)
    ASSERT_EQ(Caller(server).sign_in("nora@example.com", "guess").status, 401) << i;
  ASSERT_EQ(admin.put(acme.path("/users/" + id + "/password/resend")).status, 200);
  EXPECT_EQ(Caller(server).sign_in("nora@example.com", "guess").status, 429);
}

TEST_F(Attacks, n107_of_temporary_passwords_sent_at_once_one_works) {
  const std::string email = "new@example.com";
  const std::string path =
      acme.path("/users/") + admin.post(acme.path("/users"), person(email)).id();
  {
    std::vector<std::jthread> senders;
    for (int i = 0; i < 3; ++i)
      senders.emplace_back([&] { EXPECT_EQ(admin.put(path + "/password/resend").status, 200); });
  }
  const auto waiting = server.database->begin_read()->query(
      "select 1 from outbox where recipient = $1 and message is not null", {email});
  EXPECT_EQ(waiting.size(), 1u) << "those before are not sent any more";
  const std::string password = temporary_password_in(server.newest_mail(email));
  EXPECT_EQ(Caller(server).sign_in(email, password).status, 200);
}

TEST_F(Attacks, n123_a_member_who_is_shut_out_is_not_invited_but_activated) {
  Member nora = invite(server, acme, "nora@example.com");
  admin.post(acme.path("/users/" + nora.id + "/deactivate"));
  const std::string before = server.fingerprint();
  EXPECT_EQ(admin.post(acme.path("/invitations"), person(nora.email)).status, 409);
  EXPECT_EQ(server.fingerprint(), before);
  Caller stranger = administrator(server, globex);
  EXPECT_EQ(stranger.post(globex.path("/invitations"), person(nora.email)).status, 200)
      << "another organization learns nothing of it";
}

TEST_F(Attacks, n124_of_two_invitations_at_once_the_last_one_counts_whole) {
  JsonObject one = person("twice@example.com");
  one["permissionPolicyIds"] = JsonArray{Json(policy_named(admin, acme, "readonly"))};
  const JsonObject other = person("twice@example.com");
  for (int round = 0; round < 10; ++round) {
    {
      const std::jthread first([&] { admin.post(acme.path("/invitations"), one); });
      const std::jthread second([&] { admin.post(acme.path("/invitations"), other); });
    }
    ASSERT_EQ(admin.get(acme.path("/invitations?status=PENDING")).data().size(), 1u);
  }
}

TEST_F(Attacks, n126_an_invited_address_is_unknown_until_it_is_claimed) {
  invitation_token("later@example.com");
  const auto mails = server.mail_count("later@example.com");
  const Answer invited = Caller(server).sign_in("later@example.com", "something");
  const Answer unknown = Caller(server).sign_in("nobody@example.com", "something");
  EXPECT_EQ(invited.status, 401);
  EXPECT_EQ(invited.raw.body, unknown.raw.body);
  Caller(server).post("/api/password/forgot", {{"email", "later@example.com"}});
  EXPECT_EQ(server.mail_count("later@example.com"), mails);
}

TEST_F(Attacks, n132_one_address_gets_twenty_invitations_a_day_from_everybody_together) {
  Caller boss = administrator(server, globex);
  for (int i = 0; i < 20; ++i) {
    Caller& caller = i % 2 == 0 ? admin : boss;
    const auto& organization = i % 2 == 0 ? acme : globex;
    ASSERT_EQ(caller.post(organization.path("/invitations"), person("victim@example.com")).status,
              200)
        << i;
  }
  const Answer refused = admin.post(acme.path("/invitations"), person("victim@example.com"));
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(header_of(refused, "Retry-After"), "86400");
  EXPECT_EQ(refused.raw.body.find("Globex"), std::string::npos);
}

TEST_F(Attacks, n134_a_secret_is_good_for_its_own_purpose_only) {
  Program robot = make_program(server, acme, "Robot");
  const std::string session = admin.cookie().substr(admin.cookie().find('=') + 1);
  const std::vector<std::string> secrets{invitation_token("later@example.com"),
                                         reset_token(acme.reader_email), robot.secret, session};
  const std::string before = server.fingerprint();
  for (std::size_t i = 0; i < secrets.size(); ++i) {
    Caller nobody(server);
    if (i != 0)
      EXPECT_EQ(nobody
                    .post("/api/invitations/accept",
                          {{"token", secrets[i]}, {"password", invited_password}})
                    .status,
                404)
          << i;
    if (i != 1)
      EXPECT_EQ(nobody
                    .post("/api/password/reset",
                          {{"token", secrets[i]}, {"newPassword", "brand-New-Long-Secret-1"}})
                    .status,
                410)
          << i;
    EXPECT_EQ(with_bearer(secrets[i]).get(acme.path("/users/me")).status, 401) << i;
    if (i == 3) continue;
    nobody.use_cookie("__Host-gatehouse=" + secrets[i], "");
    EXPECT_EQ(nobody.get("/api/session").status, 401) << i;
  }
  EXPECT_EQ(server.fingerprint(), before);
}

TEST_F(Attacks, n175_guesses_at_once_are_counted_one_by_one) {
  std::atomic<int> refused = 0;
  std::atomic<int> evaluated = 0;
  {
    std::vector<std::jthread> guesses;
    for (int i = 0; i < 30; ++i)
      guesses.emplace_back([&] {
        const int status = Caller(server).sign_in(acme.reader_email, "guess").status;
        ++(status == 429 ? refused : evaluated);
      });
  }
  EXPECT_EQ(evaluated, 10);
  EXPECT_EQ(refused, 20);
}

TEST_F(Attacks, n180_every_character_of_a_long_password_counts) {
  const std::string long_password = std::string(5, 'x') + "correct horse battery staple " +
                                    std::string("and many other words that nobody guesses ") +
                                    "until the seventy-second byte and the hundred-twenty-eighth A";
  ASSERT_GT(long_password.size(), 128u);
  Caller rita = reader(server, acme);
  const auto change = [&](const std::string& chosen) {
    return rita.post("/api/password/change",
                     {{"currentPassword", member_password}, {"newPassword", chosen}});
  };
  EXPECT_EQ(change(std::string(1025, 'y') + "z").text("field"), "newPassword");
  ASSERT_EQ(change(long_password).status, 200);
  EXPECT_EQ(Caller(server)
                .sign_in(acme.reader_email, long_password.substr(0, long_password.size() - 1) + "B")
                .status,
            401);
  EXPECT_EQ(Caller(server).sign_in(acme.reader_email, long_password).status, 200);
}

TEST_F(Attacks, n181_the_spelling_of_the_keyboard_does_not_matter) {
  Caller rita = reader(server, acme);
  const std::string composed = "caf\u00e9 au lait pour tous\u00a0deux";
  const std::string decomposed = "cafe\u0301 au lait pour tous deux";
  ASSERT_EQ(rita.post("/api/password/change",
                      {{"currentPassword", member_password}, {"newPassword", composed}})
                .status,
            200);
  EXPECT_EQ(Caller(server).sign_in(acme.reader_email, decomposed).status, 200);
  EXPECT_EQ(Caller(server).sign_in(acme.reader_email, " " + decomposed).status, 401);
}

TEST_F(Attacks, n191_no_answer_lets_another_origin_read_it) {
  for (const char* origin : {"null", "https://gatehouse.test.evil.example",
                             "https://evilgatehouse.test", "http://gatehouse.test"}) {
    admin.extra_headers = {{"origin", origin}};
    for (const Answer& answer : {admin.get(acme.path("/users/me")), admin.get("/api/nothing"),
                                 admin.post(acme.path("/serviceusers"), JsonObject{})})
      for (const auto& [name, value] : answer.raw.headers)
        EXPECT_FALSE(name.starts_with("Access-Control-")) << name << ": " << value;
  }
}

TEST_F(Attacks, n202_a_token_is_exactly_its_bytes) {
  Program robot = make_program(server, acme, "Robot");
  const std::string token = Caller(server)
                                .post("/api/oauth/token", {{"grant_type", "client_credentials"},
                                                           {"client_id", robot.key_id},
                                                           {"client_secret", robot.secret}})
                                .text("access_token");
  ASSERT_EQ(with_bearer(token).get(acme.path("/users/me")).status, 200);
  std::string flipped = token;
  flipped[10] = flipped[10] == 'A' ? 'B' : 'A';
  std::string cased = token;
  for (char& c : cased) c = static_cast<char>(std::toupper(c));
  for (const std::string& bad :
       {token.substr(0, token.size() - 1), token + "A", token + "=", flipped, cased, " " + token,
        token + " ", token.substr(6), std::string(), std::string("gh_at_")})
    EXPECT_EQ(with_bearer(bad).get(acme.path("/users/me")).status, 401) << bad;
}

TEST_F(Attacks, n222_query_text_is_data) {
  const std::string before = server.fingerprint();
  for (const char* payload : {"%27%20or%201%3D1%20--", "%27%3B%20drop%20table%20users%3B%20--",
                              "%22%20or%20%22%22%3D%22", "%5C%27%20union%20select%20null%20--"}) {
    const Answer found = admin.get(acme.path(std::string("/users?q=") + payload));
    ASSERT_EQ(found.status, 200) << payload;
    EXPECT_TRUE(found.data().empty()) << payload;
    EXPECT_EQ(admin.get(acme.path(std::string("/users?sort=") + payload)).status, 400);
    EXPECT_TRUE(admin.get(acme.path(std::string("/auditevents?action=") + payload)).data().empty());
  }
  EXPECT_EQ(server.fingerprint(), before);
}

TEST_F(Attacks, n256_what_a_list_shows_can_be_read_and_the_other_way_round) {
  invitation_token("invited@example.com");
  make_program(server, acme, "Robot");
  make_group(admin, acme, "Team");
  for (const char* list : {"/users", "/permissionpolicies", "/resourcegroups/user", "/serviceusers",
                           "/invitations", "/auditevents"}) {
    const Answer all = admin.get(acme.path(list));
    ASSERT_FALSE(all.data().empty()) << list;
    for (const Json& listed : all.data()) {
      const std::string one = acme.path(list) + "/" + text_of(listed, "id");
      EXPECT_EQ(admin.get(one).id(), text_of(listed, "id")) << one;
      Caller stranger = administrator(server, globex);
      EXPECT_EQ(stranger.get(one).status, 403) << one;
    }
  }
}

TEST_F(Attacks, n265_dates_beyond_32_bits_are_kept_exactly) {
  std::int64_t version = 1;
  for (const char* end :
       {"2038-01-19T03:14:08.000Z", "2106-02-07T06:28:16.001Z", "9999-12-31T23:59:59.999Z"}) {
    const Answer kept = admin.put(acme.path("/users/") + acme.reader_id,
                                  JsonObject{{"version", version++}, {"dtEndAccess", end}});
    EXPECT_EQ(kept.text("dtEndAccess"), end);
    EXPECT_EQ(kept.text("status"), "ACTIVE");
  }
}

TEST_F(Attacks, n226_hidden_fields_are_no_order_and_no_filter) {
  for (const char* field : {"passwordHash", "tokenHash", "statements", "organization_id"}) {
    EXPECT_EQ(admin.get(acme.path(std::string("/users?sort=") + field)).status, 400);
    EXPECT_EQ(admin.get(acme.path(std::string("/users?") + field + "=x")).status, 400);
  }
}

}  // namespace
}  // namespace gatehouse
