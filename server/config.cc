#include "config.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <toml++/toml.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <limits>
#include <set>
#include <stdexcept>

#include "base/email.h"
#include "base/text.h"
#include "http/forwarded.h"

namespace gatehouse {
namespace {

class Reader {
 public:
  Reader(std::string path, const toml::table& root) : path_(std::move(path)), root_(root) {}

  [[noreturn]] void refuse(const toml::node& node, const std::string& message) const {
    throw std::runtime_error(fmt::format("{}:{}: {}", path_, node.source().begin.line, message));
  }

  /// Runs what throws std::exception for a setting that is not right, and tells where that stands.
  template <class Check>
  void check(const char* section, const char* name, Check check) const {
    const toml::node* node = root_[section][name].node();
    if (!node) return;
    try {
      check();
    } catch (const std::exception& problem) {
      refuse(*node, fmt::format("`{}`: {}", name, problem.what()));
    }
  }

  template <class T>
  void read(const char* section, const char* name, T& target) {
    known_.insert(std::string(section) + "." + name);
    const toml::node* node = root_[section][name].node();
    if (!node) return;
    if constexpr (std::is_same_v<T, std::uint16_t> || std::is_same_v<T, std::uint32_t>) {
      const auto value = node->value_exact<std::int64_t>();
      if (!value || *value < 0 || *value > std::numeric_limits<T>::max())
        refuse(*node, fmt::format("`{}` must be a {}", name,
                                  sizeof(T) == 2 ? "port number" : "number, 0 or more"));
      target = static_cast<T>(*value);
    } else if constexpr (std::is_same_v<T, std::vector<std::string>>) {
      const toml::array* array = node->as_array();
      if (!array) refuse(*node, fmt::format("`{}` must be a list of strings", name));
      for (const auto& item : *array) {
        const auto value = item.value_exact<std::string>();
        if (!value) refuse(item, fmt::format("`{}` must be a list of strings", name));
        target.push_back(*value);
      }
    } else {
      const auto value = node->value_exact<T>();
      if (!value)
        refuse(*node, fmt::format("`{}` must be {}", name,
                                  std::is_same_v<T, bool> ? "true or false" : "a string"));
      target = *value;
    }
  }

  const toml::node* node(const char* section, const char* name) const {
    return root_[section][name].node();
  }
  const toml::node* section(const char* name) const { return root_[name].node(); }

  void refuse_unknown() const {
    for (const auto& [section, node] : root_) {
      const toml::table* table = node.as_table();
      if (!table) refuse(node, fmt::format("unknown setting `{}`", section.str()));
      for (const auto& [name, value] : *table)
        if (!known_.contains(fmt::format("{}.{}", section.str(), name.str())))
          refuse(value, fmt::format("unknown setting `{}.{}`", section.str(), name.str()));
    }
  }

