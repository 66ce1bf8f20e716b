#include "store/idempotency.h"

#include "testing/rows.h"

namespace gatehouse::store {
namespace {

using namespace testing;

class IdempotencyTest : public TwoOrganizations {
 protected:
  void SetUp() override {
    TwoOrganizations::SetUp();
    if (database) insert("key", {"hash", "answer"}, now);
  }
  void insert(const std::string& key, const StoredAnswer& answer, Timestamp at) {
    write([&](Transaction& tx) { insert_answer(tx, acme, "caller", key, answer, at); });
  }
  std::optional<StoredAnswer> find(OrganizationId organization, const std::string& principal,
                                   const std::string& key, Timestamp since) {
    return read(
        [&](Transaction& tx) { return find_answer(tx, organization, principal, key, since); });
  }
};
ON_EVERY_ENGINE(IdempotencyTest);

TEST_P(IdempotencyTest, an_answer_reads_back_as_written_until_its_time_is_over) {
  const auto found = find(acme, "caller", "key", now - 1ms);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->request_hash, "hash");
  EXPECT_EQ(found->response, "answer");
  EXPECT_FALSE(find(acme, "caller", "key", now));
}

TEST_P(IdempotencyTest, a_key_belongs_to_one_caller_in_one_organization) {
  EXPECT_FALSE(find(globex, "caller", "key", now - 1h));
  EXPECT_FALSE(find(acme, "other", "key", now - 1h));
  EXPECT_FALSE(find(acme, "caller", "KEY", now - 1h));
}

TEST_P(IdempotencyTest, a_newer_answer_replaces_the_old) {
  insert("key", {"hash2", "answer2"}, now + 24h);
  const auto found = find(acme, "caller", "key", now);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->request_hash, "hash2");
  EXPECT_EQ(found->response, "answer2");
}

}  // namespace
}  // namespace gatehouse::store
