// Settings: a TOML file, overridden by flags. Secrets come from files or the environment only.
// Each part of the program gets its own small struct.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/services.h"
#include "http/listener.h"
#include "mail/transport.h"

namespace gatehouse {

/// Of the machine, in MB.
std::uint32_t half_of_memory();

struct Config {
  std::string data_dir = "data";
  std::string public_url;  ///< empty: made from the listener's address and port
  std::string postgres;    ///< conninfo; empty: SQLite under data_dir
  std::string key_file;    ///< empty: data_dir/secret.key
  http::ListenerConfig listener{.port = 8080};
  std::uint16_t metrics_port = 0;              ///< 0: no metrics
  std::uint32_t memory_mb = half_of_memory();  ///< for organizations in use; the rest is forgotten
  std::optional<mail::SmtpSettings> smtp;
  api::MailSettings mail{"gatehouse@localhost.localdomain", "Gatehouse"};
  bool logs_requests = true;

  std::string database_file() const { return data_dir + "/gatehouse.db"; }
  std::string outbox_dir() const { return data_dir + "/outbox"; }
};

/// Throws std::runtime_error naming file, line and setting for anything unknown or invalid.
Config read_config(const std::string& path);

/// What people type who reach a listener without a name.
std::string url_of(const http::ListenerConfig& listener, std::uint16_t port);

/// The address that people type: scheme, host and perhaps a port. Throws std::runtime_error.
std::string read_public_url(const std::string& text);

/// The connection string in the file, or in GATEHOUSE_POSTGRES when no file is named; empty:
/// SQLite. Throws std::runtime_error for a file that cannot be read, or that others can.
std::string read_postgres(const std::string& file);

struct ConfigTemplate {
  std::string data_dir;
  std::string public_url;
  std::string address;
  std::uint16_t port = 0;
  std::string postgres_file;  ///< empty: left out
};
/// A commented configuration file for `gatehouse init`.
std::string config_template(const ConfigTemplate& settings);

}  // namespace gatehouse
