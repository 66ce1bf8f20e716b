#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "http/connection.h"
#include "http/start_connection.h"

namespace gatehouse::http {
namespace {

Awaitable<void> serve(Socket socket, IoThread& thread, Service& service) {
  Connection<Socket> connection(std::move(socket), thread, service);
  co_await connection.run();
}

}  // namespace

void start_plain_connection(Socket socket, IoThread& thread, Service& service) {
  boost::asio::co_spawn(thread.executor(), serve(std::move(socket), thread, service),
                        boost::asio::detached);
}

}  // namespace gatehouse::http
