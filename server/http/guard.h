// The framing guard: the only code that reads the head of a request. It is strict because a proxy
// in front of us may read the same bytes in another way, and whatever two parsers disagree about is
// a smuggled request: it refuses what RFC 9112 lets a server repair (bare LF, folded lines, spaces
// before a colon, leading empty lines, a Content-Length beside a Transfer-Encoding).
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "base/failure.h"
#include "http/message.h"

namespace gatehouse::http {

/// Why a message is refused. The connection ends with it: nothing after it can be trusted.
struct Refusal {
  Code code = Code::invalid_input;
  std::string_view detail;  ///< a literal
};

/// What follows the head, and what the client expects of the connection.
struct Framing {
  bool chunked = false;
  std::size_t content_length = 0;
  bool expects_continue = false;
  bool keep_alive = true;
};

/// Finds the end of a head in bytes that arrive in pieces; refuses early what can never become one.
class HeadScanner {
 public:
  /// `bytes` starts with the head and may only have grown since the last call. Afterwards
  /// `head_size` is the size of the head with its empty line, or 0 while that is missing.
  std::optional<Refusal> scan(std::string_view bytes, std::size_t& head_size);

 private:
  std::size_t line_begin_ = 0;
  std::size_t scanned_ = 0;
};

/// Reads a whole head into `request` (method, path, query, headers; old contents are overwritten
/// and their memory kept). Repeated list fields are joined with a comma.
std::optional<Refusal> read_head(std::string_view head, Request& request, Framing& framing);

}  // namespace gatehouse::http
