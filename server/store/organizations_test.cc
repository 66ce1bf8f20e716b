#include "store/organizations.h"

#include "testing/rows.h"

namespace gatehouse::store {
namespace {

using namespace testing;

class OrganizationsTest : public TwoOrganizations {};
ON_EVERY_ENGINE(OrganizationsTest);

TEST_P(OrganizationsTest, an_organization_reads_back_as_written) {
  Organization written;
  written.id = OrganizationId::generate(now);
  written.name = "Northwind Metering";
  written.short_name = "NWM";
  written.type = OrganizationType::sandbox;
  written.status = OrganizationStatus::archived;
  written.time_zone = "Europe/Berlin";
  written.created_at = written.modified_at = now;
  written.created_by = written.modified_by = "somebody";
  write([&](Transaction& tx) { insert_organization(tx, written); });
  read([&](Transaction& tx) {
    const auto found = find_organization(tx, written.id);
    ASSERT_TRUE(found);
    EXPECT_EQ(to_json(*found), to_json(written));
    EXPECT_FALSE(find_organization(tx, OrganizationId::generate(now)));
    EXPECT_EQ(list_organization_ids(tx), (std::vector{acme, globex, written.id}));
  });
}

TEST_P(OrganizationsTest, the_lock_lets_one_in_at_a_time_and_counts) {
  EXPECT_EQ(read([&](Transaction& tx) { return organization_epoch(tx, acme); }), 1);
  std::atomic<int> inside = 0;
  std::atomic<bool> was_alone = true;
  winners(6, [&](Transaction& tx) {
    lock_organization(tx, acme);
    if (++inside > 1) was_alone = false;
    tx.query("select count(*) from users");
    --inside;
    return true;
  });
  EXPECT_TRUE(was_alone);
  EXPECT_EQ(read([&](Transaction& tx) { return organization_epoch(tx, acme); }), 7);
  EXPECT_EQ(read([&](Transaction& tx) { return organization_epoch(tx, globex); }), 1);
  EXPECT_TRUE(write([&](Transaction& tx) { return lock_organization(tx, acme); }));
  EXPECT_EQ(read([&](Transaction& tx) { return organization_epoch(tx, acme); }), 8);
  EXPECT_FALSE(
      write([&](Transaction& tx) { return lock_organization(tx, OrganizationId::generate(now)); }));
}

TEST_P(OrganizationsTest, support_access_reads_back_and_a_stale_version_changes_nothing) {
  SupportAccess support = read([&](Transaction& tx) { return find_support_access(tx, acme); });
  EXPECT_EQ(support.version, 1);
  EXPECT_FALSE(support.end_at);
  EXPECT_TRUE(support.statements.empty());
  support.end_at = now + 24h;
  support.statements = {{.effect = Effect::allow,
                         .action = {"all"},
                         .resource = {"*"},
                         .condition = parse_json(R"({"exists": {"context.ticket": true}})")}};
  EXPECT_EQ(winners(4, [&](Transaction& tx) { return update_support_access(tx, support); }), 1);
  const auto found = read([&](Transaction& tx) { return find_support_access(tx, acme); });
  EXPECT_EQ(found.id, acme);
  EXPECT_EQ(found.version, 2);
  EXPECT_EQ(found.end_at, now + 24h);
  EXPECT_EQ(found.statements, support.statements);
  EXPECT_EQ(read([&](Transaction& tx) { return find_support_access(tx, globex); }).version, 1);
}

}  // namespace
}  // namespace gatehouse::store
