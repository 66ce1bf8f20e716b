#include "http/listener.h"

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <mutex>
#include <stdexcept>
#include <utility>

#include "base/log.h"
#include "http/io_thread.h"
#include "http/service.h"
#include "http/start_connection.h"
#include "http/tls_context.h"

namespace gatehouse::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

/// Leaves file descriptors to the database, mail and the next accept.
std::size_t connections_allowed(std::size_t wanted) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return wanted;
  return std::min<std::size_t>(wanted, limit.rlim_cur / 4 * 3);
}

}  // namespace

class Listener::State {
 public:
  State(const ListenerConfig& config, Handler handler, QuickHandler quick_handler);
  ~State() { stop(); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  std::uint16_t port() const { return port_; }
  void start();
  void stop();

 private:
  void open(const ListenerConfig& config);
  Awaitable<void> accept();
  Awaitable<void> make_room(const char* reason);
  void start_connection(Socket socket, IoThread& thread);

  // Destroyed from the bottom up: connections live on the threads and use the service.
  Service service_;
  std::optional<asio::ssl::context> tls_;
  const std::size_t connections_max_;
  std::vector<std::unique_ptr<IoThread>> threads_;
  std::optional<Acceptor> acceptor_;  ///< belongs to the first thread once started
  std::uint16_t port_ = 0;
  SteadyClock::time_point warned_{};
  std::once_flag stopped_;
};

Listener::Listener(const ListenerConfig& config, Handler handler, QuickHandler quick_handler)
    : state_(std::make_unique<State>(config, std::move(handler), std::move(quick_handler))) {}

Listener::~Listener() = default;

std::uint16_t Listener::port() const { return state_->port(); }

void Listener::start() { state_->start(); }

void Listener::stop() { state_->stop(); }

Listener::State::State(const ListenerConfig& config, Handler handler, QuickHandler quick_handler)
    : service_(config, std::move(handler), std::move(quick_handler)),
      connections_max_(connections_allowed(config.connections_max)) {
  if (config.tls) tls_.emplace(make_tls_context(*config.tls));
  for (unsigned i = 0; i < std::max(config.io_threads, 1U); ++i)
    threads_.push_back(std::make_unique<IoThread>(config.deadlines.tick));
  open(config);
}

void Listener::State::start() {
  asio::co_spawn(threads_.front()->executor(), accept(), asio::detached);
  for (const auto& thread : threads_) thread->start();
}

void Listener::State::open(const ListenerConfig& config) {
  try {
    const tcp::endpoint endpoint(asio::ip::make_address(config.address), config.port);
    acceptor_.emplace(threads_.front()->executor());
    acceptor_->open(endpoint.protocol());
    acceptor_->set_option(tcp::acceptor::reuse_address(true));
    acceptor_->bind(endpoint);
    acceptor_->listen();
    port_ = acceptor_->local_endpoint().port();
  } catch (const boost::system::system_error& error) {
    throw std::runtime_error("cannot listen on `" + config.address + "` port " +
                             std::to_string(config.port) + ": " + error.code().message());
  }
}

Awaitable<void> Listener::State::accept() {
  for (std::size_t turn = 0;; ++turn) {
    if (service_.connections.count() >= connections_max_) {
      co_await make_room("limit");
      continue;
    }
    IoThread& thread = *threads_[turn % threads_.size()];
    auto [error, socket] = co_await acceptor_->async_accept(thread.executor(), kAsTuple);
    if (service_.is_draining) co_return;
    if (!error)
      start_connection(std::move(socket), thread);
    else
      co_await make_room("descriptors");  // EMFILE and its like
  }
}

/// The backlog of the kernel holds new clients meanwhile.
Awaitable<void> Listener::State::make_room(const char* reason) {
  constexpr std::size_t kEvictedAtOnce = 32;
  constexpr std::chrono::milliseconds kPause{20};
  constexpr std::chrono::seconds kQuiet{10};
  if (const auto now = SteadyClock::now(); now - warned_ > kQuiet) {
    warned_ = now;
    log::warning("http.accept_pauses", {{"reason", reason}});
  }
  for (const auto& thread : threads_)
    thread->post([&io_thread = *thread] { io_thread.evict(kEvictedAtOnce); });
  Timer timer(threads_.front()->executor(), kPause);
  co_await timer.async_wait(kAsTuple);
}

void Listener::State::start_connection(Socket socket, IoThread& thread) {
  if (tls_)
    start_tls_connection(std::move(socket), *tls_, thread, service_);
  else
    start_plain_connection(std::move(socket), thread, service_);
}

void Listener::State::stop() {
  std::call_once(stopped_, [this] {
    service_.is_draining = true;
    threads_.front()->post([this] { acceptor_->close(); });
    for (const auto& thread : threads_)
      thread->post([&io_thread = *thread] { io_thread.close_idle(); });
    service_.connections.wait_until_none(service_.config.deadlines.drain);
    for (const auto& thread : threads_) thread->stop();
    service_.workers->stop();
    service_.workers.reset();
  });
}

}  // namespace gatehouse::http
