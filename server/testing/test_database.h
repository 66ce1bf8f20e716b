// A database for one test: a SQLite file, or a schema of its own in the PostgreSQL that
// TEST_POSTGRES_URL names (./test starts one). Removed with the object.
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "base/crypto.h"
#include "store/database.h"

namespace gatehouse::testing {

/// Empty where there is no PostgreSQL to test with.
inline std::string postgres_url() {
  const char* url = std::getenv("TEST_POSTGRES_URL");
  return url ? url : "";
}

class TestDatabase {
 public:
  explicit TestDatabase(store::Engine engine) : engine_(engine) {
    if (engine_ == store::Engine::sqlite) {
      std::string pattern =
          (std::filesystem::temp_directory_path() / "gatehouse-test-XXXXXX").string();
      folder_ = mkdtemp(pattern.data());
      return;
    }
    schema_ = "t" + to_hex(random_bytes(8));
    administer("create schema " + schema_);
    const std::string base = postgres_url();
    url_ = base + (base.find('?') == std::string::npos ? "?" : "&") + "options=-csearch_path%3D" +
           schema_;
  }
  ~TestDatabase() {
    if (!folder_.empty()) std::filesystem::remove_all(folder_);
    if (!schema_.empty()) administer("drop schema " + schema_ + " cascade");
  }
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;

  store::Engine engine() const { return engine_; }
  /// As a node opens it; SQLite takes one at a time.
  std::unique_ptr<store::Database> open(std::size_t connections = 8) const {
    if (engine_ == store::Engine::postgres) return store::open_postgres(url_, connections);
    return store::open_sqlite({.path = file(), .readers = connections, .is_durable = false});
  }
  /// SQLite's.
  std::string file() const { return folder_ + "/test.db"; }

 private:
  static void administer(const std::string& sql) {
    const auto database = store::open_postgres(postgres_url(), 1);
    const auto tx = database->begin_write();
    tx->run_script(sql);
    tx->commit();
  }

  const store::Engine engine_;
  std::string folder_;
  std::string schema_;
  std::string url_;
};

}  // namespace gatehouse::testing
