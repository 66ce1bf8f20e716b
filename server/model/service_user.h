// A program with access to the API, and its access keys.
#pragma once

#include <optional>

#include "base/id.h"
#include "model/audited.h"
#include "model/user.h"

namespace gatehouse {

struct ServiceUser : Audited {
  ServiceUserId id;
  OrganizationId organization_id;
  std::string name;
  UserStatus status = UserStatus::active;
  std::int64_t active_keys = 0;

  static constexpr const char* schema_name = "ServiceUser";
  static constexpr bool is_answer = true;
  static constexpr auto fields() {
    return std::tuple_cat(
        std::tuple{out("id", &ServiceUser::id, "Unique id."),
                   out("name", &ServiceUser::name, "Unique in the organization, ignoring case."),
                   out("status", &ServiceUser::status, "Inactive service users get no token."),
                   out("activeKeys", &ServiceUser::active_keys, "Number of active access keys.")},
        audit_fields());
  }
};

struct AccessKey : Audited {
  AccessKeyId id;
  OrganizationId organization_id;
  ServiceUserId service_user_id;
  UserStatus status = UserStatus::active;
  std::int64_t generation = 1;  ///< in each token; raised to kill the tokens issued before
  std::optional<Timestamp> expires_at;
  std::optional<Timestamp> last_used_at;
  std::optional<std::string> api_secret;  ///< only in the answer that creates the key

  static constexpr const char* schema_name = "AccessKey";
  static constexpr bool is_answer = true;
  static constexpr auto fields() {
    return std::tuple_cat(
        std::tuple{
            out("id", &AccessKey::id, "The access key id: user name of the token request."),
            out("serviceUserId", &AccessKey::service_user_id, "Whose key it is."),
            out("status", &AccessKey::status, "Inactive keys and their tokens are refused."),
            out("dtExpires", &AccessKey::expires_at, "When it stops working; null: never."),
            out("dtLastUsed", &AccessKey::last_used_at, "Last token request, to the minute."),
            out("apiSecret", &AccessKey::api_secret, "Given once, when the key is created."),
        },
        audit_fields());
  }
};

}  // namespace gatehouse
