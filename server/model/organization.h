// The tenant. Owns everything but accounts.
#pragma once

#include <optional>

#include "base/id.h"
#include "model/audited.h"
#include "model/statement.h"

namespace gatehouse {

enum class OrganizationType : std::uint8_t { production, sandbox };
enum class OrganizationStatus : std::uint8_t { active, archived };

template <>
struct EnumNames<OrganizationType> {
  static constexpr bool ignore_case = false;
  static constexpr std::array names{std::pair{OrganizationType::production, "PRODUCTION"},
                                    std::pair{OrganizationType::sandbox, "SANDBOX"}};
};
template <>
struct EnumNames<OrganizationStatus> {
  static constexpr bool ignore_case = false;
  static constexpr std::array names{std::pair{OrganizationStatus::active, "ACTIVE"},
                                    std::pair{OrganizationStatus::archived, "ARCHIVED"}};
};

struct Organization : Audited {
  OrganizationId id;
  std::string name;
  std::string short_name;
  OrganizationType type = OrganizationType::production;
  OrganizationStatus status = OrganizationStatus::active;
  std::string time_zone;

  static constexpr const char* schema_name = "Organization";
  static constexpr bool is_answer = true;
  static constexpr auto fields() {
    return std::tuple_cat(
        std::tuple{
            out("id", &Organization::id, "Unique id."),
            out("organizationName", &Organization::name, "Shown to users."),
            out("shortName", &Organization::short_name, "Used where space is short."),
            out("type", &Organization::type, "Production or sandbox."),
            out("status", &Organization::status, "Nothing archives an organization yet."),
            out("timeZone", &Organization::time_zone, "IANA name; dates without time are in it.")},
        audit_fields());
  }
};

/// Time-bound access for the operator's support staff.
struct SupportAccess {
  OrganizationId id;
  std::int64_t version = 1;
  std::optional<Timestamp> end_at;
  std::vector<Statement> statements;

  static constexpr const char* schema_name = "SupportAccess";
  static constexpr bool is_answer = true;
  static constexpr auto fields() {
    return std::tuple{
        out("id", &SupportAccess::id, "Id of the organization."),
        out("version", &SupportAccess::version, "Must be sent back, equal, with an update."),
        out("dtEndSupportUsersAccess", &SupportAccess::end_at,
            "When support access ends; null when it was never granted."),
        out("supportUsersPermissionPolicy", &SupportAccess::statements,
            "Statements that hold for support users besides the attached policies."),
    };
  }
};

}  // namespace gatehouse
