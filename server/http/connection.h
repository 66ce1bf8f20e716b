// One connection, from its first byte to its last, as a coroutine on its I/O thread. Included by
// plain_connection.cc and tls_connection.cc only: it is by far the slowest header to compile.
#pragma once

#include <array>
#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <exception>
#include <string>
#include <type_traits>
#include <utility>

#include "base/limits.h"
#include "base/log.h"
#include "http/answer.h"
#include "http/io_thread.h"
#include "http/request_reader.h"
#include "http/service.h"

namespace gatehouse::http {

template <class Stream>
class Connection final : private Watched {
 public:
  Connection(Stream stream, IoThread& io_thread, Service& service);
  ~Connection() override { service_.connections.remove(); }

  Awaitable<void> run();

 private:
  static constexpr bool kIsTls = !std::is_same_v<Stream, Socket>;
  // Up to here a body is copied behind its head: cheaper than a second buffer for the kernel.
  static constexpr std::size_t kCopiedBytes = std::size_t{16} * 1024;
  // What an idle connection may keep of the memory that its largest message needed.
  static constexpr std::size_t kKeptBytes = std::size_t{64} * 1024;

  void expire() override;
  void close_if_idle() override;
  void enter_reading();
  Awaitable<bool> handshake();
  Awaitable<bool> read();

  void identify();
  Response call_handler() noexcept;
  bool answer_at_once() noexcept;
  Awaitable<bool> answer_on_worker();
  bool queue_answer();
  void queue(Response response, bool close);
  void queue_refusal(const Refusal& refusal);

  bool is_flushed() const { return sent_ == out_.size() + large_.size(); }
  bool is_queue_full() const {
    return queued_answers_ >= limits::requests_per_connection_pipelined ||
           out_.size() > kKeptBytes || !large_.empty();
  }
  bool write_without_waiting();
  Awaitable<bool> flush();
  void forget_written();
  Awaitable<void> end(bool unread_input);

  Socket& socket() {
    if constexpr (kIsTls)
      return stream_.next_layer();
    else
      return stream_;
  }
  std::array<boost::asio::const_buffer, 2> unsent() const;
  const Deadlines& deadlines() const { return service_.config.deadlines; }

