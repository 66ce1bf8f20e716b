#include <fcntl.h>
#include <gtest/gtest.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

#include "http/listener.h"
#include "http/loopback_testing.h"

namespace gatehouse::http {
namespace {

template <auto release>
struct Release {
  template <class T>
  void operator()(T* object) const {
    release(object);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Release<X509_free>>;
using Context = std::unique_ptr<SSL_CTX, Release<SSL_CTX_free>>;
using Session = std::unique_ptr<SSL, Release<SSL_free>>;
struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }  // NOLINT: the deleter owns it
};
using File = std::unique_ptr<std::FILE, Close>;

File create(const std::string& path) {
  return File(::fdopen(::open(path.c_str(), O_CREAT | O_WRONLY | O_TRUNC, 0600), "w"));
}

/// A self-signed certificate and its key in a folder of their own.
class SelfSigned {
 public:
  SelfSigned() {
    std::string pattern = std::filesystem::temp_directory_path() / "listener_tls_XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
    const Key key(EVP_EC_gen("P-256"));
    const Certificate certificate(X509_new());
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -60);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
    X509_set_pubkey(certificate.get(), key.get());
    X509_NAME* const name = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
    X509_set_issuer_name(certificate.get(), name);
    X509_sign(certificate.get(), key.get(), EVP_sha256());
    PEM_write_X509(create(files().certificate_chain).get(), certificate.get());
    PEM_write_PrivateKey(create(files().private_key).get(), key.get(), nullptr, nullptr, 0, nullptr,
                         nullptr);
  }
  ~SelfSigned() { std::filesystem::remove_all(folder_); }
  SelfSigned(const SelfSigned&) = delete;
  SelfSigned& operator=(const SelfSigned&) = delete;

  TlsFiles files() const {
    return {.certificate_chain = folder_ + "/chain.pem", .private_key = folder_ + "/key.pem"};
  }

 private:
  std::string folder_;
};

class TlsClient {
 public:
  explicit TlsClient(std::uint16_t port, int version = 0, const std::string& protocols = "")
      : client_(port), context_(SSL_CTX_new(TLS_client_method())) {
    SSL_CTX_set_max_proto_version(context_.get(), version);
    if (version != 0 && version < TLS1_2_VERSION) SSL_CTX_set_security_level(context_.get(), 0);
    session_.reset(SSL_new(context_.get()));
    if (!protocols.empty())
      SSL_set_alpn_protos(session_.get(), reinterpret_cast<const unsigned char*>(protocols.data()),
                          static_cast<unsigned>(protocols.size()));
    SSL_set_fd(session_.get(), client_.socket());
    is_connected_ = SSL_connect(session_.get()) == 1;
    ERR_clear_error();
  }

  bool is_connected() const { return is_connected_; }
  std::string version() const { return SSL_get_version(session_.get()); }

  void send(const std::string& bytes) {
    SSL_write(session_.get(), bytes.data(), static_cast<int>(bytes.size()));
  }

  /// Everything up to the end of the connection.
  std::string receive_all() {
    std::string all;
    char buffer[16 * 1024];
    int count = 0;
    while ((count = SSL_read(session_.get(), buffer, sizeof buffer)) > 0)
      all.append(buffer, static_cast<std::size_t>(count));
    is_clean_ = SSL_get_error(session_.get(), count) == SSL_ERROR_ZERO_RETURN;
    SSL_shutdown(session_.get());
    ERR_clear_error();
    return all;
  }

  /// Whether the server ended with a close_notify, so that nothing can have been cut off.
  bool is_clean() const { return is_clean_; }

 private:
  Client client_;
  Context context_;
  Session session_;
  bool is_connected_ = false;
  bool is_clean_ = false;
};

class ListenerTls : public testing::Test {
 protected:
  ListenerTls() { config_.tls = certificate_.files(); }
  Listener& listener() {
    if (!listener_)
      listener_ = std::make_unique<TestListener>(config_, [](const Request& request) {
        Response response;
        response.body = (request.is_https ? "https " : "http ") + request.body;
        if (request.path == "/inline/large") response.body.assign(3'000'000, 'x');
        return response;
      });
    return *listener_;
  }

  SelfSigned certificate_;
  ListenerConfig config_ = quick_config();

 private:
  std::unique_ptr<TestListener> listener_;
};

TEST_F(ListenerTls, RequestsAreAnsweredAndTheEndIsClean) {
  TlsClient client(listener().port());
  ASSERT_TRUE(client.is_connected());
  EXPECT_EQ(client.version(), "TLSv1.3");
  client.send(get("/inline") + get("/worker") + get("/worker", "Connection: close\r\n"));
  const auto answers = client.receive_all();
  EXPECT_TRUE(client.is_clean());
  EXPECT_TRUE(answers.contains("Strict-Transport-Security: max-age=31536000\r\n"));
  std::size_t count = 0;
  for (auto at = answers.find("https "); at != std::string::npos;
       at = answers.find("https ", at + 1))
    ++count;
  EXPECT_EQ(count, 3U);
}

TEST_F(ListenerTls, ALargeAnswerArrivesWhole) {
  TlsClient client(listener().port());
  client.send(get("/inline/large", "Connection: close\r\n"));
  EXPECT_GT(client.receive_all().size(), 3'000'000U);
  EXPECT_TRUE(client.is_clean());
}

TEST_F(ListenerTls, ARefusalReachesTheClient) {
  TlsClient client(listener().port());
  client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n" +
              std::string(100'000, 'x'));
  EXPECT_TRUE(client.receive_all().starts_with("HTTP/1.1 413 "));
}

TEST_F(ListenerTls, ASlowRequestIsToldSo) {
  config_.deadlines.header = std::chrono::milliseconds(200);
  TlsClient client(listener().port());
  client.send("GET / HTTP/1.1\r\n");
  EXPECT_TRUE(client.receive_all().starts_with("HTTP/1.1 408 "));
  EXPECT_TRUE(client.is_clean());
}

TEST_F(ListenerTls, AnIdleConnectionEndsCleanly) {
  config_.deadlines.idle = config_.deadlines.header = std::chrono::milliseconds(200);
  TlsClient client(listener().port());
  EXPECT_TRUE(client.is_connected());
  EXPECT_EQ(client.receive_all(), "");
  EXPECT_TRUE(client.is_clean());
}

TEST_F(ListenerTls, OldVersionsAndOtherProtocolsAreRefused) {
  EXPECT_TRUE(TlsClient(listener().port(), TLS1_2_VERSION).is_connected());
  EXPECT_FALSE(TlsClient(listener().port(), TLS1_1_VERSION).is_connected());
  EXPECT_TRUE(TlsClient(listener().port(), 0, "\x02h2\x08http/1.1").is_connected());
  EXPECT_FALSE(TlsClient(listener().port(), 0, "\x02h2").is_connected());
}

TEST_F(ListenerTls, ASlowHandshakeIsCut) {
  config_.deadlines.header = std::chrono::milliseconds(30);
  Client client(listener().port());
  EXPECT_TRUE(client.is_closed());
}

TEST_F(ListenerTls, PlainTextIsNotAnswered) {
  Client client(listener().port());
  EXPECT_EQ(client.request(get("/inline")).status, 0);
}

TEST_F(ListenerTls, AKeyOfAnotherCertificateIsRefused) {
  const SelfSigned other;
  config_.tls->private_key = other.files().private_key;
  EXPECT_THROW(listener(), std::runtime_error);
}

}  // namespace
}  // namespace gatehouse::http
