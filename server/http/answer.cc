#include "http/answer.h"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <ctime>

#include "base/log.h"

namespace gatehouse::http {
namespace {

// What keeps a browser from guessing types, framing us, or sharing a window with another origin.
constexpr std::string_view kSecurityFields =
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n";

// For what is no page; a page brings its own.
constexpr std::string_view kNoPagePolicy =
    "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n";

void append_number(std::string& out, std::size_t number) {
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  out.append(digits, end);
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ").append(value).append("\r\n");
}

bool is_safe(std::string_view text) {
  return std::ranges::none_of(text, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

bool is_named(std::string_view name, std::string_view lower) {
  return name.size() == lower.size() &&
         std::ranges::equal(name, lower, [](char a, char b) { return (a | 0x20) == b; });
}

bool is_safe(const Response& response) {
  return response.status >= 200 && response.status <= 599 && is_safe(response.content_type) &&
         std::ranges::all_of(response.headers, [](const auto& field) {
           return is_safe(field.first) && is_safe(field.second);
         });
}

}  // namespace

void append_head(std::string& out, Response& response, const AnswerContext& context) {
  if (!is_safe(response)) {
    log::error("http.unsafe_response", {{"requestId", context.request_id}});
    response = problem(Code::internal, "the answer could not be written", context.request_id);
  }
  out.append("HTTP/1.1 ");
  append_number(out, static_cast<std::size_t>(response.status));
  out.append(" ").append(reason_of(response.status)).append("\r\n");
  append_field(out, "Date", context.date);
  if (has_body(response.status)) {
    if (!response.content_type.empty()) append_field(out, "Content-Type", response.content_type);
    out.append("Content-Length: ");
    append_number(out, response.body.size());
    out.append("\r\n");
  }
  bool has_cache_control = false;
  bool has_policy = false;
  for (const auto& [name, value] : response.headers) {
    append_field(out, name, value);
    has_cache_control |= is_named(name, "cache-control");
    has_policy |= is_named(name, "content-security-policy");
  }
  if (!has_cache_control) out.append("Cache-Control: no-store\r\n");
  if (!has_policy) out.append(kNoPagePolicy);
  append_field(out, "X-Request-ID", context.request_id);
  out.append(kSecurityFields);
  if (context.is_https) out.append("Strict-Transport-Security: max-age=31536000\r\n");
  if (context.close) out.append("Connection: close\r\n");
  out.append("\r\n");
}

bool has_body(int status) { return status != 204 && status != 304; }

std::string_view reason_of(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 302:
      return "Found";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 307:
      return "Temporary Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 421:
      return "Misdirected Request";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    default:
      return "Unknown";
  }
}

Response problem(Code code, std::string_view detail, std::string_view request_id) {
  const int status = status_of(code);
  const boost::json::object body{{"type", "about:blank"},  {"title", reason_of(status)},
                                 {"status", status},       {"detail", detail},
                                 {"message", detail},      {"code", to_string(code)},
                                 {"requestId", request_id}};
  Response response{.status = status,
                    .content_type = "application/problem+json",
                    .headers = {},
                    .body = boost::json::serialize(body),
                    .close = false};
  if (code == Code::unavailable) response.headers.emplace_back("Retry-After", "1");
  return response;
}

std::string http_date() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[32];
  // The names are English whatever the locale: the program never calls setlocale.
  return {text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts)};
}

}  // namespace gatehouse::http
