// The real dispatcher on a real database, with a clock that tests set and mails that they read. No
// socket: requests go straight to Dispatcher::handle. SQLite, or PostgreSQL where the environment
// says GATEHOUSE_TEST_ENGINE=postgres.
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "api/bootstrap.h"
#include "api/dispatch.h"
#include "api/endpoints.h"
#include "audit/trail.h"
#include "base/crypto.h"
#include "base/log.h"
#include "directory/loader.h"
#include "store/accounts.h"
#include "store/migrate.h"
#include "store/organizations.h"
#include "testing/clock.h"
#include "testing/test_database.h"

namespace gatehouse::testing {

using namespace std::chrono_literals;

struct Answer {
  int status = 0;
  Json json;
  http::Response raw;

  std::string text(const char* name) const {
    const auto* value = json.is_object() ? json.as_object().if_contains(name) : nullptr;
    return value && value->is_string() ? std::string(value->as_string()) : std::string();
  }
  std::string code() const { return text("code"); }
  std::string id() const { return text("id"); }
  std::int64_t version() const { return json.at("version").as_int64(); }
  const JsonArray& data() const { return json.at("data").as_array(); }
};

inline const std::string administrator_password = "correct-Pferd-Battery-7";
inline const std::string member_password = "another-Long-Passphrase-9";

class TestServer {
 public:
  explicit TestServer(unsigned hashers = 2, std::size_t hashing_queue = limits::hashing_queue)
      : hasher{hashers, hashing_queue} {
    init_crypto();
    log::quiet();
    store::migrate(*database, clock.now());
    acme = make_organization("Acme Metering", "acme.example");
    globex = make_organization("Globex Power", "globex.example");
  }
  /// A new process on the database that `ended` leaves; its callers go on as Caller(server,
  /// caller).
  explicit TestServer(TestServer&& ended)
      : where_((ended.database.reset(), std::move(ended.where_))),
        clock(ended.clock),
        hasher{2},
        acme(ended.acme),
        globex(ended.globex) {}

  // One organization with an administrator, a reader and a service user holding Administrator.
  struct Organization {
    std::string id;
    std::string administrator_email;
    std::string administrator_id;
    std::string reader_email;
    std::string reader_id;
    std::string path(const std::string& rest = "") const {
      return "/api/organizations/" + id + rest;
    }
  };

  /// As the server answers. An answer that could be given at once must be the full one's twin.
  http::Response send(const http::Request& request) {
    const auto at_once = dispatcher.answer_at_once(request);
    http::Response response = dispatcher.handle(request);
    if (at_once) {
      EXPECT_EQ(at_once->status, response.status) << request.path;
      EXPECT_EQ(at_once->body, response.body) << request.path;
    }
    if (!holds_later) run_later();
    return response;
  }
  /// What this thread's requests left to do after their answers; done at once unless held.
  std::size_t run_later() {
    const auto tasks = std::exchange(later_tasks(), {});
    for (const auto& task : tasks) task();
    return tasks.size();
  }
  bool holds_later = false;

 private:
  static store::Engine chosen_engine() {
    const char* name = std::getenv("GATEHOUSE_TEST_ENGINE");
    return name && std::string_view(name) == "postgres" ? store::Engine::postgres
                                                        : store::Engine::sqlite;
  }
  static std::vector<std::function<void()>>& later_tasks() {
    static thread_local std::vector<std::function<void()>> tasks;
    return tasks;
  }
  Organization make_organization(const std::string& name, const std::string& domain);

  std::unique_ptr<const TestDatabase> where_ = std::make_unique<TestDatabase>(chosen_engine());

