// The HTTP/1.1 server: accepts connections, frames requests strictly (guard.h), applies the limits
// of base/limits.h, and calls the handler. Plain and TLS listeners share one implementation.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/limits.h"
#include "http/message.h"

namespace gatehouse::http {

struct TlsFiles {
  std::string certificate_chain;  ///< path of a PEM file
  std::string private_key;        ///< path of a PEM file, mode 0600
};

/// How long a peer may take. Kept to within two ticks; tests shrink them.
struct Deadlines {
  std::chrono::milliseconds header = limits::header_deadline;
  std::chrono::milliseconds body_grace{5'000};  ///< before the body's minimum rate counts
  std::chrono::milliseconds request = limits::request_deadline;  ///< to send it; then to answer it
  std::chrono::milliseconds idle = limits::keep_alive_idle;
  std::chrono::milliseconds write = limits::request_deadline;  ///< and the body's rate on top
  std::chrono::milliseconds linger{2'000};  ///< for a refused client to read why, and to hang up
  std::chrono::milliseconds drain = limits::drain_deadline;
  std::chrono::milliseconds tick{250};
};

struct ListenerConfig {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  ///< 0 takes a free port; port() tells which
  std::optional<TlsFiles> tls;
  std::vector<std::string> trusted_proxies;  ///< addresses or CIDR blocks whose X-Forwarded-* count
  unsigned io_threads = 1;
  unsigned worker_threads = 4;
  std::size_t worker_queue = 1024;       ///< requests waiting for a worker; further ones get 503
  std::size_t connections_max = 10'000;  ///< at most 3/4 of the process's file descriptors
  Deadlines deadlines;
};

/// Thread-safe. Takes its port in the constructor (throws std::runtime_error when the address
/// cannot be bound, a TLS file not read or a trusted proxy not understood) and serves from start()
/// on; stops, after draining for at most limits::drain_deadline, in stop() or the destructor. A
/// handler that is still running then is waited for.
class Listener {
 public:
  Listener(const ListenerConfig& config, Handler handler, QuickHandler quick_handler);
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  std::uint16_t port() const;
  void start();
  void stop();

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace gatehouse::http
