#include "auth/membership.h"

#include "testing/rows.h"

namespace gatehouse::auth {
namespace {

using namespace testing;

class MembershipsTest : public TwoOrganizations {};
ON_EVERY_ENGINE(MembershipsTest);

TEST_P(MembershipsTest, an_account_is_a_user_of_each_organization_it_is_in) {
  Memberships memberships(*database);
  const Account account =
      write([&](store::Transaction& tx) { return add_account(tx, "a@b.example"); });
  EXPECT_FALSE(memberships.find(acme, account.id));
  const User user = write([&](store::Transaction& tx) { return add_user(tx, acme, account); });
  EXPECT_EQ(memberships.find(acme, account.id), user.id) << "that there was none is not kept";
  EXPECT_FALSE(memberships.find(globex, account.id));
}

TEST_P(MembershipsTest, what_is_forgotten_is_read_again) {
  Memberships memberships(*database);
  const User user =
      write([&](store::Transaction& tx) { return add_user(tx, acme, "a@b.example"); });
  ASSERT_EQ(memberships.find(acme, user.account_id), user.id);
  write([&](store::Transaction& tx) {
    tx.execute("delete from users where organization_id = $1 and id = $2", {acme, user.id});
  });
  EXPECT_EQ(memberships.find(acme, user.account_id), user.id) << "kept";
  memberships.forget(acme, user.account_id);
  EXPECT_FALSE(memberships.find(acme, user.account_id));
}

}  // namespace
}  // namespace gatehouse::auth
