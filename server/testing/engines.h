// Store tests are written once and run on every engine: SQLite always, PostgreSQL where
// TEST_POSTGRES_URL names one (./test starts it); there each test gets a schema of its own.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>

#include "base/crypto.h"
#include "base/log.h"
#include "store/migrate.h"

namespace gatehouse::testing {

class EveryEngine : public ::testing::TestWithParam<store::Engine> {
 protected:
  void SetUp() override {
    init_crypto();
    log::quiet();
    if (GetParam() == store::Engine::sqlite) {
      std::string pattern =
          (std::filesystem::temp_directory_path() / "gatehouse-store-XXXXXX").string();
      folder_ = mkdtemp(pattern.data());
      open_ = [this] {
        return store::open_sqlite({.path = folder_ + "/test.db", .is_durable = false});
      };
    } else {
      const char* url = std::getenv("TEST_POSTGRES_URL");
      if (!url) GTEST_SKIP() << "no TEST_POSTGRES_URL";
      schema_ = "t" + to_hex(random_bytes(8));
      const std::string base = url;
      const auto admin = store::open_postgres(base);
      const auto tx = admin->begin_write();
      tx->run_script("create schema " + schema_);
      tx->commit();
      const std::string option = "options=-csearch_path%3D" + schema_;
      url_ = base.find("://") != std::string::npos
                 ? base + (base.find('?') == std::string::npos ? "?" : "&") + option
                 : base + " options='-csearch_path=" + schema_ + "'";
      open_ = [this] { return store::open_postgres(url_); };
    }
    database = open_();
    store::migrate(*database, now);
  }
  void TearDown() override {
    database.reset();
    if (!folder_.empty()) std::filesystem::remove_all(folder_);
  }
  /// Another connection to the same database, as after a restart.
  void reopen() {
    database.reset();
    database = open_();
  }

  const Timestamp now = *parse_timestamp("2026-11-22T09:00:00Z");
  std::unique_ptr<store::Database> database;

 private:
  std::string folder_;
  std::string schema_;
  std::string url_;
  std::function<std::unique_ptr<store::Database>()> open_;
};

inline std::string engine_name(const ::testing::TestParamInfo<store::Engine>& info) {
  return info.param == store::Engine::sqlite ? "sqlite" : "postgres";
}

}  // namespace gatehouse::testing

#define ON_EVERY_ENGINE(Suite)                                                                     \
  INSTANTIATE_TEST_SUITE_P(                                                                        \
      , Suite,                                                                                     \
      ::testing::Values(::gatehouse::store::Engine::sqlite, ::gatehouse::store::Engine::postgres), \
      ::gatehouse::testing::engine_name)