 public:
  FixedClock clock;
  std::unique_ptr<store::Database> database = where_->open();
  directory::Directory directory{[this](OrganizationId id) {
    const auto tx = database->begin_read();
    if (!store::find_organization(*tx, id)) throw Failure(Code::not_found, "unknown");
    return directory::load_organization(*tx, id);
  }};
  directory::UserLists user_lists;
  auth::Keys keys = auth::Keys::derive(std::string(32, 'k'));
  auth::Authenticator authenticator{*database, keys};
  auth::Memberships memberships{*database};
  auth::PasswordHasher hasher;
  api::Services services{
      .clock = clock,
      .database = *database,
      .directory = directory,
      .user_lists = user_lists,
      .authenticator = authenticator,
      .memberships = memberships,
      .hasher = hasher,
      .keys = keys,
      .public_url = "http://gatehouse.test",
      .mail = {"gatehouse@gatehouse.test", "Gatehouse"},
      .mail_written = [] {},
      .later = [](std::function<void()> task) { later_tasks().push_back(std::move(task)); }};
  api::Dispatcher dispatcher{services, api::all_endpoints()};
  Organization acme;
  Organization globex;

  /// Body (text part) of the newest mail to the address that is still in the outbox; empty: none.
  std::string newest_mail(const std::string& recipient) {
    const auto tx = database->begin_read();
    const auto rows = tx->query(
        "select message, id from outbox where recipient = $1 and message is not null "
        "order by created_at desc, id desc limit 1",
        {recipient});
    if (rows.empty()) return "";
    const auto body = unseal(keys.mail, rows.front().text(0), rows.front().text(1));
    EXPECT_TRUE(body.has_value());
    return std::string(boost::json::parse(body.value_or("{}")).at("text").as_string());
  }
  std::int64_t mail_count(const std::string& recipient) {
    const auto tx = database->begin_read();
    return tx->query_one("select count(*) from outbox where recipient = $1", {recipient})
        ->integer(0);
  }
  /// What follows `#` in the link of a mail.
  std::string secret_in(const std::string& mail) {
    const std::size_t at = mail.find("#gh_");
    if (at == std::string::npos) return "";
    return mail.substr(at + 1, mail.find_first_of(" \r\n", at) - at - 1);
  }
  /// Digest of every table but audit trail and attempts, to see that nothing was changed.
  std::string fingerprint() {
    std::string all;
    const auto tx = database->begin_read();
    for (const char* table :
         {"accounts", "temporary_passwords", "account_links", "users", "permission_policies",
          "resource_groups", "resource_group_items", "service_users", "access_keys",
          "principal_permissions", "invitations", "outbox"}) {
      for (const auto& row : tx->query(std::string("select * from ") + table + " order by 1, 2"))
        for (std::size_t i = 0; i < 3; ++i) all += row.is_null(i) ? "~" : cell(row, i);
      all +=
          std::to_string(tx->query_one(std::string("select count(*) from ") + table)->integer(0));
      all += versions(*tx, table);
    }
    return to_hex(sha256(all));
  }
  audit::Verification verify_audit(const Organization& organization) {
    const auto tx = database->begin_read();
    return audit::verify(*tx, *OrganizationId::parse(organization.id));
  }

 private:
  static std::string cell(const store::Row& row, std::size_t column) {
    try {
      return row.text(column);
    } catch (const std::bad_variant_access&) {
      return std::to_string(row.integer(column));
    }
  }
  static std::string versions(store::Transaction& tx, const std::string& table) {
    if (table == "temporary_passwords" || table == "account_links" || table == "outbox" ||
        table == "resource_group_items" || table == "principal_permissions")
      return "";
    return std::to_string(
        tx.query_one("select coalesce(sum(version), 0) from " + table)->integer(0));
  }
};

inline TestServer::Organization TestServer::make_organization(const std::string& name,
                                                              const std::string& domain) {
  static const std::string administrator_hash =
      auth::PasswordHasher(1).hash(auth::prepare_password(administrator_password));
  static const std::string member_hash =
      auth::PasswordHasher(1).hash(auth::prepare_password(member_password));
  const auto tx = database->begin_write();
  const auto organization = api::create_organization(*tx, name, name, "UTC", clock.now());
  Organization made{.id = to_string(organization.id),
                    .administrator_email = "admin@" + domain,
                    .administrator_id = {},
                    .reader_email = "reader@" + domain,
                    .reader_id = {}};
  made.administrator_id =
      to_string(api::create_first_user(
                    *tx, organization.id,
                    {made.administrator_email, "Ada", "Admin", administrator_hash, "Administrator"},
                    clock.now())
                    .id);
  made.reader_id =
      to_string(api::create_first_user(
                    *tx, organization.id,
                    {made.reader_email, "Rita", "Reader", member_hash, "ReadOnly"}, clock.now())
                    .id);
  tx->commit();
  return made;
}

/// A caller with a session, a bearer token, or nothing.
class Caller {
 public:
  explicit Caller(TestServer& server) : server_(server) {}
  /// With the same credentials.
  Caller(TestServer& server, const Caller& same) : Caller(server) {
    cookie_ = same.cookie_;
    csrf_ = same.csrf_;
    bearer_ = same.bearer_;
  }