  Stream stream_;
  Service& service_;
  std::string peer_;
  bool is_peer_trusted_ = false;
  bool has_served_ = false;
  bool is_timed_out_ = false;
  SteadyClock::time_point request_began_;
  SteadyClock::time_point body_began_;
  RequestReader reader_;
  Request request_;
  Response response_;
  std::string out_;    ///< heads and small bodies
  std::string large_;  ///< one large body, sent after `out_`
  std::size_t sent_ = 0;
  std::size_t queued_answers_ = 0;
};

template <class Stream>
Connection<Stream>::Connection(Stream stream, IoThread& io_thread, Service& service)
    : Watched(io_thread), stream_(std::move(stream)), service_(service) {
  service_.connections.add();
  boost::system::error_code error;
  const auto peer = unmapped(socket().remote_endpoint(error).address());
  peer_ = peer.to_string();
  is_peer_trusted_ = service_.proxies.contains(peer);
  socket().set_option(boost::asio::ip::tcp::no_delay(true), error);
  socket().non_blocking(true, error);
}

template <class Stream>
Awaitable<void> Connection<Stream>::run() {
  if (!co_await handshake()) co_return;
  for (;;) {
    switch (reader_.advance(request_)) {
      case RequestReader::Step::need_bytes:
        if (!is_flushed() && !write_without_waiting() && !co_await flush()) co_return;
        if (!co_await read()) co_return;
        break;
      case RequestReader::Step::send_continue:
        out_.append("HTTP/1.1 100 Continue\r\n\r\n");
        break;
      case RequestReader::Step::complete:
        // What comes next has deadlines of its own, even if its first bytes are here.
        enter(Phase::handling, deadlines().request);
        identify();
        if (!answer_at_once() && !co_await answer_on_worker()) co_return;
        if (!queue_answer()) co_return co_await end(reader_.has_bytes());
        if (is_queue_full() && !write_without_waiting() && !co_await flush()) co_return;
        break;
      case RequestReader::Step::refused:
        queue_refusal(reader_.refusal());
        co_return co_await end(true);
    }
  }
}

// --- time

template <class Stream>
void Connection<Stream>::expire() {
  boost::system::error_code ignored;
  set_deadline(SteadyClock::time_point::max());
  is_timed_out_ = phase() == Phase::head || phase() == Phase::body;
  // A reader wakes up and says good-bye; nobody else has anything left to say.
  if (is_timed_out_ || phase() == Phase::idle)
    socket().cancel(ignored);
  else
    socket().close(ignored);
}

template <class Stream>
void Connection<Stream>::close_if_idle() {
  boost::system::error_code ignored;
  // A request that has arrived but was not read yet is still answered.
  if (phase() == Phase::idle && socket().available(ignored) == 0) socket().cancel(ignored);
}

template <class Stream>
void Connection<Stream>::enter_reading() {
  if (reader_.in_body()) {
    if (phase() != Phase::body) {
      body_began_ = thread().now();
      if (phase() != Phase::head) request_began_ = body_began_;
      enter(Phase::body, deadlines().request);
    }
    const std::chrono::seconds earned(request_.body.size() / limits::body_bytes_per_second);
    set_deadline(std::min(request_began_ + deadlines().request,
                          body_began_ + deadlines().body_grace + earned) +
                 thread().tick());
  } else if (!reader_.has_bytes()) {
    enter(Phase::idle, has_served_ ? deadlines().idle : deadlines().header);
  } else if (phase() != Phase::head) {
    enter(Phase::head, deadlines().header);
    request_began_ = since();
  }
}

// --- reading

template <class Stream>
Awaitable<bool> Connection<Stream>::handshake() {
  if constexpr (kIsTls) {
    enter(Phase::handshake, deadlines().header);
    const auto [error] =
        co_await stream_.async_handshake(boost::asio::ssl::stream_base::server, kAsTuple);
    co_return !error;
  } else {
    co_return true;
  }
}

/// False when the connection is over.
template <class Stream>
Awaitable<bool> Connection<Stream>::read() {
  enter_reading();
  if (phase() == Phase::idle && service_.is_draining) {
    co_await end(false);
    co_return false;
  }
  const auto space = reader_.space();
  const auto [error, count] =
      co_await stream_.async_read_some(boost::asio::buffer(space.data(), space.size()), kAsTuple);
  if (is_timed_out_)
    queue_refusal({.code = Code::request_timeout, .detail = "the request came too slowly"});
  if (error || is_timed_out_) {
    co_await end(is_timed_out_);
    co_return false;
  }
  reader_.received(count);
  co_return true;
}

// --- answering

template <class Stream>
void Connection<Stream>::identify() {
  request_.client_address.assign(peer_);
  request_.is_https = kIsTls;
  if (is_peer_trusted_) service_.proxies.apply(request_);
  const auto given = request_.header("x-request-id");
  // AuthZEN wants it back as it came. Header values are ASCII already, and the log is JSON.
  if (given.empty() || given.size() > limits::request_id_bytes)
    thread().next_id(request_.id);
  else
    request_.id.assign(given);
}

template <class Stream>
Response Connection<Stream>::call_handler() noexcept {
  try {
    return service_.handler(request_);
  } catch (const std::exception& mistake) {
    log::error("http.handler", {{"requestId", request_.id}, {"error", mistake.what()}});
  }
  return problem(Code::internal, "the request failed", request_.id);
}

template <class Stream>
bool Connection<Stream>::answer_at_once() noexcept {
  if (!service_.quick_handler) return false;
  try {
    auto response = service_.quick_handler(request_);
    if (response) response_ = std::move(*response);
    return response.has_value();
  } catch (const std::exception& mistake) {
    log::error("http.handler", {{"requestId", request_.id}, {"error", mistake.what()}});
    response_ = problem(Code::internal, "the request failed", request_.id);
    return true;
  }
}

/// False when the connection is over.
template <class Stream>
Awaitable<bool> Connection<Stream>::answer_on_worker() {
  if (!service_.workers->try_reserve()) {
    response_ = problem(Code::unavailable, "the server is busy", request_.id);
    co_return true;
  }
  // Answers that are ready shall not wait for one that is not.
  if (!is_flushed() && !write_without_waiting() && !co_await flush()) {
    service_.workers->release();
    co_return false;
  }
  enter(Phase::handling, deadlines().request);
  // The coroutine stays on its I/O thread, asleep, while the worker uses its request.
  const auto initiate = [this](auto handler) {
    service_.workers->post([this, handler = std::move(handler)]() mutable {
      response_ = call_handler();
      boost::asio::post(std::move(handler));
    });
  };
  using Token = boost::asio::use_awaitable_t<Executor>;
  co_await boost::asio::async_initiate<const Token, void()>(initiate, Token());
  service_.workers->release();
  co_return true;
}

/// Queues `response_`; false when the connection ends after it.
template <class Stream>
bool Connection<Stream>::queue_answer() {
  has_served_ = true;
  const bool close = response_.close || !reader_.framing().keep_alive || service_.is_draining;
  queue(std::move(response_), close);
  if (request_.body.capacity() > kKeptBytes) std::string().swap(request_.body);
  return !close;
}

template <class Stream>
void Connection<Stream>::queue(Response response, bool close) {
  append_head(out_, response,
              {.date = thread().date(),
               .request_id = request_.id,
               .is_https = request_.is_https,
               .close = close});
  ++queued_answers_;
  if (request_.method == Method::head || !has_body(response.status)) return;
  if (response.body.size() <= kCopiedBytes)
    out_.append(response.body);
  else
    large_ = std::move(response.body);
}

template <class Stream>
void Connection<Stream>::queue_refusal(const Refusal& refusal) {
  // Nothing that the refused head said is believed, not even that it is a HEAD.
  request_.method = Method::get;
  request_.is_https = kIsTls;
  thread().next_id(request_.id);
  queue(problem(refusal.code, refusal.detail, request_.id), true);
}

// --- writing

template <class Stream>
std::array<boost::asio::const_buffer, 2> Connection<Stream>::unsent() const {
  const auto from_out = std::min(sent_, out_.size());
  return {boost::asio::buffer(out_) + from_out, boost::asio::buffer(large_) + (sent_ - from_out)};
}

/// Most answers fit the kernel's buffer; they need no trip through the event loop.
template <class Stream>
bool Connection<Stream>::write_without_waiting() {
  if constexpr (kIsTls) {
    return false;
  } else {
    boost::system::error_code error;
    // One buffer is cheaper for the kernel to take than a list of two.
    sent_ += large_.empty() ? stream_.write_some(boost::asio::buffer(out_) + sent_, error)
                            : stream_.write_some(unsent(), error);
    if (error || !is_flushed()) return false;
    forget_written();
    return true;
  }
}

template <class Stream>
void Connection<Stream>::forget_written() {
  out_.clear();
  if (out_.capacity() > kKeptBytes) out_.shrink_to_fit();
  if (!large_.empty()) std::string().swap(large_);
  sent_ = queued_answers_ = 0;
}

template <class Stream>
Awaitable<bool> Connection<Stream>::flush() {
  const auto buffers = unsent();
  const auto size = boost::asio::buffer_size(buffers);
  enter(Phase::writing,
        deadlines().write + std::chrono::seconds(size / limits::body_bytes_per_second));
  const auto [error, count] = co_await boost::asio::async_write(stream_, buffers, kAsTuple);
  forget_written();
  co_return !error;
}

/// Closing a socket that has unread input makes the kernel reset the connection, and the client
/// would lose the answer that says why. So we tell it that we are done and wait for it to be.
template <class Stream>
Awaitable<void> Connection<Stream>::end(bool unread_input) {
  is_timed_out_ = false;
  if (!is_flushed() && !write_without_waiting() && !co_await flush()) co_return;
  enter(Phase::lingering, deadlines().linger);
  if constexpr (kIsTls) co_await stream_.async_shutdown(kAsTuple);
  if (!unread_input) co_return;
  boost::system::error_code failed;
  socket().shutdown(Socket::shutdown_send, failed);
  const auto space = reader_.discard();
  while (!failed) {
    const auto [error, count] = co_await socket().async_read_some(
        boost::asio::buffer(space.data(), space.size()), kAsTuple);
    failed = error;
  }
}

}  // namespace gatehouse::http
