// PostgreSQL behind database.h: a pool of libpq connections, prepared statements kept on each.
#include <fmt/format.h>
#include <libpq-fe.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <unordered_map>
#include <unordered_set>

#include "base/failure.h"
#include "base/log.h"
#include "store/database.h"

namespace gatehouse::store {
namespace {

constexpr Oid kInt8 = 20;  // pg_type.oid of bigint, text, int4, numeric
constexpr Oid kText = 25;
constexpr Oid kInt4 = 23;
constexpr Oid kNumeric = 1700;

struct Freed {
  void operator()(PGresult* result) const { PQclear(result); }
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
using Result = std::unique_ptr<PGresult, Freed>;

[[noreturn]] void fail(PGconn* connection, const PGresult* result) {
  if (PQstatus(connection) != CONNECTION_OK)
    throw Failure(Code::unavailable, "the database cannot be reached");
  const char* field = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const std::string_view state = field ? field : "";
  if (state.starts_with("23"))
    throw Failure(Code::conflict, "the change contradicts what is stored");
  if (state == "53100")
    throw Failure(Code::storage_full, "the storage is full: nothing was changed");
  // 40001 serialization, 40P01 deadlock, 55P03 lock timeout, 57014 statement timeout,
  // 53xxx out of resources, 57Pxx shutting down, 25006 read-only standby
  if (state.starts_with("40") || state.starts_with("53") || state.starts_with("57") ||
      state == "55P03" || state == "25006")
    throw Failure(Code::unavailable, "the database is busy");
  throw std::logic_error(fmt::format("PostgreSQL error {}: {}", state,
                                     PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY)));
}

class Connection {
 public:
  explicit Connection(const std::string& conninfo) : connection_(PQconnectdb(conninfo.c_str())) {
    if (PQstatus(connection_.get()) != CONNECTION_OK) {
      log::warning("database.unreachable", {{"message", PQerrorMessage(connection_.get())}});
      throw Failure(Code::unavailable, "the database cannot be reached");
    }
    run("set statement_timeout = '5s'");
    run("set lock_timeout = '2s'");
    run("set idle_in_transaction_session_timeout = '10s'");
    run("set synchronous_commit = on");
    run("set client_min_messages = warning");
  }

  bool is_open() const { return PQstatus(connection_.get()) == CONNECTION_OK; }

  void run(const char* sql) {
    const Result result(PQexec(connection_.get(), sql));
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) fail(connection_.get(), result.get());
  }

  bool try_run(const char* sql) {
    const Result result(PQexec(connection_.get(), sql));
    return PQresultStatus(result.get()) == PGRES_COMMAND_OK;
  }

  void run_script(const std::string& sql) {
    const Result result(PQexec(connection_.get(), sql.c_str()));
    const auto status = PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
      fail(connection_.get(), result.get());
  }

  Result run(std::string_view sql, Params params) {
    std::vector<std::string> texts;
    std::vector<const char*> values;
    std::vector<int> lengths;
    texts.reserve(params.size());
    for (const Param& param : params) {
      if (const auto* integer = param.integer())
        texts.push_back(std::to_string(*integer));
      else
        texts.push_back(param.text() ? *param.text() : std::string());
      const bool is_null = !param.integer() && !param.text();
      values.push_back(is_null ? nullptr : texts.back().c_str());
      lengths.push_back(static_cast<int>(texts.back().size()));
    }
    const std::string& name = prepared(sql, params);
    Result result(PQexecPrepared(connection_.get(), name.c_str(), static_cast<int>(values.size()),
                                 values.data(), lengths.data(), nullptr, 0));
    const auto status = PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
      fail(connection_.get(), result.get());
    return result;
  }

 private:
  // Types are told from the values; a null leaves the type to the server.
  const std::string& prepared(std::string_view sql, Params params) {
    std::string key(sql);
    std::vector<Oid> types;
    for (const Param& param : params) {
      types.push_back(param.integer() ? kInt8 : param.text() ? kText : 0);
      key += param.integer() ? 'i' : param.text() ? 't' : 'n';
    }
    if (const auto found = names_.find(key); found != names_.end()) return found->second;
    const std::string name = fmt::format("s{}", names_.size());
    const Result result(PQprepare(connection_.get(), name.c_str(), std::string(sql).c_str(),
                                  static_cast<int>(types.size()), types.data()));
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) fail(connection_.get(), result.get());
    return names_.emplace(std::move(key), name).first->second;
  }

  std::unique_ptr<PGconn, Freed> connection_;
  std::unordered_map<std::string, std::string> names_;
};

Row row_of(const PGresult* result, int row) {
  std::vector<Row::Value> values;
  const int columns = PQnfields(result);
  values.reserve(static_cast<std::size_t>(columns));
  for (int i = 0; i < columns; ++i) {
    if (PQgetisnull(result, row, i)) {
      values.emplace_back();
      continue;
    }
    const std::string text(PQgetvalue(result, row, i),
                           static_cast<std::size_t>(PQgetlength(result, row, i)));
    const Oid type = PQftype(result, i);
    if (type == kInt8 || type == kInt4 || type == kNumeric)
      values.emplace_back(std::int64_t{std::stoll(text)});
    else
      values.emplace_back(text);
  }
  return Row(std::move(values));
}

class Pool {
 public:
  Pool(std::string conninfo, std::size_t limit) : conninfo_(std::move(conninfo)), limit_(limit) {}

