#include "store/backup.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "base/log.h"
#include "store/migrate.h"
#include "testing/test_database.h"

namespace gatehouse::store {
namespace {

class Backup : public ::testing::Test {
 protected:
  void SetUp() override {
    log::quiet();
    std::string pattern =
        (std::filesystem::temp_directory_path() / "gatehouse-backup-XXXXXX").string();
    folder = mkdtemp(pattern.data());
    database = open_sqlite({.path = folder + "/live.db", .is_durable = false});
    migrate(*database, now);
  }
  void TearDown() override {
    database.reset();
    std::filesystem::remove_all(folder);
  }
  // Two rows for each number, in one transaction: a copy has both or neither.
  void put(int number) {
    const auto tx = database->begin_write();
    for (const char* half : {"a", "b"})
      tx->execute("insert into attempts (subject, count, window_started_at) values ($1, $2, 0)",
                  {std::to_string(number) + half, number});
    tx->commit();
  }
  static std::int64_t number(Database& of, const std::string& sql) {
    return of.begin_read()->query_one(sql)->integer(0);
  }

  const Timestamp now = *parse_timestamp("2026-11-22T09:00:00Z");
  std::string folder;
  std::unique_ptr<Database> database;
};

TEST_F(Backup, of_a_database_in_use_is_restored_by_opening_it) {
  for (int i = 0; i < 50; ++i) put(i);
  back_up_sqlite(folder + "/live.db", folder + "/copy.db");
  put(50);
  const auto restored = open_sqlite({.path = folder + "/copy.db", .is_durable = false});
  migrate(*restored, now + std::chrono::hours(1));  // as a server does when it starts
  EXPECT_EQ(number(*restored, "select count(*) from attempts"), 100);
  EXPECT_EQ(number(*restored, "select sum(count) from attempts"), 2 * 49 * 50 / 2);
  EXPECT_EQ(restored->begin_read()->query_one("pragma integrity_check")->text(0), "ok");
  const auto tx = restored->begin_write();
  tx->execute("delete from attempts");
  tx->commit();
  EXPECT_EQ(number(*database, "select count(*) from attempts"), 102) << "they are apart";
}

TEST_F(Backup, shows_one_moment_while_others_write) {
  std::atomic<bool> is_over = false;
  std::jthread writer([&] {
    for (int i = 0; !is_over; ++i) put(i);
  });
  for (int copy = 0; copy < 5; ++copy) {
    const std::string target = folder + "/copy" + std::to_string(copy) + ".db";
    back_up_sqlite(folder + "/live.db", target);
    const auto restored = open_sqlite({.path = target, .is_durable = false});
    EXPECT_EQ(number(*restored,
                     "select count(*) from (select count from attempts group by count "
                     "having count(*) <> 2) halves"),
              0);
    EXPECT_EQ(restored->begin_read()->query_one("pragma integrity_check")->text(0), "ok");
  }
  is_over = true;
}

TEST_F(Backup, is_the_owners_alone_and_leaves_nothing_else) {
  back_up_sqlite(folder + "/live.db", folder + "/copy.db");
  struct stat info{};
  ASSERT_EQ(stat((folder + "/copy.db").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
  EXPECT_FALSE(std::filesystem::exists(folder + "/copy.db.partial"));
}

TEST_F(Backup, replaces_no_file_and_makes_none_when_it_fails) {
  std::ofstream(folder + "/copy.db") << "precious";
  EXPECT_THROW(back_up_sqlite(folder + "/live.db", folder + "/copy.db"), std::runtime_error);
  EXPECT_EQ(std::filesystem::file_size(folder + "/copy.db"), 8u);
  EXPECT_THROW(back_up_sqlite(folder + "/none.db", folder + "/other.db"), std::runtime_error);
  std::ofstream(folder + "/text.db") << std::string(4096, 'x');
  EXPECT_THROW(back_up_sqlite(folder + "/text.db", folder + "/other.db"), std::runtime_error);
  EXPECT_FALSE(std::filesystem::exists(folder + "/other.db"));
  EXPECT_FALSE(std::filesystem::exists(folder + "/other.db.partial"));
  EXPECT_FALSE(std::filesystem::exists(folder + "/none.db")) << "reading makes no database";
}

TEST_F(Backup, of_a_stopped_server_has_what_was_committed_last) {
  put(1);
  database.reset();
  back_up_sqlite(folder + "/live.db", folder + "/copy.db");
  const auto restored = open_sqlite({.path = folder + "/copy.db", .is_durable = false});
  EXPECT_EQ(number(*restored, "select count(*) from attempts"), 2);
}

}  // namespace
}  // namespace gatehouse::store