  Answer sign_in(const std::string& email, const std::string& password) {
    cookie_.clear();
    csrf_.clear();
    const Answer answer = post("/api/session", {{"email", email}, {"password", password}});
    remember(answer);
    return answer;
  }
  void use_bearer(const std::string& token) { bearer_ = token; }
  const std::string& bearer() const { return bearer_; }
  const std::string& cookie() const { return cookie_; }
  void use_cookie(const std::string& cookie, const std::string& csrf) {
    cookie_ = cookie;
    csrf_ = csrf;
  }
  void drop_csrf() { csrf_.clear(); }

  Answer get(const std::string& target) { return call(http::Method::get, target, nullptr); }
  Answer post(const std::string& target, const Json& body = nullptr) {
    return call(http::Method::post, target, body);
  }
  Answer put(const std::string& target, const Json& body = nullptr) {
    return call(http::Method::put, target, body);
  }
  Answer del(const std::string& target) { return call(http::Method::del, target, nullptr); }

  Answer call(http::Method method, const std::string& target, const Json& body) {
    return raw(method, target, body.is_null() ? "" : to_text(body), "application/json");
  }
  Answer raw(http::Method method, const std::string& target, const std::string& body,
             const std::string& content_type) {
    http::Request request;
    request.method = method;
    request.path = target.substr(0, target.find('?'));
    if (target.find('?') != std::string::npos) request.query = target.substr(target.find('?') + 1);
    request.headers = {{"host", "gatehouse.test"}};
    if (!body.empty()) request.headers.emplace_back("content-type", content_type);
    if (!bearer_.empty()) request.headers.emplace_back("authorization", bearer_);
    if (!cookie_.empty()) request.headers.emplace_back("cookie", cookie_);
    if (!csrf_.empty()) request.headers.emplace_back("x-csrf-token", csrf_);
    for (const auto& header : extra_headers) request.headers.push_back(header);
    request.body = body;
    request.client_address = "203.0.113.7";
    request.id = "test-request";
    Answer answer;
    answer.raw = server_.send(request);
    answer.status = answer.raw.status;
    if (!answer.raw.body.empty()) answer.json = boost::json::parse(answer.raw.body);
    return answer;
  }

  std::vector<std::pair<std::string, std::string>> extra_headers;

  void remember(const Answer& answer) {
    for (const auto& [name, value] : answer.raw.headers)
      if (name == "Set-Cookie") cookie_ = value.substr(0, value.find(';'));
    csrf_ = answer.text("csrfToken");
  }

 private:
  TestServer& server_;
  std::string cookie_;
  std::string csrf_;
  std::string bearer_;
};

inline Caller administrator(TestServer& server, const TestServer::Organization& organization) {
  Caller caller(server);
  caller.sign_in(organization.administrator_email, administrator_password);
  return caller;
}

inline Caller reader(TestServer& server, const TestServer::Organization& organization) {
  Caller caller(server);
  caller.sign_in(organization.reader_email, member_password);
  return caller;
}

}  // namespace gatehouse::testing
