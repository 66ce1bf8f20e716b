// How we speak TLS: versions 1.2 and 1.3, forward secrecy and authenticated encryption only.
#pragma once

#include <boost/asio/ssl/context.hpp>

#include "http/listener.h"

namespace gatehouse::http {

/// Throws std::runtime_error when a file cannot be read or the key does not fit the certificate.
boost::asio::ssl::context make_tls_context(const TlsFiles& files);

}  // namespace gatehouse::http
