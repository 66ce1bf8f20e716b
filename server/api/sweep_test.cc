// What people forget, asked of every endpoint in the table: anonymous callers, members without
// rights and administrators of another organization are refused, and nothing changes.
#include <gtest/gtest.h>

#include <set>

#include "testing/test_server.h"

namespace gatehouse {
namespace {

using testing::Answer;
using testing::Caller;
using testing::TestServer;

const api::Endpoint* find(const std::vector<api::Endpoint>& all, const std::string& operation) {
  for (const auto& endpoint : all)
    if (endpoint.operation == operation) return &endpoint;
  return nullptr;
}

// The endpoint's path in `organization`, every other parameter an id that exists nowhere or, for
// users, one that exists.
std::string path_of(const api::Endpoint& endpoint, const TestServer::Organization& organization) {
  std::string path = "/api" + endpoint.path;
  const auto replace = [&](const std::string& name, const std::string& value) {
    if (const auto at = path.find(name); at != std::string::npos)
      path.replace(at, name.size(), value);
  };
  replace("{organizationId}", organization.id);
  replace("{type}", "user");
  replace("{id}", organization.reader_id);
  replace("{keyId}", organization.reader_id);
  return path;
}

bool is_anyone(const api::Endpoint& endpoint) {
  return endpoint.access.kind == api::Access::Kind::anyone;
}

// A member of the organization who holds no policy at all.
Caller powerless(TestServer& server) {
  Caller admin = administrator(server, server.acme);
  admin.post(server.acme.path("/invitations"),
             {{"email", "p@acme.example"}, {"firstName", "Paul"}, {"lastName", "Plain"}});
  Caller caller(server);
  caller.remember(caller.post("/api/invitations/accept",
                              {{"token", server.secret_in(server.newest_mail("p@acme.example"))},
                               {"password", "nothing-To-See-Here-3"}}));
  return caller;
}

TEST(Sweep, every_operation_has_a_name_of_its_own) {
  std::set<std::string> names;
  for (const auto& endpoint : api::all_endpoints())
    EXPECT_TRUE(names.insert(endpoint.operation).second) << endpoint.operation;
}

TEST(Sweep, the_doors_without_credentials_are_exactly_these) {
  std::set<std::string> open;
  for (const auto& endpoint : api::all_endpoints())
    if (is_anyone(endpoint)) open.insert(endpoint.operation);
  const std::set<std::string> expected{
      "session.create",    "password.forgot",   "password.reset",    "token.create",
      "invitation.lookup", "invitation.accept", "invitation.decline"};
  EXPECT_EQ(open, expected);
}

TEST(Sweep, an_anonymous_caller_is_refused_everywhere_else) {
  TestServer server;
  Caller nobody(server);
  const std::string before = server.fingerprint();
  for (const auto& endpoint : server.dispatcher.endpoints()) {
    if (is_anyone(endpoint)) continue;
    const Answer answer = nobody.call(endpoint.method, path_of(endpoint, server.acme), nullptr);
    EXPECT_EQ(answer.status, 401) << endpoint.operation;
    EXPECT_EQ(answer.code(), "unauthenticated") << endpoint.operation;
  }
  EXPECT_EQ(server.fingerprint(), before);
}

TEST(Sweep, a_member_without_rights_is_refused_whatever_needs_a_right) {
  TestServer server;
  Caller paul = powerless(server);
  const std::string before = server.fingerprint();
  int asked = 0;
  for (const auto& endpoint : server.dispatcher.endpoints()) {
    if (endpoint.access.kind != api::Access::Kind::permission) continue;
    const Answer answer = paul.call(endpoint.method, path_of(endpoint, server.acme), nullptr);
    EXPECT_EQ(answer.status, 403) << endpoint.operation;
    EXPECT_EQ(answer.code(), "permission_denied") << endpoint.operation;
    ++asked;
  }
  EXPECT_GT(asked, 40);
  EXPECT_EQ(server.fingerprint(), before);
}

TEST(Sweep, an_administrator_of_another_organization_is_refused) {
  TestServer server;
  Caller stranger = administrator(server, server.globex);
  const std::string before = server.fingerprint();
  const auto trail_before = server.verify_audit(server.acme).size;
  for (const auto& endpoint : server.dispatcher.endpoints()) {
    if (endpoint.path.find("{organizationId}") == std::string::npos) continue;
    const Answer answer = stranger.call(endpoint.method, path_of(endpoint, server.acme), nullptr);
    EXPECT_EQ(answer.status, 403) << endpoint.operation;
    auto nowhere = server.acme;
    nowhere.id = to_string(OrganizationId::generate(server.clock.now()));
    const Answer unknown = stranger.call(endpoint.method, path_of(endpoint, nowhere), nullptr);
    EXPECT_EQ(answer.raw.body, unknown.raw.body) << "an organization that exists looks the same";
  }
  EXPECT_EQ(server.fingerprint(), before);
  EXPECT_EQ(server.verify_audit(server.acme).size, trail_before) << "strangers leave no trace";
}

TEST(Sweep, ids_of_another_organization_are_unknown_inside_ones_own) {
  TestServer server;
  Caller admin = administrator(server, server.acme);
  const std::string before = server.fingerprint();
  auto mixed = server.acme;
  mixed.reader_id = server.globex.reader_id;
  for (const char* operation :
       {"user.get", "user.activate", "user.deactivate", "user.password.resend", "user.permissions",
        "user.usergroups", "invitation.get", "invitation.resend", "invitation.revoke",
        "permissionpolicy.get", "permissionpolicy.delete", "resourcegroup.get",
        "resourcegroup.delete", "serviceuser.get", "serviceuser.delete", "accesskey.list",
        "resource.get", "resource.delete", "auditevent.get"}) {
    const auto* endpoint = find(server.dispatcher.endpoints(), operation);
    ASSERT_NE(endpoint, nullptr) << operation;
    EXPECT_EQ(admin.call(endpoint->method, path_of(*endpoint, mixed), nullptr).status, 404)
        << operation;
  }
  EXPECT_EQ(server.fingerprint(), before);
}

TEST(Sweep, every_body_refuses_a_field_that_it_does_not_know) {
  TestServer server;
  Caller admin = administrator(server, server.acme);
  const std::string before = server.fingerprint();
  for (const auto& endpoint : server.dispatcher.endpoints()) {
    if (endpoint.method == http::Method::get) continue;
    const Answer answer =
        admin.call(endpoint.method, path_of(endpoint, server.acme), {{"isAdministrator", true}});
    EXPECT_EQ(answer.status, 400) << endpoint.operation << answer.raw.body;
  }
  EXPECT_EQ(server.fingerprint(), before);
}

TEST(Sweep, a_cookie_alone_changes_nothing) {
  TestServer server;
  Caller admin = administrator(server, server.acme);
  admin.drop_csrf();
  for (const auto& endpoint : server.dispatcher.endpoints()) {
    if (endpoint.method == http::Method::get || is_anyone(endpoint)) continue;
    EXPECT_EQ(admin.call(endpoint.method, path_of(endpoint, server.acme), nullptr).code(),
              "csrf_failed")
        << endpoint.operation;
  }
}

}  // namespace
}  // namespace gatehouse
