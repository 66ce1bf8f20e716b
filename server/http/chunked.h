// A body in chunks (RFC 9112 section 7.1), without what nobody needs and attackers use: extensions,
// trailers (a proxy that strips X-Forwarded-* from headers does not strip them there), bare LF.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/guard.h"

namespace gatehouse::http {

class ChunkedBody {
 public:
  /// Appends to `body` what `bytes` holds of it and sets `used` to the number of bytes consumed;
  /// the rest is to be offered again when more has come. Refuses bodies over limits::body_bytes.
  std::optional<Refusal> decode(std::string_view bytes, std::size_t& used, std::string& body);

  bool is_complete() const { return state_ == State::complete; }

 private:
  enum class State : std::uint8_t { size, data, data_end, last, complete };

  std::optional<Refusal> read_size(std::string_view bytes, std::size_t& used,
                                   std::size_t body_size);

  State state_ = State::size;
  std::size_t remaining_ = 0;
};

}  // namespace gatehouse::http
