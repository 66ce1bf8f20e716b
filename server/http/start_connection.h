// Begins a connection on its I/O thread. Plain and TLS are two translation units because each takes
// long to compile.
#pragma once

#include <boost/asio/ssl/context.hpp>

#include "http/io_thread.h"
#include "http/service.h"

namespace gatehouse::http {

/// May be called from any thread; `socket` belongs to `thread`.
void start_plain_connection(Socket socket, IoThread& thread, Service& service);
void start_tls_connection(Socket socket, boost::asio::ssl::context& tls, IoThread& thread,
                          Service& service);

}  // namespace gatehouse::http
