// One line of an organization's audit trail: who did what to what, from where, with what outcome.
#pragma once

#include <array>
#include <string>
#include <tuple>
#include <utility>

#include "base/field.h"
#include "base/id.h"
#include "base/json.h"
#include "base/time.h"

namespace gatehouse {

enum class ActorType : std::uint8_t { user, service_user, support_user, system, anonymous };
template <>
struct EnumNames<ActorType> {
  static constexpr bool ignore_case = false;
  static constexpr std::array names{
      std::pair{ActorType::user, "USER"}, std::pair{ActorType::service_user, "SERVICEUSER"},
      std::pair{ActorType::support_user, "SUPPORTUSER"}, std::pair{ActorType::system, "SYSTEM"},
      std::pair{ActorType::anonymous, "ANONYMOUS"}};
};

enum class Outcome : std::uint8_t { success, denied, failed };
template <>
struct EnumNames<Outcome> {
  static constexpr bool ignore_case = false;
  static constexpr std::array names{std::pair{Outcome::success, "SUCCESS"},
                                    std::pair{Outcome::denied, "DENIED"},
                                    std::pair{Outcome::failed, "FAILED"}};
};

struct AuditEvent {
  AuditEventId id;
  std::int64_t index = 0;  ///< dense in the organization, from 0: its leaf in the Merkle tree
  Timestamp time;
  ActorType actor_type = ActorType::system;
  std::string actor_id;
  std::string actor_name;
  std::string action;  ///< `user.deactivate`
  std::string target_type;
  std::string target_id;
  std::string target_name;
  Outcome outcome = Outcome::success;
  std::string source_address;
  std::string request_id;
  JsonObject details;  ///< `before`, `after`, `reason`

  static constexpr const char* schema_name = "AuditEvent";
  static constexpr bool is_answer = true;
  static constexpr auto fields() {
    return std::tuple{
        out("id", &AuditEvent::id, "Unique id."),
        out("index", &AuditEvent::index, "Position in the organization's audit tree, from 0."),
        out("time", &AuditEvent::time, "When it happened."),
        out("actorType", &AuditEvent::actor_type, "Kind of principal."),
        out("actorId", &AuditEvent::actor_id, "Who did it."),
        out("actorName", &AuditEvent::actor_name, "Name at that time."),
        out("action", &AuditEvent::action, "What was done: `user.deactivate`."),
        out("targetType", &AuditEvent::target_type, "Kind of the thing it was done to."),
        out("targetId", &AuditEvent::target_id, "The thing it was done to."),
        out("targetName", &AuditEvent::target_name, "Its name at that time."),
        out("outcome", &AuditEvent::outcome, "Whether it was done, refused or failed."),
        out("sourceAddress", &AuditEvent::source_address, "Network address of the caller."),
        out("requestId", &AuditEvent::request_id, "Also in the answer and in the log."),
        out("details", &AuditEvent::details, "`before` and `after` values, `reason`."),
    };
  }
};

}  // namespace gatehouse
