// SQLite behind database.h. One writer connection, which is also the only checkpointer: two
// connections that write or checkpoint the same WAL at once can corrupt the file in SQLite before
// 3.51.3 (docs/security.md D1). Writers share commits: a transaction is a savepoint, and the last
// of those that wait, or the 32nd, commits for all (one fsync for the batch).
#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <unordered_map>
#include <utility>

#include "base/failure.h"
#include "base/log.h"
#include "store/database.h"

namespace gatehouse::store {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t kBatchMax = 32;
constexpr int kCheckpointPages = 1000;
constexpr int kTruncatePages = 16'000;  // 64 MiB of WAL: worth waiting for the readers

struct StringHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>()(text);
  }
};

class Statement {
 public:
  Statement(sqlite3* db, std::string_view sql) {
    if (sqlite3_prepare_v3(db, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                           &statement_, nullptr) != SQLITE_OK)
      throw std::logic_error(fmt::format("SQL refused: {}: {}", sqlite3_errmsg(db), sql));
    // SQLite numbers $1, $2 … by first appearance, so find each by its name.
    for (int n = 1;; ++n) {
      const int index = sqlite3_bind_parameter_index(statement_, fmt::format("${}", n).c_str());
      if (index == 0) break;
      positions_.push_back(index);
    }
  }
  ~Statement() { sqlite3_finalize(statement_); }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  void bind(Params params) {
    check(params.size() == positions_.size(), "number of SQL parameters");
    for (std::size_t i = 0; const Param& param : params) {
      const int at = positions_[i++];
      if (const auto* integer = param.integer())
        sqlite3_bind_int64(statement_, at, *integer);
      else if (const auto* text = param.text())
        sqlite3_bind_text64(statement_, at, text->data(), text->size(), SQLITE_STATIC, SQLITE_UTF8);
      else
        sqlite3_bind_null(statement_, at);
    }
  }

  sqlite3_stmt* get() { return statement_; }

  Row row() {
    const int columns = sqlite3_column_count(statement_);
    std::vector<Row::Value> values;
    values.reserve(static_cast<std::size_t>(columns));
    for (int i = 0; i < columns; ++i) {
      switch (sqlite3_column_type(statement_, i)) {
        case SQLITE_INTEGER:
          values.emplace_back(std::int64_t{sqlite3_column_int64(statement_, i)});
          break;
        case SQLITE_NULL:
          values.emplace_back();
          break;
        default:
          values.emplace_back(
              std::string(reinterpret_cast<const char*>(sqlite3_column_text(statement_, i)),
                          static_cast<std::size_t>(sqlite3_column_bytes(statement_, i))));
      }
    }
    return Row(std::move(values));
  }

 private:
  sqlite3_stmt* statement_ = nullptr;
  std::vector<int> positions_;
};

constexpr int kRetrySeconds = 5;  // docs/security.md F-04

[[noreturn]] void refuse_full_storage() {
  Failure failure(Code::storage_full, "the storage is full: nothing was changed");
  failure.retry_after_seconds = kRetrySeconds;
  throw failure;
}

bool is_full(sqlite3* db) { return (sqlite3_extended_errcode(db) & 0xFF) == SQLITE_FULL; }

[[noreturn]] void fail(sqlite3* db) {
  const int result = sqlite3_extended_errcode(db);
  switch (result & 0xFF) {
    case SQLITE_CONSTRAINT:
      throw Failure(Code::conflict, "the change contradicts what is stored");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      throw Failure(Code::unavailable, "the database is busy");
    case SQLITE_FULL:
      refuse_full_storage();
    case SQLITE_READONLY:
    case SQLITE_IOERR:
      throw Failure(Code::unavailable, "the storage cannot be written");
    default:
      throw std::logic_error(fmt::format("SQLite error {}: {}", result, sqlite3_errmsg(db)));
  }
}

