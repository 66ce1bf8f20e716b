#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

#include "base/failure.h"
#include "mail/transport.h"

namespace gatehouse::mail {
namespace {

using Handle = std::unique_ptr<CURL, decltype([](CURL* curl) { curl_easy_cleanup(curl); })>;
using List = std::unique_ptr<curl_slist, decltype([](curl_slist* s) { curl_slist_free_all(s); })>;

/// One attempt: what is left to send, and the last line in which the server refused something.
struct Exchange {
  std::string_view unsent;
  std::string refusal;
};

std::size_t give_bytes(char* buffer, std::size_t size, std::size_t count, void* exchange) {
  auto& unsent = static_cast<Exchange*>(exchange)->unsent;
  const std::size_t bytes = std::min(size * count, unsent.size());
  std::memcpy(buffer, unsent.data(), bytes);
  unsent.remove_prefix(bytes);
  return bytes;
}

std::size_t take_reply(char* line, std::size_t size, std::size_t count, void* exchange) {
  constexpr std::size_t reply_bytes_max = 200;  // goes to an administrator's screen
  const std::string_view reply(line, size * count);
  if (reply.starts_with('4') || reply.starts_with('5')) {
    auto& refusal = static_cast<Exchange*>(exchange)->refusal;
    refusal = reply.substr(0, reply_bytes_max);
    std::erase_if(refusal, [](char c) { return c < ' ' || c > '~'; });
  }
  return reply.size();
}

/// Without this, libcurl would write what the server says to our standard output.
std::size_t drop_bytes(char*, std::size_t size, std::size_t count, void*) { return size * count; }

/// A setting that libcurl does not take must not be passed over: it may be the one for TLS.
template <class Value>
void set(const Handle& curl, CURLoption option, Value value) {
  const CURLcode result = curl_easy_setopt(curl.get(), option, value);
  check(result == CURLE_OK, fmt::format("libcurl takes option {}: {}", static_cast<int>(option),
                                        curl_easy_strerror(result)));
}

std::string url_of(const SmtpSettings& settings) {
  const bool ipv6 = settings.host.contains(':');
  return fmt::format("{}://{}{}{}:{}/{}", settings.security == Security::tls ? "smtps" : "smtp",
                     ipv6 ? "[" : "", settings.host, ipv6 ? "]" : "", settings.port,
                     settings.client_name);
}

void set_security(const Handle& curl, const SmtpSettings& settings) {
  // ALL, never TRY: with TRY, somebody on the path who removes STARTTLS gets the mail in clear.
  set(curl, CURLOPT_USE_SSL,
      settings.security == Security::none ? long{CURLUSESSL_NONE} : long{CURLUSESSL_ALL});
  set(curl, CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2});
  set(curl, CURLOPT_SSL_VERIFYPEER, 1L);
  set(curl, CURLOPT_SSL_VERIFYHOST, 2L);
  if (!settings.ca_file.empty()) set(curl, CURLOPT_CAINFO, settings.ca_file.c_str());
}

void set_login(const Handle& curl, const SmtpSettings& settings) {
  if (settings.username.empty()) return;
  set(curl, CURLOPT_USERNAME, settings.username.c_str());
  set(curl, CURLOPT_PASSWORD, settings.password.c_str());
}

/// Only the server's own "never" about this sender, recipient or content is permanent. What is
/// wrong with our settings (name, certificate, password) or with the server as a whole is repaired
/// by an administrator, and the mail should go out then.
bool is_permanent(CURLcode result, long smtp_code, const Exchange& exchange) {
  const bool refused_forever = smtp_code >= 500 && smtp_code < 600;
  const bool about_login =
      smtp_code == 530 || smtp_code == 534 || smtp_code == 535 || smtp_code == 538;
  const bool at_sender_or_recipient = result == CURLE_SEND_ERROR;
  const bool at_content = result == CURLE_WEIRD_SERVER_REPLY && exchange.unsent.empty();
  return refused_forever && !about_login && (at_sender_or_recipient || at_content);
}

[[noreturn]] void throw_delivery_error(const Handle& curl, CURLcode result,
                                       const Exchange& exchange) {
  long smtp_code = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &smtp_code);
  std::string reason = curl_easy_strerror(result);
  if (smtp_code >= 400) reason += "; the server said: " + exchange.refusal;
  throw DeliveryError(std::move(reason), is_permanent(result, smtp_code, exchange));
}

bool is_this_machine(const std::string& host) {
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

void require_setting(bool ok, const char* message, const char* field) {
  if (!ok) throw Failure(Code::invalid_input, message, field);
}

}  // namespace

SmtpTransport::SmtpTransport(SmtpSettings settings) : settings_(std::move(settings)) {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  check(ready == CURLE_OK, "libcurl starts");

  // Both go into a URL, where other characters would change its meaning.
  const auto host_characters = [](const std::string& text) {
    return text.find_first_not_of(
               "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-:") ==
           std::string::npos;
  };
  require_setting(!settings_.host.empty() && host_characters(settings_.host),
                  "`host` is not a host name or an IP address", "host");
  require_setting(host_characters(settings_.client_name), "`client_name` is not a host name",
                  "client_name");
  require_setting(settings_.port >= 1 && settings_.port <= 65535, "`port` is not from 1 to 65535",
                  "port");
  require_setting(settings_.username.empty() || settings_.security != Security::none ||
                      is_this_machine(settings_.host),
                  "a password would travel unencrypted: use `starttls` or `tls`", "security");
}

void SmtpTransport::send(const Message& message) {
  const std::string bytes = render(message);
  Exchange exchange{.unsent = bytes, .refusal = {}};

  const Handle curl(curl_easy_init());
  check(curl != nullptr, "libcurl makes a handle");
  const List recipients(curl_slist_append(nullptr, message.to.c_str()));
  check(recipients != nullptr, "libcurl makes a list");

  set(curl, CURLOPT_URL, url_of(settings_).c_str());
  set(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  set(curl, CURLOPT_PROXY, "");  // not through what the environment says about web pages
  set(curl, CURLOPT_NOSIGNAL, 1L);
  set(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(settings_.connect_timeout.count()));
  set(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(settings_.total_timeout.count()));
  set_security(curl, settings_);
  set_login(curl, settings_);

  set(curl, CURLOPT_MAIL_FROM, message.from.c_str());
  set(curl, CURLOPT_MAIL_RCPT, recipients.get());
  set(curl, CURLOPT_UPLOAD, 1L);
  set(curl, CURLOPT_READFUNCTION, &give_bytes);
  set(curl, CURLOPT_READDATA, &exchange);
  set(curl, CURLOPT_HEADERFUNCTION, &take_reply);
  set(curl, CURLOPT_HEADERDATA, &exchange);
  set(curl, CURLOPT_WRITEFUNCTION, &drop_bytes);

  const CURLcode result = curl_easy_perform(curl.get());
  if (result != CURLE_OK) throw_delivery_error(curl, result, exchange);
}

}  // namespace gatehouse::mail
