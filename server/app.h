// What the server is made of: every object by value, in the order in which they need each other,
// so that destruction is right by itself. Read handle() for what is served where.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "api/authzen.h"
#include "api/dispatch.h"
#include "auth/authenticate.h"
#include "config.h"
#include "directory/directory.h"
#include "http/listener.h"
#include "jobs/background.h"
#include "jobs/delivery.h"
#include "jobs/sweeper.h"
#include "metrics.h"
#include "site.h"
#include "store/database.h"

namespace gatehouse {

class App {
 public:
  /// Opens the database, migrates it and starts to serve. Throws std::runtime_error with a text for
  /// the operator.
  App(const Config& config, const Clock& clock);

  std::uint16_t port() const { return listener_.port(); }
  const std::string& public_url() const { return services_.public_url; }
  store::Database& database() { return *database_; }
  /// Ends accepting and lets running requests finish, at most limits::drain_deadline.
  void stop();

 private:
  http::Response handle(const http::Request& request);
  http::Response readiness();
  bool knows_host(std::string_view host) const;
  void each_minute();
  void shrink();
  std::optional<http::Response> answer_at_once(const http::Request& request);
  void record(const http::Request& request, const http::Response& response,
              std::chrono::steady_clock::time_point began);

  const Config config_;
  std::unique_ptr<store::Database> database_;
  directory::Directory directory_;
  directory::UserLists user_lists_;
  const auth::Keys keys_;
  auth::Authenticator authenticator_;
  auth::Memberships memberships_;
  auth::PasswordHasher hasher_;
  std::unique_ptr<mail::Transport> transport_;
  jobs::Delivery delivery_;
  jobs::Sweeper sweeper_;
  api::Services services_;
  api::Dispatcher dispatcher_;
  api::Authzen authzen_;
  jobs::Background background_;  // after what its tasks use
  const std::string openapi_;
  Site site_;
  Metrics metrics_;
  std::atomic<bool> is_ready_ = false;
  http::Listener listener_;  // last: it calls the rest
  std::unique_ptr<http::Listener> metrics_listener_;
};

/// Opens the database that the configuration names and brings it to the newest schema.
std::unique_ptr<store::Database> open_database(const Config& config, const Clock& clock);

}  // namespace gatehouse
