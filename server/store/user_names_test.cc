#include "store/user_names.h"

#include <set>

#include "base/crypto.h"
#include "store/migrate.h"
#include "testing/rows.h"

namespace gatehouse::store {
namespace {

using namespace testing;

class UserNamesTest : public TwoOrganizations {
 protected:
  /// The user name of somebody who joins now.
  std::string join(Transaction& tx, OrganizationId organization, const std::string& email,
                   std::optional<std::string> company = {}) const {
    const auto known = find_account_by_email(tx, email);
    User user;
    user.organization_id = organization;
    user.id = UserId::generate(now);
    user.account_id = known ? known->id : add_account(tx, email).id;
    user.email = email;
    user.company = std::move(company);
    user.created_at = now;
    EXPECT_TRUE(insert_user(tx, user));
    EXPECT_EQ(find_user(tx, organization, user.id, now)->user_name, user.user_name);
    return user.user_name;
  }
  std::string join(const std::string& email, std::optional<std::string> company = {}) {
    return write([&](Transaction& tx) { return join(tx, acme, email, company); });
  }
};
ON_EVERY_ENGINE(UserNamesTest);

TEST_P(UserNamesTest, what_stands_before_the_at_is_the_user_name_in_lower_case) {
  EXPECT_EQ(join("Ada.Berger-2_x@one.example"), "ada.berger-2_x");
}

TEST_P(UserNamesTest, characters_outside_of_the_alphabet_are_dropped) {
  EXPECT_EQ(join("o'neil+home@one.example"), "oneilhome");
  EXPECT_EQ(join("Jürgen%@one.example"), "jrgen");
}

TEST_P(UserNamesTest, an_address_without_any_such_character_gives_user) {
  EXPECT_EQ(join("太郎@one.example"), "user");
  EXPECT_EQ(join("Анна@one.example", "ООО"), "user_1");
}

TEST_P(UserNamesTest, a_taken_name_is_followed_by_the_company_reduced_alike) {
  EXPECT_EQ(join("ada@one.example", "Acme GmbH & Co. KG"), "ada");
  EXPECT_EQ(join("ADA@two.example", "Acme GmbH & Co. KG"), "ada_acmegmbhco.kg");
}

TEST_P(UserNamesTest, both_taken_the_lowest_free_number_follows) {
  EXPECT_EQ(join("ada@one.example", "Acme"), "ada");
  EXPECT_EQ(join("ada@two.example", "Acme"), "ada_acme");
  EXPECT_EQ(join("ada@three.example", "Acme"), "ada_acme_1");
  EXPECT_EQ(join("ada@four.example", "Acme"), "ada_acme_2");
  join("ada_acme_4@one.example");
  EXPECT_EQ(join("ada@five.example", "ACME"), "ada_acme_3");
  EXPECT_EQ(join("ada@six.example", "acme"), "ada_acme_5") << "4 is the name of somebody";
}

TEST_P(UserNamesTest, without_a_company_the_number_follows_at_once) {
  EXPECT_EQ(join("ada@one.example"), "ada");
  EXPECT_EQ(join("ada@two.example"), "ada_1");
  EXPECT_EQ(join("ada@three.example", "株式会社"), "ada_2") << "nothing of the company is left";
}

TEST_P(UserNamesTest, underscores_and_percent_signs_stand_for_themselves) {
  join("axb@one.example");
  EXPECT_EQ(join("a_b@one.example"), "a_b");
  EXPECT_EQ(join("a%@one.example"), "a");
  EXPECT_EQ(join("_@one.example"), "_");
  EXPECT_EQ(join("_@two.example"), "__1");
}

TEST_P(UserNamesTest, names_of_another_organization_are_not_taken_here) {
  write([&](Transaction& tx) {
    EXPECT_EQ(join(tx, globex, "ada@one.example"), "ada");
    EXPECT_EQ(join(tx, globex, "ada@two.example"), "ada_1");
    EXPECT_EQ(join(tx, acme, "ada@two.example"), "ada");
  });
}

TEST_P(UserNamesTest, the_longest_address_and_company_make_a_name) {
  const std::string local(64, 'a');
  const std::string company(100, 'c');
  join(local + "@one.example");
  EXPECT_EQ(join(local + "@two.example", company), local + "_" + company);
}

TEST_P(UserNamesTest, a_hundred_who_join_at_once_have_a_hundred_names) {
  constexpr int threads = 10;
  constexpr int each = 10;
  std::vector<std::vector<std::string>> made(threads);
  std::vector<std::jthread> running;
  for (int thread = 0; thread < threads; ++thread)
    running.emplace_back([&, thread] {
      for (int i = 0; i < each; ++i)
        made[thread].push_back(
            join("ada@" + std::to_string(thread * each + i) + ".example", "Acme"));
    });
  running.clear();
  std::set<std::string> names;
  for (const auto& of_thread : made) names.insert(of_thread.begin(), of_thread.end());
  std::set<std::string> expected{"ada", "ada_acme"};
  for (int number = 1; number <= threads * each - 2; ++number)
    expected.insert("ada_acme_" + std::to_string(number));
  EXPECT_EQ(names, expected);
}

TEST_P(UserNamesTest, no_update_changes_a_user_name) {
  const User user = write([&](Transaction& tx) { return add_user(tx, acme, "ada@one.example"); });
  User changed = user;
  changed.user_name = "root";
  changed.company = "Other";
  write([&](Transaction& tx) { EXPECT_TRUE(update_user(tx, changed)); });
  const auto found = read([&](Transaction& tx) { return find_user(tx, acme, user.id, now); });
  EXPECT_EQ(found->user_name, "ada");
  EXPECT_EQ(found->company, "Other");
}

// A database as it was before users had names.
class BeforeUserNames : public ::testing::TestWithParam<Engine> {
 protected:
  void SetUp() override {
    init_crypto();
    log::quiet();
    if (GetParam() == Engine::postgres && postgres_url().empty())
      GTEST_SKIP() << "no TEST_POSTGRES_URL";
    where_.emplace(GetParam());
    database = where_->open();
    const auto tx = database->begin_write();
    tx->run_script(
        "create table schema_migrations (number bigint primary key, name text not null, "
        "sha256 text not null, applied_at bigint not null)");
    for (const Migration& migration : migrations().first(3)) {
      tx->run_script(std::string(migration.sql));
      tx->execute(
          "insert into schema_migrations (number, name, sha256, applied_at) values ($1, $2, $3, 0)",
          {migration.number, migration.name, to_hex(sha256(migration.sql))});
    }
    tx->commit();
  }
  OrganizationId add_organization(Transaction& tx) {
    const auto id = OrganizationId::generate(now);
    tx.execute(
        "insert into organizations (id, name, short_name, type, status, time_zone, "
        "support_statements, support_version, epoch, audit_size, audit_frontier, version, "
        "created_at, modified_at, created_by, modified_by) values ($1, '', '', 'PRODUCTION', "
        "'ACTIVE', 'UTC', '[]', 1, 0, 0, '', 1, 0, 0, '', '')",
        {id});
    return id;
  }
  UserId add_user(Transaction& tx, OrganizationId organization, const std::string& email) {
    auto account = find_account_by_email(tx, email);
    if (!account) {
      account = Account{.id = AccountId::generate(now), .email = email, .email_key = email};
      insert_account(tx, *account);
    }
    const auto id = UserId::generate(now);
    tx.execute(
        "insert into users (organization_id, id, account_id, is_active, statements, version, "
        "created_at, modified_at, created_by, modified_by) values "
        "($1, $2, $3, 1, '[]', 1, 0, 0, '', '')",
        {organization, id, account->id});
    return id;
  }

