// OpenID AuthZEN 1.0: other applications ask whether a subject may do something. The caller is a
// service user with a bearer token; the organization is the token's. Plain questions are answered
// from the directory alone, on the I/O thread. Thread-safe.
//
// Ours, beyond the standard: `"options": {"reason": true}` puts a decision id and the reason into
// the answer's context; the log line `decision.explained` has the same id.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <optional>
#include <span>
#include <string>

#include "api/authzen_question.h"
#include "api/services.h"
#include "http/message.h"

namespace gatehouse::api {

/// A call of the standard. Routing and the OpenAPI document are made from the same table.
struct AuthzenCall {
  std::string_view path;  ///< below /access/v1/
  std::string_view summary;
  std::string_view request_schema;  ///< in the OpenAPI document
  std::string_view answer_schema;
  std::string (*answer)(const Asker&, JsonMembers);
  bool is_search;
};
std::span<const AuthzenCall> authzen_calls();

class Authzen {
 public:
  explicit Authzen(Services& services);

  /// Never throws. Nothing when the path is not one of AuthZEN's.
  std::optional<http::Response> handle(const http::Request& request);

  /// The same when it needs neither the database nor long: credentials and organization are in
  /// memory, no search or explanation is asked for, and the organization's policies are not such
  /// that deciding takes long (limits::evaluations_at_once). Otherwise nothing.
  std::optional<http::Response> answer_at_once(const http::Request& request);

 private:
  using SteadyClock = std::chrono::steady_clock;
  // By hash: organizations that share a place only go to a worker when they need not.
  using SlowUntil = std::array<std::atomic<SteadyClock::rep>, 1024>;

  std::atomic<SteadyClock::rep>& slow_until(OrganizationId organization);
  http::Response answer(const http::Request& request);
  http::Response metadata(const http::Request& request) const;
  Asker asker(const auth::Principal& principal, directory::SnapshotPointer snapshot,
              Timestamp now) const;

  Services& services_;
  SlowUntil slow_until_{};
};

}  // namespace gatehouse::api
