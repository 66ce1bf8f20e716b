// One thread with its event loop, and the clock of the connections that live on it. Everything here
// but post() and stop() belongs to that thread, so connections need no locks.
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <list>
#include <string>
#include <thread>
#include <utility>

namespace gatehouse::http {

// The concrete executor: the type-erased default costs a virtual call and an allocation per step.
using Executor = boost::asio::io_context::executor_type;
using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Executor>;
using Acceptor = boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, Executor>;
using SteadyClock = std::chrono::steady_clock;
using Timer =
    boost::asio::basic_waitable_timer<SteadyClock, boost::asio::wait_traits<SteadyClock>, Executor>;
template <class Result>
using Awaitable = boost::asio::awaitable<Result, Executor>;
/// `co_await operation(…, kAsTuple)` gives the error code instead of throwing it.
inline constexpr auto kAsTuple = boost::asio::as_tuple(boost::asio::use_awaitable_t<Executor>{});

class IoThread;

/// A connection as its thread sees it. Deadlines are looked at once a tick instead of setting a
/// timer for each: a request then costs no timer and no system call for the time.
class Watched {
 public:
  enum class Phase : std::uint8_t { handshake, idle, head, body, handling, writing, lingering };

  explicit Watched(IoThread& thread);
  virtual ~Watched();
  Watched(const Watched&) = delete;
  Watched& operator=(const Watched&) = delete;

  /// The deadline has passed.
  virtual void expire() = 0;
  /// Ends the connection if it waits for a request of which nothing has come.
  virtual void close_if_idle() = 0;

  Phase phase() const { return phase_; }
  SteadyClock::time_point since() const { return since_; }
  SteadyClock::time_point deadline() const { return deadline_; }

 protected:
  void enter(Phase phase, std::chrono::milliseconds at_most);
  void set_deadline(SteadyClock::time_point deadline) { deadline_ = deadline; }
  IoThread& thread() { return thread_; }

 private:
  IoThread& thread_;
  std::list<Watched*>::iterator place_;
  Phase phase_ = Phase::handshake;
  SteadyClock::time_point since_;
  SteadyClock::time_point deadline_ = SteadyClock::time_point::max();
};

class IoThread {
 public:
  explicit IoThread(std::chrono::milliseconds tick);
  ~IoThread();
  IoThread(const IoThread&) = delete;
  IoThread& operator=(const IoThread&) = delete;

  Executor executor() { return context_.get_executor(); }
  template <class Work>
  void post(Work work) {
    boost::asio::post(context_, std::move(work));
  }
  void start();
  /// Abandons what is not done and joins the thread.
  void stop();

  /// As of the last tick.
  SteadyClock::time_point now() const { return now_; }
  const std::string& date() const { return date_; }
  std::chrono::milliseconds tick() const { return tick_; }
  /// Overwrites `id` with one that no other request has.
  void next_id(std::string& id);

  void close_idle();
  /// Ends the `count` connections that have kept us waiting for a request the longest.
  void evict(std::size_t count);

 private:
  friend class Watched;

  Awaitable<void> watch();
  void run();
  void expire_due();

  const std::chrono::milliseconds tick_;
  SteadyClock::time_point now_ = SteadyClock::now();
  std::string date_;
  std::string id_prefix_;
  std::uint64_t ids_ = 0;
  // Before the context: destroying it destroys the connections, which leave the list.
  std::list<Watched*> watched_;
  boost::asio::io_context context_{1};
  std::jthread thread_;
};

}  // namespace gatehouse::http