 private:
  const std::string path_;
  const toml::table& root_;
  std::set<std::string> known_;
};

std::string read_secret(const std::string& path) {
  struct stat info{};
  if (stat(path.c_str(), &info) != 0) throw std::runtime_error("cannot read " + path);
  if ((info.st_mode & 077) != 0)
    throw std::runtime_error(path + " can be read by others: chmod 600 it");
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

// A basic string of TOML.
std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

// Read at the start, before any thread, and wiped: /proc shows a process's environment (N-274).
std::string from_environment(const char* name) {
  char* value = std::getenv(name);
  if (value == nullptr) return "";
  const std::string secret = value;
  explicit_bzero(value, secret.size());
  return secret;
}

// It holds no secrets, but whoever may write it decides where the key and the data are (N-272).
void refuse_writable_by_others(const std::string& path) {
  struct stat info{};
  if (stat(path.c_str(), &info) == 0 && (info.st_mode & 022) != 0)
    throw std::runtime_error(path + " can be written by others: chmod 600 it");
}

void check_mail_sender(const api::MailSettings& mail) {
  if (!parse_email(mail.from)) throw std::runtime_error("must be an e-mail address");
}

void read_smtp(Reader& reader, Config& config) {
  mail::SmtpSettings smtp;
  std::string security = "starttls";
  std::string password_file;
  std::uint16_t port = 587;
  reader.read("smtp", "host", smtp.host);
  reader.read("smtp", "port", port);
  reader.read("smtp", "security", security);
  reader.read("smtp", "username", smtp.username);
  reader.read("smtp", "password_file", password_file);
  reader.read("smtp", "ca_file", smtp.ca_file);
  reader.read("smtp", "from", config.mail.from);
  reader.read("smtp", "from_name", config.mail.from_name);
  smtp.port = port;
  if (security == "none")
    smtp.security = mail::Security::none;
  else if (security == "tls")
    smtp.security = mail::Security::tls;
  else if (security != "starttls")
    reader.refuse(*reader.node("smtp", "security"), "`security` must be none, starttls or tls");
  reader.check("smtp", "from", [&] { check_mail_sender(config.mail); });
  reader.check("smtp", "from_name",
               [&] { config.mail.from_name = read_name(config.mail.from_name, "from_name"); });
  if (smtp.host.empty()) {
    if (const toml::node* section = reader.section("smtp"))
      reader.refuse(*section, "`smtp` needs `host`");
    return;
  }
  if (password_file.empty()) smtp.password = from_environment("GATEHOUSE_SMTP_PASSWORD");
  reader.check("smtp", "password_file", [&] { smtp.password = read_secret(password_file); });
  config.smtp = smtp;
}

}  // namespace

std::uint32_t half_of_memory() {
  const auto bytes = sysconf(_SC_PHYS_PAGES) * sysconf(_SC_PAGESIZE);
  return static_cast<std::uint32_t>(bytes / 2 / (1024 * 1024));
}

std::string url_of(const http::ListenerConfig& listener, std::uint16_t port) {
  const bool is_ipv6 = listener.address.contains(':');
  const bool is_default = port == (listener.tls ? 443 : 80);
  return fmt::format("{}://{}{}", listener.tls ? "https" : "http",
                     is_ipv6 ? "[" + listener.address + "]" : listener.address,
                     is_default ? "" : fmt::format(":{}", port));
}

std::string read_public_url(const std::string& text) {
  // No user, path, query or trailing slash: it is compared with Host and put before paths.
  static constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyz0123456789-.:[]";
  const std::size_t scheme = text.starts_with("https://")  ? 8
                             : text.starts_with("http://") ? 7
                                                           : std::string::npos;
  if (scheme == std::string::npos) throw std::runtime_error("must start with https:// or http://");
  const std::string_view host = std::string_view(text).substr(scheme);
  if (host.empty() || host.find_first_not_of(allowed) != std::string_view::npos)
    throw std::runtime_error(
        "must be a scheme, a host in lower case and perhaps a port, as in "
        "`https://access.example.com`");
  return text;
}

Config read_config(const std::string& path) {
  refuse_writable_by_others(path);
  toml::table root;
  try {
    root = toml::parse_file(path);
  } catch (const toml::parse_error& error) {
    throw std::runtime_error(
        fmt::format("{}:{}: {}", path, error.source().begin.line, error.description()));
  }
  Config config;
  Reader reader(path, root);
  std::string postgres_file;
  http::TlsFiles tls;
  reader.read("server", "data_dir", config.data_dir);
  reader.read("server", "public_url", config.public_url);
  reader.read("server", "address", config.listener.address);
  reader.read("server", "port", config.listener.port);
  reader.read("server", "trusted_proxies", config.listener.trusted_proxies);
  reader.read("server", "key_file", config.key_file);
  reader.read("server", "metrics_port", config.metrics_port);
  reader.read("server", "memory_mb", config.memory_mb);
  reader.read("server", "log_requests", config.logs_requests);
  reader.read("tls", "certificate_file", tls.certificate_chain);
  reader.read("tls", "key_file", tls.private_key);
  reader.read("database", "postgres_file", postgres_file);
  read_smtp(reader, config);
  reader.refuse_unknown();

  if (tls.certificate_chain.empty() != tls.private_key.empty())
    throw std::runtime_error(path + ": `tls` needs both `certificate_file` and `key_file`");
  if (!tls.certificate_chain.empty()) config.listener.tls = tls;
  reader.check("server", "public_url", [&] { read_public_url(config.public_url); });
  reader.check("server", "address", [&] {
    http::check_address(config.listener.address);
    if (config.public_url.empty() && http::is_any_address(config.listener.address))
      throw std::runtime_error("`public_url` is needed: nobody types this");
  });
  reader.check("server", "trusted_proxies",
               [&] { http::TrustedProxies(config.listener.trusted_proxies); });
  if (postgres_file.empty()) config.postgres = read_postgres("");
  reader.check("database", "postgres_file",
               [&] { config.postgres = read_postgres(postgres_file); });
  return config;
}

std::string read_postgres(const std::string& file) {
  return file.empty() ? from_environment("GATEHOUSE_POSTGRES") : read_secret(file);
}

std::string config_template(const ConfigTemplate& settings) {
  const bool is_sqlite = settings.postgres_file.empty();
  return fmt::format(
      R"(# Gatehouse. Every setting that can be here is here; unknown ones are refused.

[server]
data_dir = {}
public_url = {}  # what people type; in every mailed link
address = {}
port = {}
trusted_proxies = []  # addresses or networks whose X-Forwarded-For and -Proto count
metrics_port = 0      # Prometheus metrics on 127.0.0.1; 0: none
# memory_mb = 1024    # for organizations in use, those asked for least are forgotten; left out: half
log_requests = true

# [tls]                 # leave out behind a reverse proxy
# certificate_file = "/etc/gatehouse/certificate.pem"
# key_file = "/etc/gatehouse/private.pem"

{}[database]            # left out: SQLite in data_dir
{}postgres_file = {}  # a file, mode 0600, with the connection string

# [smtp]                # left out: mails are written to data_dir/outbox
# host = "smtp.example.com"
# port = 587
# security = "starttls"  # none, starttls, tls
# username = "gatehouse"
# password_file = "/etc/gatehouse/smtp-password"
# from = "access@example.com"
# from_name = "Gatehouse"
)",
      quoted(settings.data_dir), quoted(settings.public_url), quoted(settings.address),
      settings.port, is_sqlite ? "# " : "", is_sqlite ? "# " : "",
      quoted(is_sqlite ? "/etc/gatehouse/postgres" : settings.postgres_file));
}

}  // namespace gatehouse
