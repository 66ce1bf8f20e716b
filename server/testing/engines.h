// Store tests are written once and run on every engine: SQLite always, PostgreSQL where
// TEST_POSTGRES_URL names one.
#pragma once

#include <gtest/gtest.h>

#include <optional>

#include "base/log.h"
#include "store/migrate.h"
#include "testing/test_database.h"

namespace gatehouse::testing {

class EveryEngine : public ::testing::TestWithParam<store::Engine> {
 protected:
  void SetUp() override {
    init_crypto();
    log::quiet();
    if (GetParam() == store::Engine::postgres && postgres_url().empty())
      GTEST_SKIP() << "no TEST_POSTGRES_URL";
    where_.emplace(GetParam());
    database = where_->open();
    store::migrate(*database, now);
  }
  /// Another connection to the same database, as after a restart.
  void reopen() {
    database.reset();
    database = where_->open();
  }

  const Timestamp now = *parse_timestamp("2026-11-22T09:00:00Z");

 private:
  std::optional<TestDatabase> where_;  // outlives the connections to it

 protected:
  std::unique_ptr<store::Database> database;
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
