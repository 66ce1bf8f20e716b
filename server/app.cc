#include "app.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>

#include "api/endpoints.h"
#include "api/openapi.h"
#include "api/problem.h"
#include "base/log.h"
#include "base/processors.h"
#include "directory/loader.h"
#include "store/migrate.h"
#include "store/organizations.h"

namespace gatehouse {
namespace {

// A worker may wait for its turn to hash; limits::hashing_queue of them leave these for the rest.
constexpr unsigned kFreeWorkers = 24;

directory::Directory::Load loader(store::Database& database) {
  return [&database](OrganizationId id) {
    const auto tx = database.begin_read();
    if (!store::find_organization(*tx, id))
      throw Failure(Code::not_found, "there is no such organization");
    return directory::load_organization(*tx, id);
  };
}

std::unique_ptr<mail::Transport> make_transport(const Config& config) {
  if (config.smtp) return std::make_unique<mail::SmtpTransport>(*config.smtp);
  return std::make_unique<mail::OutboxTransport>(config.outbox_dir());
}

std::string public_url_of(const Config& config, std::uint16_t port) {
  return config.public_url.empty() ? url_of(config.listener, port) : config.public_url;
}

std::string key_file_of(const Config& config) {
  return config.key_file.empty() ? config.data_dir + "/secret.key" : config.key_file;
}

http::ListenerConfig listener_of(const Config& config) {
  http::ListenerConfig listener = config.listener;
  listener.io_threads = std::max(1U, usable_processors() / 2);
  listener.worker_threads = static_cast<unsigned>(limits::hashing_queue) + kFreeWorkers;
  return listener;
}

http::Response text_response(int status, std::string body, std::string type = "text/plain") {
  http::Response response;
  response.status = status;
  response.content_type = std::move(type);
  response.body = std::move(body);
  return response;
}

}  // namespace

std::unique_ptr<store::Database> open_database(const Config& config, const Clock& clock) {
  std::filesystem::create_directories(config.data_dir);
  chmod(config.data_dir.c_str(), 0700);
  auto database = config.postgres.empty()
                      ? store::open_sqlite({.path = config.database_file(), .readers = 16})
                      : store::open_postgres(config.postgres, 16);
  store::migrate(*database, clock.now());
  return database;
}

App::App(const Config& config, const Clock& clock)
    : config_(config),
      database_(open_database(config, clock)),
      directory_(loader(*database_)),
      keys_(auth::Keys::derive(auth::load_or_create_master_key(key_file_of(config)))),
      authenticator_(*database_, keys_),
      memberships_(*database_),
      hasher_(usable_processors()),
      transport_(make_transport(config)),
      delivery_(*database_, clock, *transport_, {config.mail.from, config.mail.from_name},
                keys_.mail),
      sweeper_(*database_, clock, [this] { each_minute(); }),
      services_{.clock = clock,
                .database = *database_,
                .directory = directory_,
                .user_lists = user_lists_,
                .authenticator = authenticator_,
                .memberships = memberships_,
                .hasher = hasher_,
                .keys = keys_,
                .public_url = {},
                .mail = config.mail,
                .mail_written = [this] { delivery_.wake(); },
                .later = [this](std::function<void()> task) { background_.add(std::move(task)); }},
      dispatcher_(services_, api::all_endpoints()),
      authzen_(services_),
      openapi_(api::openapi_document(dispatcher_.endpoints())),
      listener_(
          listener_of(config), [this](const http::Request& r) { return handle(r); },
          [this](const http::Request& r) { return answer_at_once(r); }) {
  // Port 0 asks for any free one, so that the address is known only now.
  services_.public_url = public_url_of(config, port());
  if (config.metrics_port != 0)
    metrics_listener_ = std::make_unique<http::Listener>(
        http::ListenerConfig{.port = config.metrics_port, .worker_threads = 1},
        [this](const http::Request&) {
          return text_response(200, metrics_.text(directory_, user_lists_),
                               "text/plain; version=0.0.4");
        },
        nullptr);
  if (metrics_listener_) metrics_listener_->start();
  is_ready_ = true;
  delivery_.start();
  sweeper_.start();
  listener_.start();
}

void App::each_minute() {
  shrink();
  std::error_code failed;
  const auto storage = std::filesystem::space(config_.data_dir, failed);
  if (!failed && storage.available < storage.capacity / 10)
    log::warning("storage.low",
                 {{"availableBytes", storage.available}, {"capacityBytes", storage.capacity}});
}

// Organizations not asked for lately are read again when they are.
void App::shrink() {
  const std::size_t half = std::size_t{config_.memory_mb} * 1024 * 1024 / 2;
  directory_.shrink(half);
  user_lists_.shrink(half);
}

void App::stop() {
  is_ready_ = false;
  listener_.stop();
}

// Links and cookies belong to one address; another name for it is somebody else's
// (docs/security.md N-194).
bool App::knows_host(std::string_view host) const {
  const std::string_view url = services_.public_url;
  return host == url.substr(url.find("://") + 3);
}

// What is in memory already, answered on the I/O thread.
std::optional<http::Response> App::answer_at_once(const http::Request& request) {
  const auto began = std::chrono::steady_clock::now();
  std::optional<http::Response> response;
  if (request.path == "/healthz")
    response = text_response(200, "ok\n");
  else if (knows_host(request.header("host")))
    response = request.path.starts_with("/api/") ? dispatcher_.answer_at_once(request)
                                                 : authzen_.answer_at_once(request);
  if (response) record(request, *response, began);
  return response;
}

http::Response App::handle(const http::Request& request) {
  const auto began = std::chrono::steady_clock::now();
  http::Response response = [&] {
    if (request.path == "/readyz") return readiness();
    if (!knows_host(request.header("host")))
      return site_.misdirected(request, services_.public_url);
    if (auto answer = authzen_.handle(request)) return std::move(*answer);
    if (request.path == "/api/openapi.json")
      return text_response(200, openapi_, "application/json");
    if (request.path.starts_with("/api/") || request.path == "/api")
      return dispatcher_.handle(request);
    return site_.serve(request);
  }();
  record(request, response, began);
  return response;
}

void App::record(const http::Request& request, const http::Response& response,
                 std::chrono::steady_clock::time_point began) {
  const auto taken = std::chrono::steady_clock::now() - began;
  metrics_.count(response.status, taken);
  if (config_.logs_requests)
    log::info("request.done",
              {{"requestId", request.id},
               {"method", http::to_string(request.method)},
               {"path", request.path},
               {"status", response.status},
               {"address", request.client_address},
               {"micros", std::chrono::duration_cast<std::chrono::microseconds>(taken).count()}});
}

http::Response App::readiness() {
  try {
    if (!is_ready_) return text_response(503, "stopping\n");
    database_->begin_read()->query("select 1");
    return text_response(200, "ready\n");
  } catch (const std::exception& problem) {
    log::warning("not_ready", {{"message", problem.what()}});
    return text_response(503, "the database does not answer\n");
  }
}

}  // namespace gatehouse
