// The demo organizations that ./run makes in an empty database.
#pragma once

#include <string>

#include "config.h"
#include "store/database.h"

namespace gatehouse {

/// Makes two organizations when there is none, and writes what is needed to sign in (JSON) to
/// `data_dir`/demo-credentials.json, mode 0600.
void make_demo(store::Database& database, const Config& config, Timestamp now);

/// Adds realistic users to the demo organization; draws a progress bar on a terminal.
void add_demo_users(store::Database& database, const Config& config, int count, Timestamp now);

/// Copies the demo's credentials, completed with the addresses of this run, to `path` (mode 0600).
void write_demo_credentials(const Config& config, const std::string& base_url,
                            const std::string& path);

/// The text for a person at a terminal: address, sign-in, how to stop.
std::string describe_demo(const Config& config, const std::string& base_url);

}  // namespace gatehouse
