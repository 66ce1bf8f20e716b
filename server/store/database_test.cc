#include "store/database.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <fstream>
#include <set>
#include <sstream>
#include <thread>

#include "base/failure.h"
#include "testing/engines.h"

namespace gatehouse::store {
namespace {

using testing::EveryEngine;

class DatabaseTest : public EveryEngine {};
ON_EVERY_ENGINE(DatabaseTest);

void insert(Transaction& tx, const std::string& subject, std::int64_t count, Timestamp now) {
  tx.execute("insert into attempts (subject, count, window_started_at) values ($1, $2, $3)",
             {subject, count, now});
}

TEST_P(DatabaseTest, what_is_committed_is_there_after_a_restart) {
  {
    const auto tx = database->begin_write();
    insert(*tx, "a", 7, now);
    tx->commit();
  }
  reopen();
  const auto row = database->begin_read()->query_one(
      "select count, window_started_at from attempts where subject = $1", {"a"});
  ASSERT_TRUE(row);
  EXPECT_EQ(row->integer(0), 7);
  EXPECT_EQ(row->time(1), now);
}

TEST_P(DatabaseTest, what_is_not_committed_is_gone) {
  {
    const auto tx = database->begin_write();
    insert(*tx, "a", 1, now);
  }
  EXPECT_TRUE(database->begin_read()->query("select subject from attempts").empty());
}

TEST_P(DatabaseTest, parameters_are_bound_by_number_and_keep_their_kind) {
  const auto tx = database->begin_write();
  tx->execute("insert into attempts (window_started_at, count, subject) values ($3, $2, $1)",
              {"ä'; drop table attempts; --", 3, now});
  const auto row = tx->query_one("select subject, count from attempts where count = $1", {3});
  ASSERT_TRUE(row);
  EXPECT_EQ(row->text(0), "ä'; drop table attempts; --");
  EXPECT_FALSE(tx->query_one("select subject from attempts where subject = $1", {nullptr}));
}

TEST_P(DatabaseTest, a_reader_keeps_its_snapshot_while_others_write) {
  const auto reader = database->begin_read();
  EXPECT_TRUE(reader->query("select subject from attempts").empty());
  {
    const auto tx = database->begin_write();
    insert(*tx, "a", 1, now);
    tx->commit();
  }
  EXPECT_TRUE(reader->query("select subject from attempts").empty());
  EXPECT_EQ(database->begin_read()->query("select subject from attempts").size(), 1u);
}

TEST_P(DatabaseTest, a_reader_cannot_write) {
  const auto reader = database->begin_read();
  EXPECT_ANY_THROW(reader->execute("delete from attempts"));
}

TEST_P(DatabaseTest, a_broken_constraint_is_a_conflict_that_names_no_value) {
  const auto tx = database->begin_write();
  try {
    tx->execute(
        "insert into temporary_passwords (account_id, hash, issued_at, expires_at) "
        "values ($1, $2, $3, $4)",
        {Uuid::generate(now), "canary-value", now, now});
    FAIL() << "the foreign key let it in";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.code, Code::conflict);
    EXPECT_EQ(failure.message.find("canary"), std::string::npos);
  }
}

TEST_P(DatabaseTest, a_failed_writer_takes_nothing_of_its_neighbours_with_it) {
  constexpr int writers = 8;
  constexpr int rounds = 40;
  std::vector<std::thread> threads;
  for (int writer = 0; writer < writers; ++writer)
    threads.emplace_back([&, writer] {
      for (int round = 0; round < rounds; ++round) {
        const auto tx = database->begin_write();
        insert(*tx, std::to_string(writer) + "/" + std::to_string(round), round, now);
        if (round % 2 == 0) tx->commit();
      }
    });
  for (auto& thread : threads) thread.join();
  const auto rows = database->begin_read()->query("select count from attempts");
  EXPECT_EQ(rows.size(), static_cast<std::size_t>(writers * rounds / 2));
  EXPECT_TRUE(std::ranges::all_of(rows, [](const Row& row) { return row.integer(0) % 2 == 0; }));
}

TEST_P(DatabaseTest, published_runs_before_the_next_writer_of_the_process_starts) {
  if (GetParam() == Engine::postgres) GTEST_SKIP() << "there row locks order the writers";
  std::atomic<int> published{0};
  std::atomic<bool> is_ordered{true};
  std::vector<std::thread> threads;
  for (int writer = 0; writer < 6; ++writer)
    threads.emplace_back([&] {
      for (int round = 0; round < 30; ++round) {
        const auto tx = database->begin_write();
        const int seen = published;
        const auto stored = tx->query_one("select count(*) from attempts")->integer(0);
        if (stored != seen) is_ordered = false;
        insert(*tx, to_string(Uuid::generate(now)), 1, now);
        tx->commit([&] { ++published; });
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_TRUE(is_ordered);
}

TEST_P(DatabaseTest, a_change_does_not_wait_for_others_that_take_theirs_back) {
  if (GetParam() == Engine::postgres) GTEST_SKIP() << "there each commits alone";
  const OrganizationId organization{Uuid::generate(now)};
  std::atomic<bool> is_published{false};
  std::atomic<bool> is_over{false};
  std::atomic<int> turns{0};
  std::atomic<int> meanwhile{0};
  std::vector<std::jthread> others;
  for (int i = 0; i < 4; ++i)
    others.emplace_back([&] {
      for (; !is_over; ++turns) {
        const auto tx = database->begin_write();
        if (is_published && database->revision(organization) == 0U) ++meanwhile;
      }
    });
  while (turns < 100) std::this_thread::yield();
  const auto tx = database->begin_write();
  tx->changes(organization);
  tx->commit([&] { is_published = true; });
  is_over = true;
  others.clear();
  EXPECT_LE(meanwhile, 32) << "as many as share a commit";
}

TEST_P(DatabaseTest, what_was_published_is_withdrawn_when_publishing_fails) {
  if (GetParam() == Engine::postgres) GTEST_SKIP() << "there it is stored by then";
  int published = 0;
  {
    const auto tx = database->begin_write();
    insert(*tx, "a", 1, now);
    const auto fail = [&] {
      ++published;
      throw std::bad_alloc();
    };
    EXPECT_THROW(tx->commit(fail, [&] { --published; }), std::bad_alloc);
  }
  EXPECT_EQ(published, 0);
  const auto tx = database->begin_write();  // the writer's turn was given back
  EXPECT_TRUE(tx->query("select subject from attempts").empty());
}

TEST_P(DatabaseTest, connections_that_the_database_ended_while_idle_cost_no_request) {
  if (GetParam() == Engine::sqlite) GTEST_SKIP() << "there are no connections to lose";
  {
    std::vector<std::unique_ptr<Transaction>> at_once;
    std::vector<std::int64_t> idle;
    for (int i = 0; i < 4; ++i) {
      at_once.push_back(database->begin_read());
      idle.push_back(
          at_once.back()->query_one("select cast(pg_backend_pid() as bigint)")->integer(0));
    }
    at_once.resize(1);
    for (std::size_t i = 1; i < idle.size(); ++i)
      at_once.front()->query("select pg_terminate_backend(cast($1 as int))", {idle[i]});
  }
  for (int i = 0; i < 4; ++i) EXPECT_NO_THROW(database->begin_write());
}

// Tables that are global on purpose; every other belongs to an organization.
const std::set<std::string> kGlobal{
    "accounts", "account_links",     "attempts", "organizations",
    "outbox",   "schema_migrations", "sessions", "temporary_passwords"};

TEST_P(DatabaseTest, every_table_of_an_organization_has_it_first_in_its_key) {
  const auto tx = database->begin_read();
  std::set<std::string> tables;
  if (GetParam() == Engine::sqlite) {
    for (const Row& table : tx->query("select name from sqlite_master where type = 'table' and "
                                      "name not like 'sqlite_%'")) {
      const auto first =
          tx->query_one("select name from pragma_table_info($1) where pk = 1", {table.text(0)});
      if (first && first->text(0) == "organization_id") continue;
      tables.insert(table.text(0));
    }
  } else {
    for (const Row& row : tx->query(
             "select t.table_name, k.column_name from information_schema.tables t "
             "join information_schema.table_constraints c on c.table_schema = t.table_schema and "
             "c.table_name = t.table_name and c.constraint_type = 'PRIMARY KEY' "
             "join information_schema.key_column_usage k on k.constraint_schema = "
             "c.constraint_schema and k.constraint_name = c.constraint_name and "
             "k.table_name = t.table_name "
             "where t.table_schema = current_schema() and k.ordinal_position = 1"))
      if (row.text(1) != "organization_id") tables.insert(row.text(0));
  }
  EXPECT_EQ(tables, kGlobal);
}

// docs/security.md F-04. What fills the file here is not the commit but a statement, after which
// SQLite rolls back by itself, and the neighbours in the batch with it; tests/faults.py fills a
// disk.
TEST(Sqlite, a_full_file_refuses_changes_and_loses_none_that_was_confirmed) {
  const testing::TestDatabase where(Engine::sqlite);
  const auto database = where.open();
  migrate(*database, Timestamp{});
  const auto allow_pages = [&](std::int64_t more) {
    const auto tx = database->begin_write();
    const auto pages = tx->query_one("pragma page_count")->integer(0);
    tx->query("pragma max_page_count = " + std::to_string(pages + more));
  };
  std::atomic<std::int64_t> confirmed{0};
  std::atomic<std::int64_t> published{0};
  std::atomic<int> refused{0};
  const auto add = [&](const std::string& subject) {
    try {
      const auto tx = database->begin_write();
      insert(*tx, subject, 1, Timestamp{});
      tx->commit([&] { ++published; }, [&] { --published; });
      ++confirmed;
    } catch (const Failure& failure) {
      EXPECT_TRUE(failure.code == Code::storage_full || failure.code == Code::unavailable);
      ++refused;
    }
  };
  allow_pages(60);
  {
    std::vector<std::jthread> writers;
    for (int writer = 0; writer < 8; ++writer)
      writers.emplace_back([&, writer] {
        for (int round = 0; round < 40; ++round)
          add(std::to_string(writer) + "/" + std::to_string(round) + std::string(3000, '.'));
      });
  }
  EXPECT_GT(refused, 0);
  EXPECT_GT(confirmed, 0);
  allow_pages(100);
  add("there is room");
  const auto stored = database->begin_read()->query_one("select count(*) from attempts");
  EXPECT_EQ(stored->integer(0), confirmed);
  EXPECT_EQ(stored->integer(0), published) << "what was published and not stored is withdrawn";
}

// docs/security.md F-08.
TEST(Sqlite, writers_do_not_queue_behind_one_that_the_disk_holds) {
  log::quiet();
  const testing::TestDatabase where(Engine::sqlite);
  migrate(*where.open(), Timestamp{});
  const auto database = open_sqlite(
      {.path = where.file(), .is_durable = false, .stall = std::chrono::milliseconds(40)});
  {
    const auto held = database->begin_write();
    for (int i = 0; i < 3; ++i) try {
        database->begin_write();
        ADD_FAILURE() << "was let in beside another";
      } catch (const Failure& failure) {
        EXPECT_EQ(failure.code, Code::unavailable);
      }
    insert(*held, "a", 1, Timestamp{});
    held->commit();
  }
  const auto next = database->begin_write();
  EXPECT_EQ(next->query("select 1 from attempts").size(), 1u) << "as before once it is over";
}

TEST(Sqlite, a_second_process_is_kept_off_the_file) {
  const auto folder =
      std::filesystem::temp_directory_path() / ("gatehouse-lock-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  const std::string path = (folder / "test.db").string();
  {
    const auto first = open_sqlite({.path = path, .is_durable = false});
    EXPECT_THROW(open_sqlite({.path = path, .is_durable = false}), std::runtime_error);
  }
  EXPECT_NO_THROW(open_sqlite({.path = path, .is_durable = false}));
  std::filesystem::remove_all(folder);
}

class MigrateTest : public EveryEngine {};
ON_EVERY_ENGINE(MigrateTest);

TEST_P(MigrateTest, running_again_changes_nothing) {
  migrate(*database, now + std::chrono::hours{1});
  for (const Row& row : database->begin_read()->query("select applied_at from schema_migrations"))
    EXPECT_EQ(row.time(0), now);
}

TEST_P(MigrateTest, an_edited_migration_is_refused) {
  {
    const auto tx = database->begin_write();
    tx->execute("update schema_migrations set sha256 = 'other' where number = 1");
    tx->commit();
  }
  EXPECT_THROW(migrate(*database, now), std::runtime_error);
}

TEST_P(MigrateTest, a_newer_database_is_refused) {
  {
    const auto tx = database->begin_write();
    tx->execute(
        "insert into schema_migrations (number, name, sha256, applied_at) "
        "values (9999, 'later', 'x', 0)");
    tx->commit();
  }
  EXPECT_THROW(migrate(*database, now), std::runtime_error);
}

}  // namespace
}  // namespace gatehouse::store
