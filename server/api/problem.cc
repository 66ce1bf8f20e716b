#include "api/problem.h"

#include "base/json.h"
#include "http/answer.h"

namespace gatehouse::api {
void refuse_method(std::string allowed) {
  Failure failure(Code::method_not_allowed, "this path has no such method");
  failure.allow = std::move(allowed);
  throw failure;
}

http::Response to_problem(const Failure& failure, const http::Request& request) {
  const int status = status_of(failure.code);
  JsonObject problem{{"type", "about:blank"},      {"title", http::reason_of(status)},
                     {"status", status},           {"detail", failure.message},
                     {"message", failure.message}, {"code", to_string(failure.code)},
                     {"requestId", request.id}};
  if (!failure.field.empty()) problem["field"] = failure.field;
  if (!failure.reason.empty()) {
    JsonObject reason;
    for (const auto& [name, value] : failure.reason) reason[name] = value;
    problem["reason"] = reason;
  }
  http::Response response;
  response.status = status;
  response.content_type = "application/problem+json";
  response.body = to_text(problem);
  // m3ter's SDKs would send a refused change again, twice.
  if (status == 409) response.headers.emplace_back("x-should-retry", "false");
  if (status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer");
  if (!failure.allow.empty()) response.headers.emplace_back("Allow", failure.allow);
  if (failure.retry_after_seconds > 0)
    response.headers.emplace_back("Retry-After", std::to_string(failure.retry_after_seconds));
  return response;
}

}  // namespace gatehouse::api
