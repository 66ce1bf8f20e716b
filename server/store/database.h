// The database as everything above store/ sees it: transactions that run SQL text with $1…$n
// parameters. The same text runs on SQLite and PostgreSQL; columns are `text` or `bigint` only.
// A Database is thread-safe; a Transaction belongs to one thread.
//
// Errors: Failure(unavailable) when the database cannot be reached or is busy,
// Failure(storage_full) when there is no room for a change, Failure(conflict) when a constraint
// refuses it, std::logic_error for wrong SQL. A COMMIT that fails otherwise means that the outcome
// is unknown: Failure(outcome_unknown) on PostgreSQL; on SQLite the process ends, because only
// reopening the file tells.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/id.h"
#include "base/time.h"

namespace gatehouse::store {

/// A value bound to $n. Booleans are stored as 0 and 1, times as milliseconds, ids as text.
class Param {
 public:
  Param(std::nullptr_t) {}
  Param(bool value) : value_(std::int64_t{value}) {}
  Param(int value) : value_(std::int64_t{value}) {}
  Param(std::int64_t value) : value_(value) {}
  Param(std::string_view value) : value_(std::string(value)) {}
  Param(std::string value) : value_(std::move(value)) {}
  Param(const char* value) : value_(std::string(value)) {}
  Param(Timestamp value) : value_(value.time_since_epoch().count()) {}
  Param(const Uuid& value) : value_(to_string(value)) {}
  template <class T>
  Param(const std::optional<T>& value) {
    if (value) *this = Param(*value);
  }

  const std::int64_t* integer() const { return std::get_if<std::int64_t>(&value_); }
  const std::string* text() const { return std::get_if<std::string>(&value_); }

 private:
  std::variant<std::monostate, std::int64_t, std::string> value_;
};

using Params = std::initializer_list<Param>;

/// One result row; columns are read by position, from 0.
class Row {
 public:
  using Value = std::variant<std::monostate, std::int64_t, std::string>;
  explicit Row(std::vector<Value> values) : values_(std::move(values)) {}

  bool is_null(std::size_t column) const;
  std::int64_t integer(std::size_t column) const;
  bool boolean(std::size_t column) const { return integer(column) != 0; }
  const std::string& text(std::size_t column) const;
  std::string text_or_empty(std::size_t column) const;
  Timestamp time(std::size_t column) const {
    return Timestamp(std::chrono::milliseconds(integer(column)));
  }
  std::optional<Timestamp> optional_time(std::size_t column) const;
  std::optional<std::string> optional_text(std::size_t column) const;
  template <class SomeId>
  SomeId id(std::size_t column) const {
    return SomeId{uuid(column)};
  }

 private:
  Uuid uuid(std::size_t column) const;
  std::vector<Value> values_;
};

/// Rolls back in the destructor unless commit() returned.
class Transaction {
 public:
  virtual ~Transaction() = default;

  virtual std::vector<Row> query(std::string_view sql, Params params = {}) = 0;
  /// Returns the number of rows changed.
  virtual std::int64_t execute(std::string_view sql, Params params = {}) = 0;
  /// Several statements without parameters or results; for migrations.
  virtual void run_script(const std::string& sql) = 0;
  /// `published` runs when the change is decided and before the next writer of this process
  /// starts, so that what it updates is never older than what that writer reads. Until commit()
  /// returns, read transactions may still see the state before: what they told others is to be
  /// forgotten then. `withdrawn` runs before that writer too, when the change was then not stored,
  /// or nobody knows whether it was.
  virtual void commit(const std::function<void()>& published = {},
                      const std::function<void()>& withdrawn = {}) = 0;
  /// Says that this changes the organization's state: see Database::revision.
  virtual void changes(OrganizationId) {}

  std::optional<Row> query_one(std::string_view sql, Params params = {});
};

enum class Engine : std::uint8_t { sqlite, postgres };

class Database {
 public:
  virtual ~Database() = default;
  virtual Engine engine() const = 0;
  /// One consistent snapshot; writing through it fails.
  virtual std::unique_ptr<Transaction> begin_read() = 0;
  virtual std::unique_ptr<Transaction> begin_write() = 0;
  /// Grows when a change of the organization's state is there to be read, and now and then for
  /// nothing: what was read after asking for it is current while it is the same. Nothing where
  /// other processes may write too.
  virtual std::optional<std::uint64_t> revision(OrganizationId) const { return {}; }
  /// The same for all organizations together.
  virtual std::optional<std::uint64_t> revision() const { return {}; }
};

struct SqliteConfig {
  std::string path;
  std::size_t readers = 8;
  bool is_durable = true;  ///< false only in tests: skips fsync
  /// A writer that has waited so long, or comes when another has worked so long, is refused.
  std::chrono::milliseconds stall{5'000};
};

/// Opens or creates the file (mode 0600) and takes its lock file. Throws std::runtime_error when
/// another process has it.
std::unique_ptr<Database> open_sqlite(const SqliteConfig& config);

/// `conninfo` as libpq takes it; at most `connections` are opened, on demand.
std::unique_ptr<Database> open_postgres(const std::string& conninfo, std::size_t connections = 8);

}  // namespace gatehouse::store