class Connection {
 public:
  Connection(const std::string& path, bool is_writer, bool is_durable) {
    const int flags = SQLITE_OPEN_NOMUTEX | (is_writer ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                                                       : SQLITE_OPEN_READWRITE);
    if (sqlite3_open_v2(path.c_str(), &db_, flags, nullptr) != SQLITE_OK)
      throw std::runtime_error(fmt::format("cannot open {}: {}", path, sqlite3_errmsg(db_)));
    sqlite3_extended_result_codes(db_, 1);
    sqlite3_busy_timeout(db_, 5000);
    sqlite3_db_config(db_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    if (!is_writer) sqlite3_db_config(db_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    run("pragma journal_mode = wal");
    run(is_durable ? "pragma synchronous = full" : "pragma synchronous = off");
    run("pragma wal_autocheckpoint = 0");
    run("pragma foreign_keys = on");
    run("pragma trusted_schema = off");
    run("pragma cell_size_check = on");
    run("pragma mmap_size = 0");
    // KiB. What readers miss is in the system's cache, once for all of them.
    run(is_writer ? "pragma cache_size = -16384" : "pragma cache_size = -4096");
    if (!is_writer) run("pragma query_only = on");
  }
  ~Connection() {
    statements_.clear();
    sqlite3_close(db_);
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  std::vector<Row> query(std::string_view sql, Params params) {
    Statement& statement = prepared(sql);
    const Reset reset{statement};
    statement.bind(params);
    std::vector<Row> rows;
    int result;
    while ((result = sqlite3_step(statement.get())) == SQLITE_ROW) rows.push_back(statement.row());
    if (result != SQLITE_DONE) fail(db_);
    return rows;
  }

  std::int64_t execute(std::string_view sql, Params params) {
    query(sql, params);
    return sqlite3_changes64(db_);
  }

  /// Several statements without parameters and results.
  void run(const char* sql) {
    if (sqlite3_exec(db_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail(db_);
  }
  /// One such statement; false when it failed.
  bool try_step(std::string_view sql) {
    Statement& statement = prepared(sql);
    const Reset reset{statement};
    return sqlite3_step(statement.get()) == SQLITE_DONE;
  }
  void step(std::string_view sql) {
    if (!try_step(sql)) fail(db_);
  }

  sqlite3* get() { return db_; }

 private:
  struct Reset {
    Statement& statement;
    ~Reset() {
      sqlite3_reset(statement.get());
      sqlite3_clear_bindings(statement.get());
    }
  };

  Statement& prepared(std::string_view sql) {
    if (const auto found = statements_.find(sql); found != statements_.end()) return *found->second;
    auto statement = std::make_unique<Statement>(db_, sql);
    return *statements_.emplace(sql, std::move(statement)).first->second;
  }

  sqlite3* db_ = nullptr;
  std::unordered_map<std::string, std::unique_ptr<Statement>, StringHash, std::equal_to<>>
      statements_;
};

// Keeps a second server off the file: SQLite's own locks would let it in, and D1 forbids that.
class FileLock {
 public:
  explicit FileLock(const std::string& path) {
    descriptor_ = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor_ < 0) throw std::runtime_error("cannot open " + path);
    if (flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
      close(descriptor_);
      throw std::runtime_error("another gatehouse process uses this database (" + path + ")");
    }
  }
  ~FileLock() { close(descriptor_); }
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  int descriptor_;
};

// Hands the one writing connection to one transaction after another and commits them in batches.
class Writer {
 public:
  explicit Writer(const SqliteConfig& config)
      : connection_(config.path, true, config.is_durable), stall_(config.stall) {
    sqlite3_wal_hook(
        connection_.get(),
        [](void* self, sqlite3*, const char*, int pages) {
          static_cast<Writer*>(self)->wal_pages_ = pages;
          return SQLITE_OK;
        },
        this);
  }

  Connection& enter() {
    wait_for_turn();
    try {
      if (!is_batch_open_) {
        connection_.step("begin immediate");
        is_batch_open_ = true;
      }
      connection_.step("savepoint change");
      ++turns_;
    } catch (...) {
      is_batch_open_ ? finish() : leave();
      throw;
    }
    return connection_;
  }

  // The change is part of the batch, if that is stored. Whoever gets an error here rolls back.
  void release() { connection_.step("release change"); }

  // After release(). Returns when the batch that holds the change is on disk.
  void commit(const std::function<void()>& withdrawn, const std::vector<OrganizationId>& changed) {
    if (withdrawn) withdrawals_.push_back(withdrawn);
    Member mine;
    members_.push_back(&mine);
    changed_.insert(changed_.end(), changed.begin(), changed.end());
    finish();
    std::unique_lock lock(mutex_);
    settled_.wait(lock, [&] { return mine.fate != Fate::open; });
    if (mine.fate == Fate::no_space) refuse_full_storage();
    if (mine.fate == Fate::lost)
      throw Failure(Code::unavailable, "the change was not stored, try again");
  }

  std::uint64_t revision(OrganizationId id) const { return revisions_.at(revision_index(id)); }
  std::uint64_t revision() const { return revision_of_all_; }

  void roll_back() {
    connection_.try_step("rollback to change");
    connection_.try_step("release change");
    // Some errors make SQLite roll back by itself, and then the whole batch.
    if (sqlite3_get_autocommit(connection_.get()) == 0) return finish();
    settle(Fate::lost);
    leave();
  }

 private:
  enum class Fate : std::uint8_t { open, stored, no_space, lost };
  struct Member {
    Fate fate = Fate::open;
  };

  static std::size_t revision_index(OrganizationId id) { return UuidHash()(id) % 1024; }

  // Whoever comes to a disk that does not answer is told so; waiting would take every thread.
  void wait_for_turn() {
    std::unique_lock lock(mutex_);
    bool has_turn = !is_busy_ || SteadyClock::now() - busy_since_ < stall_;
    if (has_turn) {
      ++waiting_;
      has_turn = turn_.wait_for(lock, stall_, [&] { return !is_busy_; });
      --waiting_;
    }
    if (!has_turn) {
      if (!std::exchange(is_stall_told_, true)) log::error("database.stalled");
      throw Failure(Code::unavailable, "the storage does not answer, try again");
    }
    is_busy_ = true;
    busy_since_ = SteadyClock::now();
  }

  // Leaves the open batch to a writer that waits, or ends it.
  void finish() {
    std::unique_lock lock(mutex_);
    const bool is_awaited = waiting_ > 0 && turns_ < kBatchMax;
    if (is_awaited) is_busy_ = false;
    lock.unlock();  // who is woken wants it
    if (is_awaited) return turn_.notify_one();
    end_batch();
    leave();
  }

  void end_batch() {
    if (connection_.try_step("commit")) {
      settle(Fate::stored);
      checkpoint();
    } else if (is_full(connection_.get())) {
      // The frame that would commit was not written: here the outcome is known.
      connection_.try_step("rollback");
      settle(Fate::no_space);
    } else {
      end_process();
    }
  }

  // Before the next writer starts: what was published of a batch that is not stored is withdrawn.
  void settle(Fate fate) {
    is_batch_open_ = false;
    turns_ = 0;
    if (fate != Fate::stored)
      for (const auto& withdrawn : withdrawals_) withdrawn();
    withdrawals_.clear();
    for (const OrganizationId& id : changed_) ++revisions_.at(revision_index(id));
    if (!changed_.empty()) ++revision_of_all_;
    changed_.clear();
    {
      const std::lock_guard lock(mutex_);
      for (Member* member : members_) member->fate = fate;
    }
    members_.clear();
    settled_.notify_all();  // without the lock: those who are woken want it
  }

  void leave() {
    {
      const std::lock_guard lock(mutex_);
      is_busy_ = false;
      is_stall_told_ = false;
    }
    turn_.notify_one();
  }

  void checkpoint() {
    if (wal_pages_ < kCheckpointPages) return;
    const int mode =
        wal_pages_ > kTruncatePages ? SQLITE_CHECKPOINT_RESTART : SQLITE_CHECKPOINT_PASSIVE;
    sqlite3_busy_timeout(connection_.get(), 100);
    sqlite3_wal_checkpoint_v2(connection_.get(), nullptr, mode, nullptr, nullptr);
    sqlite3_busy_timeout(connection_.get(), 5000);
    wal_pages_ = 0;
  }

  // The batch may or may not be on disk (docs/security.md D7); only a new start can tell.
  [[noreturn]] void end_process() {
    log::error("database.commit_failed", {{"message", sqlite3_errmsg(connection_.get())}});
    _exit(70);
  }

  Connection connection_;
  const std::chrono::milliseconds stall_;
  std::mutex mutex_;
  std::condition_variable turn_;
  std::condition_variable settled_;
  int waiting_ = 0;
  bool is_busy_ = false;
  SteadyClock::time_point busy_since_;
  bool is_stall_told_ = false;
  // Up to wal_pages_ of the thread that is_busy_ let in, and of the open batch.
  bool is_batch_open_ = false;
  std::size_t turns_ = 0;         // rolled back ones too: the others wait for them as well
  std::vector<Member*> members_;  // on the stacks of those that wait in commit()
  std::vector<std::function<void()>> withdrawals_;
  std::vector<OrganizationId> changed_;
  int wal_pages_ = 0;
  // Organizations that share a number cost each other a look at the database, no more.
  std::array<std::atomic<std::uint64_t>, 1024> revisions_{};
  std::atomic<std::uint64_t> revision_of_all_ = 0;
};

class WriteTransaction final : public Transaction {
 public:
  explicit WriteTransaction(Writer& writer) : writer_(writer), connection_(writer.enter()) {}
  ~WriteTransaction() override {
    if (!is_done_) writer_.roll_back();
  }
  std::vector<Row> query(std::string_view sql, Params params) override {
    return connection_.query(sql, params);
  }
  std::int64_t execute(std::string_view sql, Params params) override {
    return connection_.execute(sql, params);
  }
  void run_script(const std::string& sql) override { connection_.run(sql.c_str()); }
  void commit(const std::function<void()>& published,
              const std::function<void()>& withdrawn) override {
    try {
      if (published) published();
      writer_.release();
    } catch (...) {  // the destructor rolls back
      if (withdrawn) withdrawn();
      throw;
    }
    is_done_ = true;
    writer_.commit(withdrawn, changed_);
  }
  void changes(OrganizationId id) override { changed_.push_back(id); }

 private:
  Writer& writer_;
  Connection& connection_;
  bool is_done_ = false;
  std::vector<OrganizationId> changed_;
};

class Readers {
 public:
  Readers(std::string path, std::size_t limit, bool is_durable)
      : path_(std::move(path)), limit_(limit), is_durable_(is_durable) {}

  std::unique_ptr<Connection> take() {
    std::unique_lock lock(mutex_);
    free_changed_.wait(lock, [&] { return !free_.empty() || opened_ < limit_; });
    if (!free_.empty()) {
      auto connection = std::move(free_.back());
      free_.pop_back();
      return connection;
    }
    ++opened_;
    lock.unlock();
    try {
      return std::make_unique<Connection>(path_, false, is_durable_);
    } catch (...) {
      lock.lock();
      --opened_;
      throw;
    }
  }

  void give_back(std::unique_ptr<Connection> connection) {
    const std::lock_guard lock(mutex_);
    free_.push_back(std::move(connection));
    free_changed_.notify_one();
  }

 private:
  const std::string path_;
  const std::size_t limit_;
  const bool is_durable_;
  std::mutex mutex_;
  std::condition_variable free_changed_;
  std::vector<std::unique_ptr<Connection>> free_;
  std::size_t opened_ = 0;
};

class ReadTransaction final : public Transaction {
 public:
  explicit ReadTransaction(Readers& readers) : readers_(readers), connection_(readers.take()) {
    if (connection_->try_step("begin")) return;
    readers_.give_back(std::move(connection_));
    throw Failure(Code::unavailable, "the storage cannot be read, try again");
  }
  ~ReadTransaction() override {
    try {
      connection_->step("rollback");
    } catch (const std::exception& problem) {
      log::error("database.rollback_failed", {{"message", problem.what()}});
    }
    readers_.give_back(std::move(connection_));
  }
  std::vector<Row> query(std::string_view sql, Params params) override {
    return connection_->query(sql, params);
  }
  std::int64_t execute(std::string_view, Params) override {
    throw std::logic_error("a read transaction was asked to write");
  }
  void run_script(const std::string&) override {
    throw std::logic_error("a read transaction was asked to write");
  }
  void commit(const std::function<void()>&, const std::function<void()>&) override {}

 private:
  Readers& readers_;
  std::unique_ptr<Connection> connection_;
};

class SqliteDatabase final : public Database {
 public:
  explicit SqliteDatabase(const SqliteConfig& config)
      : lock_(config.path + ".lock"),
        writer_(created(config)),
        readers_(config.path, config.readers, config.is_durable) {}

  Engine engine() const override { return Engine::sqlite; }
  std::unique_ptr<Transaction> begin_read() override {
    return std::make_unique<ReadTransaction>(readers_);
  }
  std::unique_ptr<Transaction> begin_write() override {
    return std::make_unique<WriteTransaction>(writer_);
  }
  std::optional<std::uint64_t> revision() const override { return writer_.revision(); }
  std::optional<std::uint64_t> revision(OrganizationId id) const override {
    return writer_.revision(id);
  }

 private:
  // SQLite would create the file with the process's umask.
  static const SqliteConfig& created(const SqliteConfig& config) {
    const std::string& path = config.path;
    const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) throw std::runtime_error("cannot create " + path);
    struct stat info{};
    const bool is_private = fstat(descriptor, &info) == 0 && (info.st_mode & 077) == 0;
    close(descriptor);
    if (!is_private) throw std::runtime_error(path + " can be read by others: chmod 600 it");
    return config;
  }

  FileLock lock_;
  Writer writer_;
  Readers readers_;
};

}  // namespace

std::unique_ptr<Database> open_sqlite(const SqliteConfig& config) {
  // Counting its memory would cost a lock at each allocation.
  static const int is_uncounted = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  static_cast<void>(is_uncounted);
  return std::make_unique<SqliteDatabase>(config);
}

}  // namespace gatehouse::store
