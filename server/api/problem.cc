#include "api/problem.h"

#include "base/json.h"

namespace gatehouse::api {
namespace {

std::string_view title_of(int status) {
  switch (status) {
    case 400:
      return "Invalid request";
    case 401:
      return "Not signed in";
    case 403:
      return "Not allowed";
    case 404:
      return "Not found";
    case 405:
      return "Method not allowed";
    case 409:
      return "Conflict";
    case 410:
      return "No longer valid";
    case 413:
      return "Too large";
    case 415:
      return "Unsupported media type";
    case 422:
      return "Cannot be processed";
    case 429:
      return "Too many requests";
    case 503:
      return "Unavailable";
    default:
      return "Error";
  }
}

}  // namespace

void refuse_method(std::string allowed) {
  Failure failure(Code::method_not_allowed, "this path has no such method");
  failure.allow = std::move(allowed);
  throw failure;
}

http::Response to_problem(const Failure& failure, const http::Request& request) {
  const int status = status_of(failure.code);
  JsonObject problem{{"type", "about:blank"},      {"title", title_of(status)},
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
