// Permission policies and their attachments ("principal permissions" in m3ter's words).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "model/audited.h"
#include "model/statement.h"

namespace gatehouse {

/// How many principals of each kind hold a policy.
struct Attachments {
  std::int64_t users = 0;
  std::int64_t user_groups = 0;
  std::int64_t service_users = 0;
  std::int64_t support_users = 0;
  std::int64_t all_users = 0;
  std::vector<std::string> any_subject_of;  ///< services of applications

  static constexpr const char* schema_name = "Attachments";
  static constexpr bool is_answer = true;
  static constexpr auto fields() {
    return std::tuple{out("users", &Attachments::users, "Users."),
                      out("userGroups", &Attachments::user_groups, "User groups."),
                      out("serviceUsers", &Attachments::service_users, "Service users."),
                      out("supportUsers", &Attachments::support_users, "1 when support has it."),
                      out("allUsers", &Attachments::all_users, "1 when all users have it."),
                      out("anySubjectOf", &Attachments::any_subject_of,
                          "Services of the applications whose every subject has it.")};
  }
};

struct PermissionPolicy : Audited {
  PermissionPolicyId id;
  OrganizationId organization_id;
  std::string name;
  bool is_managed = false;  ///< Administrator and ReadOnly: cannot be changed or deleted
  std::vector<Statement> statements;
  Attachments attachments;

  static constexpr const char* schema_name = "PermissionPolicy";
  static constexpr bool is_answer = true;
  static constexpr auto fields() {
    return std::tuple_cat(
        std::tuple{
            out("id", &PermissionPolicy::id, "Unique id."),
            out("name", &PermissionPolicy::name, "Unique in the organization, ignoring case."),
            out("managedPolicy", &PermissionPolicy::is_managed, "Managed policies are fixed."),
            out("permissionPolicy", &PermissionPolicy::statements, "The statements."),
            out("attachments", &PermissionPolicy::attachments, "Who holds it."),
        },
        audit_fields());
  }
};

enum class PrincipalType : std::uint8_t {
  user,
  user_group,
  service_user,
  support_users,
  all_users,
  any_subject,  ///< of an application
};
template <>
struct EnumNames<PrincipalType> {
  static constexpr bool ignore_case = false;
  static constexpr std::array names{std::pair{PrincipalType::user, "USER"},
                                    std::pair{PrincipalType::user_group, "USERGROUP"},
                                    std::pair{PrincipalType::service_user, "SERVICEUSER"},
                                    std::pair{PrincipalType::support_users, "SUPPORTUSERS"},
                                    std::pair{PrincipalType::all_users, "ALLUSERS"},
                                    std::pair{PrincipalType::any_subject, "ANYSUBJECT"}};
};

/// A policy attached to a principal.
struct PrincipalPermission : Audited {
  PrincipalPermissionId id;
  PermissionPolicyId policy_id;
  PrincipalType principal_type = PrincipalType::user;
  std::string principal_id;  ///< the organization's id for SUPPORTUSERS and ALLUSERS, else of
                             ///< the principal; the service for ANYSUBJECT

  static constexpr const char* schema_name = "PrincipalPermission";
  static constexpr bool is_answer = true;
  static constexpr auto fields() {
    return std::tuple_cat(
        std::tuple{
            out("id", &PrincipalPermission::id, "Unique id of the attachment."),
            out("permissionPolicyId", &PrincipalPermission::policy_id, "The policy."),
            out("principalId", &PrincipalPermission::principal_id, "Who holds it."),
            out("principalType", &PrincipalPermission::principal_type, "Kind of principal."),
        },
        audit_fields());
  }
};

}  // namespace gatehouse
