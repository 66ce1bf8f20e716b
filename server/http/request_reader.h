// Bytes in, requests out: one connection's incoming side without the socket, so that every way to
// cut the bytes into pieces can be tested and fuzzed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "http/chunked.h"
#include "http/guard.h"
#include "http/message.h"

namespace gatehouse::http {

class RequestReader {
 public:
  enum class Step : std::uint8_t {
    need_bytes,
    send_continue,  ///< the head is accepted and the client waits for 100 before it sends the body
    complete,       ///< the request is whole; the next call begins the next one
    refused,        ///< the last step: refusal() tells why
  };

  RequestReader();

  /// Where to put the next bytes; never empty after need_bytes.
  std::span<char> space();
  void received(std::size_t count) { end_ += count; }
  /// Forgets what it has and gives the whole buffer, to read what nobody wants to see.
  std::span<char> discard();

  /// Goes on with `request`, which must be the same object until the request is complete.
  Step advance(Request& request);

  const Refusal& refusal() const { return refusal_; }
  const Framing& framing() const { return framing_; }
  bool has_bytes() const { return begin_ != end_; }
  bool in_body() const { return state_ == State::body; }

 private:
  enum class State : std::uint8_t { head, body, refused };

  Step refuse(const Refusal& refusal);
  Step read_head(Request& request);
  Step read_body(Request& request);
  std::string_view bytes() const { return {buffer_.get() + begin_, end_ - begin_}; }

  std::unique_ptr<char[]> buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  State state_ = State::head;
  HeadScanner scanner_;
  ChunkedBody chunked_;
  Framing framing_;
  Refusal refusal_;
};

}  // namespace gatehouse::http
