// What a directory is built from: plain copies of what the store holds of one organization, as far
// as decisions depend on it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/json.h"
#include "base/time.h"
#include "model/statement.h"
#include "policy/vocabulary.h"

namespace gatehouse::directory {

struct UserData {
  UserId id;
  bool active = true;
  std::optional<Timestamp> end{};  ///< access ends at this moment, which is not included
  std::vector<Statement> statements{};
  std::string external_id{};
  std::string user_name{};
  std::string email{};  ///< the canonical key, lower case
};

struct ServiceUserData {
  ServiceUserId id;
  bool active = true;
};

struct GroupData {
  ResourceGroupId id;
  std::string type{};  ///< `user`, `meter`, or `service:type`
  std::string name{};
  std::vector<std::string> items{};  ///< ids; for a group of users, user ids
  std::vector<ResourceGroupId> groups{};
};

struct PolicyData {
  PermissionPolicyId id;
  std::string name{};
  bool managed = false;
  std::vector<Statement> statements{};
};

enum class PrincipalKind : std::uint8_t {
  user,
  user_group,
  service_user,
  support_users,
  all_users,    ///< every user of the organization
  any_subject,  ///< whoever an application asks about, in questions about that application only
};

struct Principal {
  PrincipalKind kind = PrincipalKind::user;
  Uuid id{};              ///< of the user, user group or service user
  std::string service{};  ///< of the application, for any_subject

  bool operator==(const Principal&) const = default;
};

struct Attachment {
  PermissionPolicyId policy;
  Principal principal;
};

/// What an application registered of a resource.
struct ResourceData {
  std::string type{};  ///< `service:type`
  std::string id{};
  JsonObject properties{};
};

struct OrganizationData {
  OrganizationId id;
  std::vector<UserData> users{};
  std::vector<ServiceUserData> service_users{};
  std::vector<GroupData> groups{};
  std::vector<PolicyData> policies{};
  std::vector<Attachment> attachments{};
  std::vector<policy::Application> applications{};
  std::vector<ResourceData> resources{};
  std::optional<Timestamp> support_end{};
};

}  // namespace gatehouse::directory
