#include "http/chunked.h"

#include <algorithm>
#include <charconv>

#include "base/limits.h"

namespace gatehouse::http {
namespace {

constexpr std::size_t kSizeDigits = 8;

std::optional<Refusal> bad(std::string_view detail) { return Refusal{Code::invalid_input, detail}; }

/// Whether `bytes` starts with CRLF; nothing while that cannot be told yet.
std::optional<bool> starts_with_line_end(std::string_view bytes) {
  if (!std::string_view("\r\n").starts_with(bytes.substr(0, 2))) return false;
  return bytes.size() < 2 ? std::nullopt : std::optional(true);
}

}  // namespace

std::optional<Refusal> ChunkedBody::decode(std::string_view bytes, std::size_t& used,
                                           std::string& body) {
  used = 0;
  while (state_ != State::complete) {
    const auto rest = bytes.substr(used);
    if (rest.empty()) return {};
    if (state_ == State::size) {
      const auto before = used;
      if (auto fault = read_size(rest, used, body.size())) return fault;
      if (used == before) return {};
    } else if (state_ == State::data) {
      const auto count = std::min(remaining_, rest.size());
      body.append(rest.substr(0, count));
      used += count;
      remaining_ -= count;
      if (remaining_ == 0) state_ = State::data_end;
    } else {
      const auto line_end = starts_with_line_end(rest);
      if (!line_end) return {};
      if (!*line_end)
        return bad(state_ == State::last ? "trailers are not accepted"
                                         : "a chunk does not end with CRLF");
      used += 2;
      state_ = state_ == State::last ? State::complete : State::size;
    }
  }
  return {};
}

std::optional<Refusal> ChunkedBody::read_size(std::string_view bytes, std::size_t& used,
                                              std::size_t body_size) {
  std::size_t size = 0;
  const auto window = bytes.substr(0, kSizeDigits);
  const auto [end, error] = std::from_chars(window.begin(), window.end(), size, 16);
  if (error != std::errc{}) return bad("a chunk size is malformed");
  const auto digits = static_cast<std::size_t>(end - window.begin());
  const auto line_end = starts_with_line_end(bytes.substr(digits));
  // A size that is not yet followed by anything may still grow, but not over the digits allowed.
  if (!line_end) return {};
  if (!*line_end) return bad("a chunk size is malformed or has an extension");
  if (size > limits::body_bytes - body_size)
    return Refusal{Code::payload_too_large, "the body is too large"};
  used += digits + 2;
  remaining_ = size;
  state_ = size == 0 ? State::last : State::data;
  return {};
}

}  // namespace gatehouse::http