  std::unique_ptr<Connection> take() {
    std::unique_lock lock(mutex_);
    free_changed_.wait(lock, [&] { return !free_.empty() || taken_ < limit_; });
    ++taken_;
    if (!free_.empty()) {
      auto connection = std::move(free_.back());
      free_.pop_back();
      return connection;
    }
    lock.unlock();
    try {
      return std::make_unique<Connection>(conninfo_);
    } catch (...) {
      give_back(nullptr);
      throw;
    }
  }

  void drop_idle() {
    const std::lock_guard lock(mutex_);
    free_.clear();
  }

  void give_back(std::unique_ptr<Connection> connection) {
    const std::lock_guard lock(mutex_);
    --taken_;
    if (connection && connection->is_open()) free_.push_back(std::move(connection));
    free_changed_.notify_one();
  }

 private:
  const std::string conninfo_;
  const std::size_t limit_;
  std::mutex mutex_;
  std::condition_variable free_changed_;
  std::vector<std::unique_ptr<Connection>> free_;
  std::size_t taken_ = 0;
};

// Organizations whose change is committed and not yet published. The database lets the next writer
// in as soon as the first has committed; here it waits until what it will look at is published.
class Publishing {
 public:
  // From before the commit to after the publishing.
  class Turn {
   public:
    Turn(Publishing& publishing, const std::vector<OrganizationId>& organizations)
        : publishing_(publishing), organizations_(organizations) {
      const std::lock_guard lock(publishing_.mutex_);
      publishing_.under_way_.insert(organizations.begin(), organizations.end());
    }
    ~Turn() {
      const std::lock_guard lock(publishing_.mutex_);
      for (const OrganizationId& id : organizations_)
        publishing_.under_way_.erase(publishing_.under_way_.find(id));
      publishing_.ended_.notify_all();
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

   private:
    Publishing& publishing_;
    const std::vector<OrganizationId>& organizations_;
  };

  void wait_for(OrganizationId organization) {
    std::unique_lock lock(mutex_);
    if (!ended_.wait_for(lock, kPublishingTimeout,
                         [&] { return !under_way_.contains(organization); }))
      throw Failure(Code::unavailable, "a change before this one takes too long, try again");
  }

 private:
  static constexpr std::chrono::seconds kPublishingTimeout{5};
  std::mutex mutex_;
  std::condition_variable ended_;
  std::unordered_multiset<OrganizationId> under_way_;
};

class PostgresTransaction final : public Transaction {
 public:
  PostgresTransaction(Pool& pool, Publishing& publishing, bool is_writer)
      : pool_(pool), publishing_(publishing) {
    const char* begin = is_writer ? "begin" : "begin isolation level repeatable read read only";
    connection_ = pool_.take();
    if (connection_->try_run(begin)) return;
    // It died while idle, after a failover for example, and so did the others: try a new one once.
    pool_.give_back(std::move(connection_));
    pool_.drop_idle();
    connection_ = pool_.take();
    try {
      connection_->run(begin);
    } catch (...) {
      pool_.give_back(std::move(connection_));
      throw;
    }
  }
  ~PostgresTransaction() override {
    if (!is_done_) connection_->try_run("rollback");
    pool_.give_back(std::move(connection_));
  }

  std::vector<Row> query(std::string_view sql, Params params) override {
    const Result result = connection_->run(sql, params);
    std::vector<Row> rows;
    const int count = PQntuples(result.get());
    rows.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) rows.push_back(row_of(result.get(), i));
    return rows;
  }

  std::int64_t execute(std::string_view sql, Params params) override {
    const Result result = connection_->run(sql, params);
    const std::string_view changed = PQcmdTuples(result.get());
    return changed.empty() ? 0 : std::stoll(std::string(changed));
  }

  void run_script(const std::string& sql) override { connection_->run_script(sql); }

  void changes(OrganizationId id) override {
    publishing_.wait_for(id);
    changed_.push_back(id);
  }

  void commit(const std::function<void()>& published,
              const std::function<void()>& withdrawn) override {
    is_done_ = true;
    const Publishing::Turn turn(publishing_, changed_);
    if (!connection_->try_run("commit")) {
      if (withdrawn) withdrawn();
      throw Failure(Code::outcome_unknown, "the database did not confirm the change");
    }
    if (published) published();
  }

 private:
  Pool& pool_;
  Publishing& publishing_;
  std::vector<OrganizationId> changed_;
  std::unique_ptr<Connection> connection_;
  bool is_done_ = false;
};

class PostgresDatabase final : public Database {
 public:
  PostgresDatabase(const std::string& conninfo, std::size_t connections)
      : pool_(conninfo, connections) {}
  Engine engine() const override { return Engine::postgres; }
  std::unique_ptr<Transaction> begin_read() override {
    return std::make_unique<PostgresTransaction>(pool_, publishing_, false);
  }
  std::unique_ptr<Transaction> begin_write() override {
    return std::make_unique<PostgresTransaction>(pool_, publishing_, true);
  }

 private:
  Pool pool_;
  Publishing publishing_;
};

}  // namespace

std::unique_ptr<Database> open_postgres(const std::string& conninfo, std::size_t connections) {
  // Writes must never land on a standby, nor authorization be read from one.
  return std::make_unique<PostgresDatabase>(
      conninfo +
          (conninfo.find("://") == std::string::npos ? " target_session_attrs=read-write" : ""),
      connections);
}

}  // namespace gatehouse::store
