// For tests: a service user of an organization that asks AuthZEN's questions of a test server.
#pragma once

#include "api/authzen.h"
#include "testing/test_server.h"

namespace gatehouse::testing {

class EnforcementPoint {
 public:
  /// A new service user named `name`; with `policy`, a policy of this name attached.
  EnforcementPoint(TestServer& server, const TestServer::Organization& organization,
                   const std::string& policy, const std::string& name = "Enforcer")
      : authzen_(server.services) {
    Caller admin = administrator(server, organization);
    id = admin.post(organization.path("/serviceusers"), {{"name", name}}).id();
    if (!policy.empty()) {
      const Answer found = admin.get(organization.path("/permissionpolicies?q=") + policy);
      admin.post(organization.path("/permissionpolicies/") +
                     std::string(found.data().at(0).at("id").as_string()) + "/addtoserviceuser",
                 {{"principalId", id}});
    }
    const Answer key =
        admin.post(organization.path("/serviceusers/" + id + "/accesskeys"), JsonObject{});
    Caller program(server);
    program.use_bearer("Basic " + to_base64(key.id() + ":" + key.text("apiSecret")));
    authorization =
        "Bearer " + program.post("/api/oauth/token", {{"grant_type", "client_credentials"}})
                        .text("access_token");
  }

  http::Request request(const std::string& path, const std::string& body) const {
    http::Request request;
    request.method = http::Method::post;
    request.path = path;
    request.headers = {{"host", "gatehouse.test"}, {"content-type", "application/json"}};
    if (!authorization.empty()) request.headers.emplace_back("authorization", authorization);
    request.body = body;
    request.client_address = "203.0.113.8";
    request.id = "test-request";
    return request;
  }
  Answer send(const http::Request& request) {
    Answer answer;
    auto response = authzen_.handle(request);
    if (!response) return answer;
    answer.raw = std::move(*response);
    answer.status = answer.raw.status;
    answer.json = boost::json::parse(answer.raw.body);
    return answer;
  }
  Answer ask(const std::string& call, const std::string& body) {
    return send(request("/access/v1/" + call, body));
  }
  Answer ask(const std::string& call, const Json& body) { return ask(call, to_text(body)); }
  bool answers_at_once(const http::Request& request) {
    return authzen_.answer_at_once(request).has_value();
  }
  /// Whether the answer is a decision that permits.
  bool permits(const Json& body) {
    const Answer answer = ask("evaluation", body);
    return answer.status == 200 && answer.json.at("decision").as_bool();
  }

  std::string id;
  std::string authorization;

 private:
  api::Authzen authzen_;
};

inline JsonObject entity(const std::string& type, const std::string& id) {
  return {{"type", type}, {"id", id}};
}
inline JsonObject action(const std::string& name) { return {{"name", name}}; }

}  // namespace gatehouse::testing
