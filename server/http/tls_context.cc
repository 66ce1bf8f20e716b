#include "http/tls_context.h"

#include <openssl/ssl.h>
#include <sys/stat.h>

#include <stdexcept>
#include <string>

#include "base/log.h"

namespace gatehouse::http {
namespace {

// RFC 7301: a client that offers protocols but not ours is told so at once.
int select_protocol(SSL*, const unsigned char** out, unsigned char* out_size,
                    const unsigned char* offered, unsigned offered_size, void*) {
  static constexpr unsigned char ours[] = "\x08http/1.1";
  unsigned char* selected = nullptr;
  const int result =
      SSL_select_next_proto(&selected, out_size, ours, sizeof ours - 1, offered, offered_size);
  *out = selected;
  return result == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

void require(bool succeeded, const std::string& what) {
  if (!succeeded) throw std::runtime_error(what);
}

// A group may have it, as Debian's `ssl-cert` does.
void refuse_readable_key(const std::string& path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) == 0 && (status.st_mode & S_IRWXO) != 0)
    throw std::runtime_error(path + " can be read by others: chmod 600 it");
}

}  // namespace

boost::asio::ssl::context make_tls_context(const TlsFiles& files) {
  boost::asio::ssl::context context(boost::asio::ssl::context::tls_server);
  SSL_CTX* const handle = context.native_handle();
  SSL_CTX_set_options(handle, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                  SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
  // An idle connection gives its record buffers back.
  SSL_CTX_set_mode(handle, SSL_MODE_RELEASE_BUFFERS);
  require(SSL_CTX_set_min_proto_version(handle, TLS1_2_VERSION) == 1 &&
              SSL_CTX_set_cipher_list(handle, "ECDHE+AESGCM:ECDHE+CHACHA20") == 1,
          "TLS cannot be set up");
  SSL_CTX_set_alpn_select_cb(handle, select_protocol, nullptr);

  refuse_readable_key(files.private_key);
  require(SSL_CTX_use_certificate_chain_file(handle, files.certificate_chain.c_str()) == 1,
          "cannot read the certificate chain `" + files.certificate_chain + "`");
  require(SSL_CTX_use_PrivateKey_file(handle, files.private_key.c_str(), SSL_FILETYPE_PEM) == 1 &&
              SSL_CTX_check_private_key(handle) == 1,
          "cannot read the private key `" + files.private_key + "`, or it is another's");
  return context;
}

}  // namespace gatehouse::http
