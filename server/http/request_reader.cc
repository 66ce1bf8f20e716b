#include "http/request_reader.h"

#include <algorithm>
#include <cstring>

#include "base/limits.h"

namespace gatehouse::http {
namespace {

// A head of the largest size and room to read on. Only pages that were written to cost memory.
constexpr std::size_t kBufferBytes = 2 * limits::header_bytes;

}  // namespace

RequestReader::RequestReader() : buffer_(std::make_unique_for_overwrite<char[]>(kBufferBytes)) {}

std::span<char> RequestReader::space() {
  if (begin_ > 0) {
    std::memmove(buffer_.get(), buffer_.get() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  return {buffer_.get() + end_, kBufferBytes - end_};
}

std::span<char> RequestReader::discard() {
  begin_ = end_ = 0;
  return space();
}

RequestReader::Step RequestReader::advance(Request& request) {
  switch (state_) {
    case State::head:
      return read_head(request);
    case State::body:
      return read_body(request);
    case State::refused:
      break;
  }
  return Step::refused;
}

RequestReader::Step RequestReader::refuse(const Refusal& refusal) {
  refusal_ = refusal;
  state_ = State::refused;
  return Step::refused;
}

RequestReader::Step RequestReader::read_head(Request& request) {
  std::size_t head_size = 0;
  if (const auto fault = scanner_.scan(bytes(), head_size)) return refuse(*fault);
  if (head_size == 0) return Step::need_bytes;
  if (const auto fault = http::read_head(bytes().substr(0, head_size), request, framing_))
    return refuse(*fault);
  begin_ += head_size;
  scanner_ = {};
  chunked_ = {};
  request.body.clear();
  state_ = State::body;
  const bool has_body = framing_.chunked || framing_.content_length > 0;
  if (has_body && framing_.expects_continue && !has_bytes()) return Step::send_continue;
  return read_body(request);
}

RequestReader::Step RequestReader::read_body(Request& request) {
  bool is_complete = false;
  if (framing_.chunked) {
    std::size_t used = 0;
    if (const auto fault = chunked_.decode(bytes(), used, request.body)) return refuse(*fault);
    begin_ += used;
    is_complete = chunked_.is_complete();
  } else {
    const auto missing = framing_.content_length - request.body.size();
    const auto part = bytes().substr(0, missing);
    request.body.append(part);
    begin_ += part.size();
    is_complete = part.size() == missing;
  }
  if (!is_complete) return Step::need_bytes;
  state_ = State::head;
  return Step::complete;
}

}  // namespace gatehouse::http
