// A clock that is wrong for a while and is set right (docs/security.md N-090, N-109): nobody is
// shut out, nothing lasts longer than it would have, and what was ended or used stays so.
#include <gtest/gtest.h>

#include "testing/scenario.h"

namespace gatehouse {
namespace {

using namespace testing;
using std::chrono::days;

class ClockJumps : public ::testing::Test {
 protected:
  TestServer server;
  const TestServer::Organization& acme = server.acme;
  Caller admin = administrator(server, acme);
  const std::string email = "nora@example.com";
  std::string id = admin.post(acme.path("/users"), person(email)).id();
  std::string temporary = temporary_password_in(server.newest_mail(email));
  Program robot = make_program(server, acme, "Robot", {policy_named(admin, acme, "readonly")});

  void jump(std::chrono::milliseconds by) { server.clock.advance(by); }
  int sign_in(const std::string& address, const std::string& password) {
    return Caller(server).sign_in(address, password).status;
  }
  std::string invitation(const std::string& address) {
    Caller fresh = administrator(server, acme);
    fresh.post(acme.path("/invitations"), person(address));
    return server.secret_in(server.newest_mail(address));
  }
  int look_up(const std::string& token) {
    return Caller(server).post("/api/invitations/lookup", {{"token", token}}).status;
  }
  int read(Caller& caller) { return caller.get(acme.path("/users")).status; }
  void expect_whole_trail() {
    const auto trail = server.verify_audit(acme);
    EXPECT_TRUE(trail.is_intact);
  }
};

TEST_F(ClockJumps, back_make_nothing_that_was_handed_out_invalid) {
  const std::string invited = invitation("late@example.com");
  for (const std::chrono::milliseconds back :
       {std::chrono::milliseconds(5s), std::chrono::milliseconds(10min),
        std::chrono::milliseconds(days{40})}) {
    jump(-back);
    EXPECT_EQ(read(admin), 200) << back.count();
    EXPECT_EQ(read(robot.caller), 200) << back.count();
    EXPECT_EQ(look_up(invited), 200) << back.count();
    EXPECT_EQ(sign_in(email, temporary), 200) << back.count();
    EXPECT_EQ(sign_in(acme.reader_email, member_password), 200) << back.count();
    jump(back);
    EXPECT_EQ(read(admin), 200) << back.count();
  }
  expect_whole_trail();
}

TEST_F(ClockJumps, back_and_forth_make_nothing_last_longer) {
  const std::string invited = invitation("late@example.com");
  const auto began = server.clock.now();
  jump(-10min);
  EXPECT_EQ(read(robot.caller), 200);
  EXPECT_EQ(read(admin), 200);
  jump(10min);
  jump(5h - 1ms);
  EXPECT_EQ(read(robot.caller), 200);
  jump(1ms);
  EXPECT_EQ(read(robot.caller), 401);
  EXPECT_EQ(read(admin), 401) << "idle for longer than half an hour";
  jump(days{-40});
  jump(days{40});
  jump(began + days{30} - 1ms - server.clock.now());
  EXPECT_EQ(look_up(invited), 200);
  EXPECT_EQ(sign_in(email, temporary), 200);
  jump(1ms);
  EXPECT_EQ(look_up(invited), 410);
  EXPECT_EQ(sign_in(email, temporary), 401);
}

TEST_F(ClockJumps, forward_end_what_has_an_end_and_the_right_time_decides_again) {
  const std::string invited = invitation("late@example.com");
  jump(days{40});
  EXPECT_EQ(look_up(invited), 410);
  EXPECT_EQ(sign_in(email, temporary), 401);
  EXPECT_EQ(read(robot.caller), 401);
  EXPECT_EQ(read(admin), 401);
  jump(days{-40});
  EXPECT_EQ(look_up(invited), 200);
  EXPECT_EQ(sign_in(email, temporary), 200);
  EXPECT_EQ(read(robot.caller), 200);
  EXPECT_EQ(sign_in(acme.administrator_email, administrator_password), 200);
}

TEST_F(ClockJumps, forward_and_back_undo_nothing_that_was_ended_or_used) {
  const std::string invited = invitation("late@example.com");
  Member off = invite(server, acme, "off@example.com");
  jump(days{20});
  Caller fresh = administrator(server, acme);
  ASSERT_EQ(fresh.post(acme.path("/users/" + off.id + "/deactivate")).status, 200);
  ASSERT_EQ(fresh
                .post(acme.path("/serviceusers/" + robot.id + "/accesskeys/" + robot.key_id +
                                "/deactivate"))
                .status,
            200);
  ASSERT_EQ(
      Caller(server)
          .post("/api/invitations/accept", {{"token", invited}, {"password", invited_password}})
          .status,
      200);
  Caller nora(server);
  nora.sign_in(email, temporary);
  ASSERT_EQ(nora.post("/api/session/password", {{"newPassword", invited_password}}).status, 200);
  jump(days{-20});
  EXPECT_EQ(read(off.caller), 401);
  EXPECT_EQ(sign_in(off.email, invited_password), 401);
  EXPECT_EQ(read(robot.caller), 401);
  EXPECT_EQ(look_up(invited), 410);
  EXPECT_EQ(sign_in(email, temporary), 401);
  EXPECT_EQ(sign_in(email, invited_password), 200);
  expect_whole_trail();
}

TEST_F(ClockJumps, lock_nobody_out_and_forgive_no_guesses) {
  for (int i = 0; i < 10; ++i) ASSERT_EQ(sign_in(acme.reader_email, "guess"), 401);
  jump(-5s);
  EXPECT_EQ(sign_in(acme.reader_email, member_password), 429) << "a small step forgives nothing";
  jump(days{40});
  for (int i = 0; i < 10; ++i) ASSERT_EQ(sign_in(acme.reader_email, "guess"), 401);
  EXPECT_EQ(sign_in(acme.reader_email, member_password), 429);
  jump(days{-40});
  EXPECT_EQ(sign_in(acme.reader_email, member_password), 200) << "not for forty days";
}

TEST_F(ClockJumps, leave_every_change_possible_and_in_the_order_in_which_it_was_made) {
  const std::string path = acme.path("/serviceusers");
  std::vector<std::string> made;
  for (const std::chrono::milliseconds by :
       {std::chrono::milliseconds(0), std::chrono::milliseconds(days{40}),
        std::chrono::milliseconds(days{-80}), std::chrono::milliseconds(days{40})}) {
    jump(by);
    Caller fresh = administrator(server, acme);
    made.push_back("made " + std::to_string(made.size()));
    ASSERT_EQ(fresh.post(path, JsonObject{{"name", made.back()}}).status, 200);
  }
  Caller fresh = administrator(server, acme);
  std::vector<std::string> trail;
  for (const Json& event :
       fresh.get(acme.path("/auditevents?action=serviceuser.create&pageSize=4")).data())
    trail.push_back(text_of(event, "targetName"));
  std::ranges::reverse(trail);
  EXPECT_EQ(trail, made);
  expect_whole_trail();
}

}  // namespace
}  // namespace gatehouse