  const Timestamp now = *parse_timestamp("2026-11-22T09:00:00Z");

 private:
  std::optional<TestDatabase> where_;

 protected:
  std::unique_ptr<Database> database;
};
ON_EVERY_ENGINE(BeforeUserNames);

TEST_P(BeforeUserNames, everybody_gets_a_name_the_oldest_the_shortest) {
  const std::vector<std::pair<std::string, std::string>> expected{
      {"ada@one.example", "ada"},         {"ada@two.example", "ada_1"},
      {"o'neil+x@one.example", "oneilx"}, {"ada_2@one.example", "ada_2"},
      {"ada@three.example", "ada_3"},     {"ada@four.example", "ada_4"},
      {"太郎@one.example", "user"},       {"jürgen@one.example", "jrgen"},
      {"美咲@one.example", "user_1"},     {"ada_2@two.example", "ada_2_1"},
      {"a_b@one.example", "a_b"},         {"axb@one.example", "axb"},
  };
  std::vector<std::pair<OrganizationId, UserId>> added;
  {
    const auto tx = database->begin_write();
    const OrganizationId first = add_organization(*tx);
    const OrganizationId second = add_organization(*tx);
    for (const auto& entry : expected) added.emplace_back(first, add_user(*tx, first, entry.first));
    added.emplace_back(second, add_user(*tx, second, "ada@two.example"));
    tx->commit();
  }
  migrate(*database, now);
  const auto tx = database->begin_read();
  const auto name = [&](std::size_t i) {
    return find_user(*tx, added[i].first, added[i].second, now)->user_name;
  };
  for (std::size_t i = 0; i < expected.size(); ++i)
    EXPECT_EQ(name(i), expected[i].second) << expected[i].first;
  EXPECT_EQ(name(expected.size()), "ada") << "another organization";
}

TEST_P(BeforeUserNames, thousands_with_one_name_in_common_are_numbered) {
  constexpr int count = 3'000;
  OrganizationId organization;
  {
    const auto tx = database->begin_write();
    organization = add_organization(*tx);
    for (int i = 0; i < count; ++i)
      add_user(*tx, organization, "info@" + std::to_string(i) + ".example");
    tx->commit();
  }
  migrate(*database, now);
  const auto tx = database->begin_read();
  std::set<std::string> names;
  for (const auto& user : list_user_summaries(*tx, organization, {}, count))
    names.insert(user.user_name);
  EXPECT_EQ(names.size(), static_cast<std::size_t>(count));
  EXPECT_TRUE(names.contains("info"));
  EXPECT_TRUE(names.contains("info_" + std::to_string(count - 1)));
}

}  // namespace
}  // namespace gatehouse::store
