#include "api/endpoints.h"

namespace gatehouse::api {

std::vector<Endpoint> all_endpoints() {
  std::vector<Endpoint> all;
  for (auto* part :
       {session_endpoints, password_endpoints, token_endpoints, organization_endpoints,
        user_endpoints, own_user_endpoints, invitation_endpoints, invitation_answer_endpoints,
        permission_policy_endpoints, attachment_endpoints, resource_group_endpoints,
        service_user_endpoints, access_key_endpoints, audit_event_endpoints, application_endpoints,
        resource_endpoints, decision_endpoints, effective_access_endpoints})
    for (Endpoint& endpoint : part()) all.push_back(std::move(endpoint));
  return all;
}

}  // namespace gatehouse::api
