// The listener alone: answers every request on the I/O thread with a fixed body, so that what is
// measured is the transport. `bare_listener PORT [THREADS] [CERTIFICATE KEY]`; `/worker` answers
// through the worker pool instead. Ends on end of input.
#include <cstdio>
#include <cstdlib>

#include "base/crypto.h"
#include "http/listener.h"

int main(int argc, char** argv) {
  namespace http = gatehouse::http;
  gatehouse::init_crypto();
  http::ListenerConfig config;
  config.port = static_cast<std::uint16_t>(argc > 1 ? std::atoi(argv[1]) : 8080);
  config.io_threads = argc > 2 ? static_cast<unsigned>(std::atoi(argv[2])) : 1;
  if (argc > 4) config.tls = http::TlsFiles{.certificate_chain = argv[3], .private_key = argv[4]};

  const http::Handler handler = [](const http::Request&) {
    http::Response response;
    response.body = R"({"decision":true,"context":{"reason":"allowed"}})";
    return response;
  };
  http::Listener listener(config, handler, [handler](const http::Request& request) {
    return request.path == "/worker" ? std::nullopt : std::optional(handler(request));
  });
  listener.start();
  std::printf("listening on port %u\n", unsigned{listener.port()});
  std::fflush(stdout);
  while (std::getchar() != EOF) {
  }
}
