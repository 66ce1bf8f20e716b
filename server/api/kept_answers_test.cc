// That an answer given at once is the full one's twin is checked by TestServer with every request
// of every test; here: when there is one.
#include "api/kept_answers.h"

#include <gtest/gtest.h>

#include "testing/scenario.h"

namespace gatehouse {
namespace {

using namespace testing;

class KeptAnswersTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (server.database->engine() != store::Engine::sqlite)
      GTEST_SKIP() << "other nodes may write there, so nothing is kept";
  }
  std::optional<http::Response> at_once(Caller& caller, const std::string& query = "") {
    return at_once(caller, acme.path("/users/me"), query);
  }
  std::optional<http::Response> session_at_once(Caller& caller) {
    return at_once(caller, "/api/session", "");
  }
  std::optional<http::Response> at_once(Caller& caller, const std::string& path,
                                        const std::string& query) {
    http::Request request;
    request.method = http::Method::get;
    request.path = path;
    request.query = query;
    request.headers = {{"host", "gatehouse.test"}, {"cookie", caller.cookie()}};
    request.client_address = "203.0.113.7";
    return server.dispatcher.answer_at_once(request);
  }

  TestServer server;
  const TestServer::Organization& acme = server.acme;
  const std::string me = acme.path("/users/me");
};

TEST_F(KeptAnswersTest, are_there_from_the_second_time_on) {
  Member nora = invite(server, acme, "nora@example.com");
  server.clock.advance(1s);
  nora.caller.get(me);
  const auto kept = at_once(nora.caller);
  ASSERT_TRUE(kept);
  EXPECT_EQ(boost::json::parse(kept->body).at("user").at("email"), "nora@example.com");
  EXPECT_FALSE(at_once(nora.caller, "unknown=1")) << "a query is looked at by the endpoint";
  Caller nobody(server);
  EXPECT_FALSE(at_once(nobody));
}

TEST_F(KeptAnswersTest, are_gone_when_the_organization_or_the_account_changes) {
  Member nora = invite(server, acme, "nora@example.com");
  Caller admin = administrator(server, acme);
  nora.caller.get(me);
  ASSERT_TRUE(at_once(nora.caller));
  make_group(admin, acme, "Anything");
  EXPECT_FALSE(at_once(nora.caller));

  nora.caller.get(me);
  ASSERT_TRUE(at_once(nora.caller));
  const auto version = nora.caller.get(me).json.at("user").at("version").as_int64();
  nora.caller.put(me, JsonObject{{"firstName", "New"}, {"lastName", "Name"}, {"version", version}});
  EXPECT_FALSE(at_once(nora.caller));
  nora.caller.get(me);
  EXPECT_EQ(boost::json::parse(at_once(nora.caller)->body).at("user").at("firstName"), "New");
}

TEST_F(KeptAnswersTest, are_not_for_those_whose_access_has_ended) {
  Member nora = invite(server, acme, "nora@example.com");
  Caller admin = administrator(server, acme);
  admin.put(acme.path("/users/" + nora.id),
            JsonObject{{"version", 1}, {"dtEndAccess", to_string(server.clock.now() + 10s)}});
  nora.caller.get(me);
  ASSERT_TRUE(at_once(nora.caller));
  server.clock.advance(10s);
  EXPECT_FALSE(at_once(nora.caller));
  EXPECT_EQ(nora.caller.get(me).status, 401);
}

TEST_F(KeptAnswersTest, are_not_for_other_callers_or_organizations) {
  Member nora = invite(server, acme, "nora@example.com");
  nora.caller.get(me);
  ASSERT_TRUE(at_once(nora.caller));
  Caller stranger = administrator(server, server.globex);
  EXPECT_FALSE(at_once(stranger));
  nora.caller.del("/api/session");
  EXPECT_FALSE(at_once(nora.caller));
}

TEST_F(KeptAnswersTest, of_a_session_are_gone_when_any_organization_of_the_account_changes) {
  Member nora = invite(server, acme, "nora@example.com");
  Caller other = administrator(server, server.globex);
  nora.caller.get("/api/session");
  const auto kept = session_at_once(nora.caller);
  ASSERT_TRUE(kept);
  EXPECT_EQ(boost::json::parse(kept->body).at("organizations").as_array().size(), 1);
  other.post(server.globex.path("/users"), person("nora@example.com"));
  EXPECT_FALSE(session_at_once(nora.caller));
  EXPECT_EQ(nora.caller.get("/api/session").json.at("organizations").as_array().size(), 2);
  EXPECT_TRUE(session_at_once(nora.caller));
}

TEST_F(KeptAnswersTest, of_a_session_are_good_until_an_access_ends) {
  Member nora = invite(server, acme, "nora@example.com");
  Caller admin = administrator(server, acme);
  admin.put(acme.path("/users/" + nora.id),
            JsonObject{{"version", 1}, {"dtEndAccess", to_string(server.clock.now() + 10s)}});
  const auto status = [&] {
    return nora.caller.get("/api/session").json.at("organizations").at(0).at("status").as_string();
  };
  EXPECT_EQ(status(), "ACTIVE");
  ASSERT_TRUE(session_at_once(nora.caller));
  server.clock.advance(10s);
  EXPECT_FALSE(session_at_once(nora.caller));
  EXPECT_EQ(status(), "INACTIVE");
}

TEST_F(KeptAnswersTest, of_a_session_are_for_that_session_only) {
  Member nora = invite(server, acme, "nora@example.com");
  nora.caller.get("/api/session");
  ASSERT_TRUE(session_at_once(nora.caller));
  Caller again(server);
  again.sign_in("nora@example.com", invited_password);
  EXPECT_FALSE(session_at_once(again));
  nora.caller.del("/api/session");
  EXPECT_FALSE(session_at_once(nora.caller));
}

}  // namespace
}  // namespace gatehouse
