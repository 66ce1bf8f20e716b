// Where a mail goes. A transport either has handed the whole message on when `send` returns, or
// throws; after a broken connection the message may have arrived all the same, so the receiver
// sees the same Message-ID twice at worst. Thread-safe: a transport holds its settings only.
#pragma once

#include <chrono>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <string>

#include "mail/message.h"

namespace gatehouse::mail {

struct DeliveryError : std::exception {
  DeliveryError(std::string why, bool is_permanent)
      : reason(std::move(why)), permanent(is_permanent) {}

  std::string reason;  ///< for an administrator: one line, no credentials
  bool permanent;      ///< sending this message again will not help

  const char* what() const noexcept override { return reason.c_str(); }
};

class Transport {
 public:
  virtual ~Transport() = default;
  /// Throws DeliveryError, or Failure for a message that does not render.
  virtual void send(const Message& message) = 0;
};

enum class Security : std::uint8_t {
  none,      ///< plain; a password is refused unless the server is on this machine
  starttls,  ///< port 587: refused when the server does not offer STARTTLS
  tls,       ///< port 465
};

struct SmtpSettings {
  std::string host;
  int port = 587;
  Security security = Security::starttls;
  std::string username{};  ///< empty: no authentication
  std::string password{};
  std::string client_name{};  ///< sent with EHLO; empty: this machine's name
  std::string ca_file{};      ///< certificates to trust; empty: the system's
  std::chrono::milliseconds connect_timeout{10'000};
  std::chrono::milliseconds total_timeout{30'000};
};

class SmtpTransport final : public Transport {
 public:
  /// Throws Failure(invalid_input) for settings that cannot work or would send a password openly.
  explicit SmtpTransport(SmtpSettings settings);
  void send(const Message& message) override;

 private:
  SmtpSettings settings_;
};

/// Used when no SMTP server is configured: `<folder>/<time>-<message id>.eml`, mode 0600. Sending
/// the same message again replaces its file.
class OutboxTransport final : public Transport {
 public:
  /// Makes the folder (mode 0700) when it is missing.
  explicit OutboxTransport(std::filesystem::path folder);
  void send(const Message& message) override;

  const std::filesystem::path& folder() const { return folder_; }

 private:
  std::filesystem::path folder_;
};

}  // namespace gatehouse::mail
