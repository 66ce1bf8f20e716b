// The HTTP/1.1 server: accepts connections, frames requests strictly (guard.h), applies the limits
// of base/limits.h, and calls the handler. Plain and TLS listeners share one implementation.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "http/message.h"

namespace gatehouse::http {

struct TlsFiles {
  std::string certificate_chain;  ///< path of a PEM file
  std::string private_key;        ///< path of a PEM file, mode 0600
};

struct ListenerConfig {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  ///< 0 takes a free port; port() tells which
  std::optional<TlsFiles> tls;
  std::vector<std::string> trusted_proxies;  ///< addresses or CIDR blocks whose X-Forwarded-* count
  unsigned io_threads = 1;
  unsigned worker_threads = 4;
};

/// Thread-safe. Starts in the constructor (throws std::runtime_error when the address cannot be
/// bound or a TLS file not read); stops, after draining for at most limits::drain_deadline, in
/// stop() or the destructor.
class Listener {
 public:
  Listener(const ListenerConfig& config, Handler handler, InlineTest is_inline);
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  std::uint16_t port() const;
  void stop();

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace gatehouse::http
