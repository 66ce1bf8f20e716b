// Temporary, forgotten and changed passwords.
#include <gtest/gtest.h>

#include "testing/scenario.h"

namespace gatehouse {
namespace {

using namespace testing;

class Passwords : public ::testing::Test {
 protected:
  TestServer server;
  const TestServer::Organization& acme = server.acme;
  Caller admin = administrator(server, acme);
  const std::string email = "nora@example.com";
  std::string id = admin.post(acme.path("/users"), person(email)).id();

  std::string temporary() { return temporary_password_in(server.newest_mail(email)); }
  static std::string to_upper(std::string text) {
    std::ranges::transform(text, text.begin(), [](char c) { return std::toupper(c); });
    return text;
  }
  Answer resend() { return admin.put(acme.path("/users/" + id + "/password/resend")); }
  void admin_again() { admin.sign_in(acme.administrator_email, administrator_password); }
  std::string reset_link(const std::string& address) {
    Caller(server).post("/api/password/forgot", {{"email", address}});
    return server.secret_in(server.newest_mail(address));
  }
  Answer reset(const std::string& token, const std::string& password = "brand-New-Long-Secret-1") {
    return Caller(server).post("/api/password/reset",
                               {{"token", token}, {"newPassword", password}});
  }
};

TEST_F(Passwords, a_temporary_one_is_good_to_choose_a_password_and_nothing_else) {
  Caller nora(server);
  const std::string password = temporary();
  const Answer in = nora.sign_in(email, password);
  ASSERT_EQ(in.status, 200) << in.raw.body;
  EXPECT_EQ(in.text("kind"), "password_change");
  EXPECT_EQ(nora.get(acme.path("/users/me")).code(), "password_change_required");
  EXPECT_EQ(nora.post("/api/session/password", {{"newPassword", password}}).status, 400);
  EXPECT_EQ(nora.post("/api/session/password", {{"newPassword", " " + to_upper(password)}}).status,
            400);
  EXPECT_EQ(nora.post("/api/session/password", {{"newPassword", "short"}}).text("field"),
            "newPassword");
  const Answer chosen = nora.post("/api/session/password", {{"newPassword", invited_password}});
  ASSERT_EQ(chosen.status, 200) << chosen.raw.body;
  nora.remember(chosen);
  EXPECT_EQ(nora.get(acme.path("/users/me")).status, 200);
  EXPECT_EQ(Caller(server).sign_in(email, password).status, 401) << "single use";
  EXPECT_EQ(Caller(server).sign_in(email, invited_password).status, 200);
}

TEST_F(Passwords, a_temporary_one_works_until_the_last_millisecond_of_thirty_days) {
  server.clock.advance(std::chrono::days{30} - 1ms);
  EXPECT_EQ(Caller(server).sign_in(email, temporary()).status, 200);
}

TEST_F(Passwords, a_temporary_one_is_dead_after_thirty_days) {
  server.clock.advance(std::chrono::days{30});
  const Answer late = Caller(server).sign_in(email, temporary());
  const Answer unknown = Caller(server).sign_in("nobody@example.com", temporary());
  EXPECT_EQ(late.status, 401);
  EXPECT_EQ(late.raw.body, unknown.raw.body);
}

TEST_F(Passwords, sending_another_temporary_one_kills_the_first) {
  const std::string old = temporary();
  server.clock.advance(1s);
  const Answer sent = resend();
  ASSERT_EQ(sent.status, 200);
  EXPECT_EQ(sent.raw.body + sent.raw.content_type, "") << "m3ter's answer has no body";
  EXPECT_NE(temporary(), old);
  EXPECT_EQ(Caller(server).sign_in(email, old).status, 401);
  EXPECT_EQ(Caller(server).sign_in(email, temporary()).status, 200);
}

TEST_F(Passwords, a_session_begun_with_a_temporary_one_ends_when_another_is_sent) {
  Caller thief(server);
  ASSERT_EQ(thief.sign_in(email, temporary()).status, 200);
  ASSERT_EQ(resend().status, 200);
  EXPECT_EQ(thief.post("/api/session/password", {{"newPassword", invited_password}}).status, 401);
  Caller nora(server);
  ASSERT_EQ(nora.sign_in(email, temporary()).status, 200);
  EXPECT_EQ(nora.post("/api/session/password", {{"newPassword", invited_password}}).status, 200);
}

TEST_F(Passwords, a_session_begun_with_a_temporary_one_ends_when_an_invitation_sets_the_password) {
  Caller thief(server);
  ASSERT_EQ(thief.sign_in(email, temporary()).status, 200);
  Caller other = administrator(server, server.globex);
  ASSERT_EQ(other.post(server.globex.path("/invitations"), person(email)).status, 200);
  ASSERT_EQ(
      Caller(server)
          .post("/api/invitations/accept", {{"token", server.secret_in(server.newest_mail(email))},
                                            {"password", invited_password}})
          .status,
      200);
  EXPECT_EQ(thief.post("/api/session/password", {{"newPassword", "a-Thiefs-Long-Secret-9"}}).status,
            401);
  EXPECT_EQ(Caller(server).sign_in(email, invited_password).status, 200);
}

TEST_F(Passwords, the_fourth_resend_of_an_hour_waits) {
  EXPECT_EQ(resend().status, 200);
  EXPECT_EQ(resend().status, 200);
  EXPECT_EQ(resend().status, 200);
  const std::string before = server.fingerprint();
  const Answer fourth = resend();
  EXPECT_EQ(fourth.status, 429);
  EXPECT_EQ(header_of(fourth, "Retry-After"), "3600");
  EXPECT_EQ(server.fingerprint(), before);
  server.clock.advance(1h);
  admin_again();
  EXPECT_EQ(resend().status, 200);
}

TEST_F(Passwords, there_is_nothing_to_resend_once_a_password_was_chosen_or_the_user_is_out) {
  EXPECT_EQ(admin.put(acme.path("/users/" + acme.reader_id + "/password/resend")).status, 409);
  admin.post(acme.path("/users/" + id + "/deactivate"));
  EXPECT_EQ(resend().status, 409);
}

TEST_F(Passwords, a_deactivated_user_does_not_come_in_with_a_temporary_one_then_or_later) {
  const std::string password = temporary();
  admin.post(acme.path("/users/" + id + "/deactivate"));
  EXPECT_EQ(Caller(server).sign_in(email, password).status, 401);
  admin.post(acme.path("/users/" + id + "/activate"));
  EXPECT_EQ(Caller(server).sign_in(email, password).status, 401);
  EXPECT_EQ(resend().status, 200);
  EXPECT_EQ(Caller(server).sign_in(email, temporary()).status, 200);
}

TEST_F(Passwords, deactivated_between_signing_in_and_choosing_stays_out) {
  Caller nora(server);
  nora.sign_in(email, temporary());
  admin.post(acme.path("/users/" + id + "/deactivate"));
  EXPECT_EQ(nora.post("/api/session/password", {{"newPassword", invited_password}}).status, 401);
}

TEST_F(Passwords, the_answer_to_a_forgotten_one_does_not_tell_who_exists) {
  Caller nobody(server);
  const Answer known = nobody.post("/api/password/forgot", {{"email", acme.reader_email}});
  const Answer unknown = nobody.post("/api/password/forgot", {{"email", "nobody@example.com"}});
  const Answer no_address = nobody.post("/api/password/forgot", {{"email", "x"}});
  const Answer never_in = nobody.post("/api/password/forgot", {{"email", email}});
  EXPECT_EQ(known.status, 200);
  EXPECT_EQ(known.raw.body, unknown.raw.body);
  EXPECT_EQ(known.raw.body, no_address.raw.body);
  EXPECT_EQ(known.raw.body, never_in.raw.body);
  EXPECT_EQ(server.mail_count(acme.reader_email), 1);
  EXPECT_EQ(server.mail_count(email), 1) << "only an administrator's resend helps";
}

TEST_F(Passwords, asking_for_a_link_does_the_same_work_before_the_answer_for_everybody) {
  server.holds_later = true;
  Caller nobody(server);
  const auto attempts = [&] {
    return server.database->begin_read()->query_one("select count(*) from attempts")->integer(0);
  };
  const auto first = attempts();
  for (const std::string& address : {acme.reader_email, std::string("nobody@example.com"), email}) {
    const std::string before = server.fingerprint();
    EXPECT_EQ(nobody.post("/api/password/forgot", {{"email", address}}).raw.body, "");
    EXPECT_EQ(server.fingerprint(), before) << "no link, no mail";
    EXPECT_EQ(server.run_later(), 1u) << address;
    EXPECT_EQ(server.fingerprint() != before, address == acme.reader_email) << address;
  }
  EXPECT_EQ(attempts(), first + 3);
  EXPECT_EQ(server.mail_count(acme.reader_email), 1);
}

TEST_F(Passwords, a_refused_sign_in_does_the_same_work_before_the_answer_for_everybody) {
  admin.post(acme.path("/users/" + id + "/deactivate"));
  server.holds_later = true;
  for (const std::string& address : {acme.reader_email, std::string("nobody@example.com"), email}) {
    const auto trail = server.verify_audit(acme).size;
    EXPECT_EQ(Caller(server).sign_in(address, "wrong").status, 401);
    EXPECT_EQ(server.verify_audit(acme).size, trail) << "told afterwards";
    EXPECT_EQ(server.run_later(), 1u) << address;
    EXPECT_EQ(server.verify_audit(acme).size, trail + (address == "nobody@example.com" ? 0 : 1));
  }
}

TEST_F(Passwords, a_reset_link_works_once_and_ends_every_session) {
  Caller rita = reader(server, acme);
  const std::string token = reset_link(acme.reader_email);
  ASSERT_EQ(reset(token).status, 200);
  EXPECT_EQ(reset(token).status, 410);
  EXPECT_EQ(rita.get(acme.path("/users/me")).status, 401);
  EXPECT_EQ(rita.sign_in(acme.reader_email, member_password).status, 401);
  EXPECT_EQ(rita.sign_in(acme.reader_email, "brand-New-Long-Secret-1").status, 200);
}

TEST_F(Passwords, a_reset_link_lives_thirty_minutes) {
  const std::string token = reset_link(acme.reader_email);
  server.clock.advance(30min - 1ms);
  EXPECT_EQ(reset(token, "short").status, 400) << "a bad password does not use it up";
  server.clock.advance(1ms);
  EXPECT_EQ(reset(token).status, 410);
}

TEST_F(Passwords, a_newer_reset_link_replaces_the_older) {
  const std::string old = reset_link(acme.reader_email);
  server.clock.advance(1s);
  const std::string fresh = reset_link(acme.reader_email);
  EXPECT_EQ(reset(old).status, 410);
  EXPECT_EQ(reset(fresh).status, 200);
}

TEST_F(Passwords, a_reset_link_used_twice_at_once_works_once) {
  const std::string token = reset_link(acme.reader_email);
  int first = 0;
  int second = 0;
  {
    const std::jthread one([&] { first = reset(token).status; });
    const std::jthread two([&] { second = reset(token).status; });
  }
  EXPECT_EQ(std::min(first, second), 200);
  EXPECT_EQ(std::max(first, second), 410);
}

TEST_F(Passwords, changing_one_asks_for_the_current_and_ends_the_other_sessions) {
  Caller rita = reader(server, acme);
  Caller elsewhere = reader(server, acme);
  const auto change = [&](const std::string& current, const std::string& chosen) {
    return rita.post("/api/password/change",
                     {{"currentPassword", current}, {"newPassword", chosen}});
  };
  EXPECT_EQ(change("wrong", "brand-New-Long-Secret-1").text("field"), "currentPassword");
  EXPECT_EQ(change(member_password, "passwordpassword").text("field"), "newPassword");
  EXPECT_EQ(change(member_password, "Acme-Metering-Rita").text("field"), "newPassword");
  const Answer done = change(member_password, "brand-New-Long-Secret-1");
  ASSERT_EQ(done.status, 200) << done.raw.body;
  rita.remember(done);
  EXPECT_EQ(rita.get("/api/session").status, 200);
  EXPECT_EQ(elsewhere.get("/api/session").status, 401);
  EXPECT_EQ(server.mail_count(acme.reader_email), 1) << "a notice";
}

TEST_F(Passwords, a_wrong_current_one_stands_in_the_trail) {
  Caller rita = reader(server, acme);
  const Answer refused =
      rita.post("/api/password/change",
                {{"currentPassword", "a-wrong-guess"}, {"newPassword", "brand-New-Long-Secret-1"}});
  EXPECT_EQ(refused.text("field"), "currentPassword");
  const Answer found = admin.get(
      acme.path("/auditevents?action=password.change&outcome=DENIED&target=") + acme.reader_id);
  ASSERT_EQ(found.data().size(), 1u) << found.raw.body;
  EXPECT_EQ(text_of(found.data().at(0), "sourceAddress"), "203.0.113.7");
  EXPECT_FALSE(found.raw.body.contains("a-wrong-guess"));
}

}  // namespace
}  // namespace gatehouse
