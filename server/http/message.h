// HTTP messages as plain values. Everything above http/ sees only these: no socket, no Boost.Beast.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::http {

enum class Method : std::uint8_t { get, head, post, put, patch, del, options };

std::string_view to_string(Method method);

/// A request that passed the framing guard (guard.h): header names are lower case and the fields
/// that we read occur at most once.
struct Request {
  Method method = Method::get;
  std::string path;   ///< percent-encoded as sent, starts with '/', without the query
  std::string query;  ///< without '?'
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::string client_address;  ///< the peer, or what a trusted proxy says it is
  bool is_https = false;       ///< TLS here, or so says a trusted proxy
  std::string id;              ///< unique; echoed in X-Request-ID and in the log

  /// The value of the header, empty when absent. `name` is lower case.
  std::string_view header(std::string_view name) const;
};

struct Response {
  int status = 200;
  std::string content_type = "application/json";
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  bool close = false;  ///< end the connection after this answer
};

/// Answers one request, on a worker thread. Called from many threads at once.
using Handler = std::function<Response(const Request&)>;
/// Asked first, on the I/O thread: the answer when it can be had without waiting for anything (no
/// lock that is held long, no database, no hashing), else nothing, and the handler is called.
using QuickHandler = std::function<std::optional<Response>(const Request&)>;

}  // namespace gatehouse::http
