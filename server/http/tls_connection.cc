#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "http/connection.h"
#include "http/start_connection.h"

namespace gatehouse::http {
namespace {

using TlsStream = boost::asio::ssl::stream<Socket>;

Awaitable<void> serve(Socket socket, boost::asio::ssl::context& tls, IoThread& thread,
                      Service& service) {
  Connection<TlsStream> connection(TlsStream(std::move(socket), tls), thread, service);
  co_await connection.run();
}

}  // namespace

void start_tls_connection(Socket socket, boost::asio::ssl::context& tls, IoThread& thread,
                          Service& service) {
  boost::asio::co_spawn(thread.executor(), serve(std::move(socket), tls, thread, service),
                        boost::asio::detached);
}

}  // namespace gatehouse::http
