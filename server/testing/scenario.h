// What tests of the API need over and over: policies, members and programs of
// an organization.
#pragma once

#include <thread>

#include "testing/test_server.h"

namespace gatehouse::testing {

inline Json statement(const char* effect, std::vector<std::string> actions, std::string resource) {
  JsonArray all;
  for (auto& action : actions) all.push_back(Json(action));
  JsonArray resources;
  resources.push_back(Json(resource));
  JsonObject one;
  one["effect"] = effect;
  one["action"] = all;
  one["resource"] = resources;
  return one;
}

inline Json list(std::vector<Json> values) {
  JsonArray array;
  for (auto& value : values) array.push_back(std::move(value));
  return array;
}

inline std::string text_of(const Json& object, const char* name) {
  return std::string(object.at(name).as_string());
}

inline std::string policy_named(Caller& caller, const TestServer::Organization& organization,
                                const std::string& name) {
  return text_of(caller.get(organization.path("/permissionpolicies?q=") + name).data().at(0), "id");
}

inline std::string make_policy(Caller& caller, const TestServer::Organization& organization,
                               const std::string& name, std::vector<Json> statements) {
  JsonObject body{{"name", name}};
  body["permissionPolicy"] = list(std::move(statements));
  return caller.post(organization.path("/permissionpolicies"), body).id();
}

inline Answer attach(Caller& caller, const TestServer::Organization& organization,
                     const std::string& policy, const std::string& call,
                     const std::string& principal) {
  return caller.post(organization.path("/permissionpolicies/") + policy + "/" + call,
                     {{"principalId", principal}});
}

inline std::string make_group(Caller& caller, const TestServer::Organization& organization,
                              const std::string& name) {
  return caller.post(organization.path("/resourcegroups/user"), JsonObject{{"name", name}}).id();
}

inline Answer change_group(Caller& caller, const TestServer::Organization& organization,
                           const std::string& group, const std::string& call,
                           const std::string& target, const std::string& type = "ITEM") {
  return caller.post(organization.path("/resourcegroups/user/") + group + "/" + call,
                     JsonObject{{"targetId", target}, {"targetType", type}});
}

inline JsonObject person(const std::string& email) {
  return {{"email", email}, {"firstName", "Nora"}, {"lastName", "Newman"}};
}

/// The temporary password in a mail's text, `xxxxxx-xxxxxx-…`; empty: none.
inline std::string temporary_password_in(const std::string& mail) {
  for (std::size_t at = 0; at < mail.size();) {
    const std::size_t end = std::min(mail.find_first_of(" \r\n", at), mail.size());
    if (end - at == 27 && mail[at + 6] == '-' && mail[at + 13] == '-')
      return mail.substr(at, end - at);
    at = end + 1;
  }
  return "";
}

struct Member {
  Caller caller;
  std::string id;
  std::string email;
};

inline const std::string invited_password = "a-Good-Long-Secret-42";

/// Somebody who was invited with the policies, has accepted and is signed in.
inline Member invite(TestServer& server, const TestServer::Organization& organization,
                     const std::string& email, std::vector<std::string> policies = {}) {
  Caller admin = administrator(server, organization);
  JsonObject body = person(email);
  JsonArray ids;
  for (const auto& id : policies) ids.push_back(Json(id));
  body["permissionPolicyIds"] = ids;
  admin.post(organization.path("/invitations"), body);
  Member member{Caller(server), "", email};
  member.caller.remember(member.caller.post(
      "/api/invitations/accept",
      {{"token", server.secret_in(server.newest_mail(email))}, {"password", invited_password}}));
  // The invitation's session has not confirmed its password.
  member.caller.sign_in(email, invited_password);
  const Answer me = member.caller.get(organization.path("/users/me"));
  member.id = text_of(me.json.at("user"), "id");
  return member;
}

/// Somebody who may manage people, groups and policies, and no more.
inline Member user_manager(TestServer& server, const TestServer::Organization& organization) {
  Caller admin = administrator(server, organization);
  const std::vector<std::string> all{"config:create", "config:retrieve", "config:update",
                                     "config:delete"};
  std::vector<Json> statements;
  for (const char* type :
       {"user", "orguserinvitation", "permissionpolicy", "resourcegroup", "serviceuser", "support"})
    statements.push_back(statement("allow", all, std::string("config:") + type + "/*"));
  return invite(server, organization, "manager@people.example",
                {make_policy(admin, organization, "User managers", statements)});
}

struct Program {
  Caller caller;
  std::string id;
  std::string key_id;
  std::string secret;
};

inline std::string basic(const std::string& id, const std::string& secret) {
  return "Basic " + to_base64(id + ":" + secret);
}

/// A service user with a key and a token.
inline Program make_program(TestServer& server, const TestServer::Organization& organization,
                            const std::string& name, std::vector<std::string> policies = {}) {
  Caller admin = administrator(server, organization);
  Program program{Caller(server), {}, {}, {}};
  program.id = admin.post(organization.path("/serviceusers"), JsonObject{{"name", name}}).id();
  for (const auto& policy : policies)
    attach(admin, organization, policy, "addtoserviceuser", program.id);
  const Answer key = admin.post(organization.path("/serviceusers/") + program.id + "/accesskeys");
  program.key_id = key.id();
  program.secret = key.text("apiSecret");
  Caller asking(server);
  const Answer token = asking.post("/api/oauth/token", {{"grant_type", "client_credentials"},
                                                        {"client_id", program.key_id},
                                                        {"client_secret", program.secret}});
  program.caller.use_bearer("Bearer " + token.text("access_token"));
  return program;
}

inline std::string header_of(const Answer& answer, std::string_view name) {
  for (const auto& [given, value] : answer.raw.headers)
    if (given == name) return value;
  return "";
}

}  // namespace gatehouse::testing
