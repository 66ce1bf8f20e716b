// Why a request cannot succeed. `Failure` is the only exception thrown for that purpose; it is
// caught once, in api/dispatch.cc, and becomes problem+json (RFC 9457). Programs branch on `code`
// and `field`, never on `message`. Style of a message: lower case, no full stop, user input in
// backticks, no SQL, no secrets.
#pragma once

#include <cstdint>
#include <exception>
#include <source_location>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse {

enum class Code : std::uint8_t {
  invalid_json,
  invalid_input,
  unknown_field,
  invalid_cursor,
  unauthenticated,
  permission_denied,
  password_change_required,
  step_up_required,
  csrf_failed,
  grant_exceeds_own,
  not_found,
  method_not_allowed,
  request_timeout,
  conflict,
  already_exists,
  stale_version,
  last_administrator,
  gone,
  payload_too_large,
  unsupported_media_type,
  idempotency_mismatch,
  header_too_large,
  too_many_requests,
  internal,
  not_implemented,
  unavailable,
  storage_full,
  outcome_unknown,
};

/// The stable word that clients see in `code`.
std::string_view to_string(Code code);

/// The HTTP status of a code: one table, design decision 4.
int status_of(Code code);

class Failure : public std::exception {
 public:
  explicit Failure(Code code, std::string message, std::string field = {});

  Code code;
  std::string message;
  std::string field;            ///< path of the offending input, `permissionPolicy[0].effect`
  int retry_after_seconds = 0;  ///< sent as Retry-After when positive
  std::string allow;            ///< methods of the path, sent as Allow
  std::vector<std::pair<std::string, std::string>>
      reason;  ///< why a decision refused, for `reason`

  const char* what() const noexcept override { return message.c_str(); }
};

/// Our own mistake: throws std::logic_error naming the place; becomes a 500 that is loud in the
/// log.
void check(bool condition, std::string_view what,
           std::source_location where = std::source_location::current());

}  // namespace gatehouse
