#include "store/service_users.h"

#include "testing/rows.h"

namespace gatehouse::store {
namespace {

using namespace testing;

class ServiceUsersTest : public TwoOrganizations {
 protected:
  std::optional<ServiceUser> service_user_of(OrganizationId organization, ServiceUserId id) {
    return read([&](Transaction& tx) { return find_service_user(tx, organization, id); });
  }
};
ON_EVERY_ENGINE(ServiceUsersTest);

TEST_P(ServiceUsersTest, a_service_user_reads_back_as_written) {
  const ServiceUser written =
      write([&](Transaction& tx) { return add_service_user(tx, acme, "Billing Müller"); });
  const auto found = service_user_of(acme, written.id);
  ASSERT_TRUE(found);
  EXPECT_EQ(to_json(*found), to_json(written));
  EXPECT_EQ(found->organization_id, acme);
}

TEST_P(ServiceUsersTest, another_organization_neither_finds_changes_nor_removes_it) {
  ServiceUser user = write([&](Transaction& tx) { return add_service_user(tx, acme, "S"); });
  EXPECT_FALSE(service_user_of(globex, user.id));
  EXPECT_FALSE(service_user_of(acme, ServiceUserId::generate(now)));
  user.organization_id = globex;
  write([&](Transaction& tx) {
    EXPECT_EQ(update_service_user(tx, user), UpdateResult::stale);
    remove_service_user(tx, globex, user.id);
  });
  EXPECT_TRUE(service_user_of(acme, user.id));
}

TEST_P(ServiceUsersTest, a_name_is_in_an_organization_once_in_whatever_case) {
  write([&](Transaction& tx) {
    ServiceUser user = add_service_user(tx, acme, "Billing");
    ServiceUser same = user;
    same.id = ServiceUserId::generate(now);
    same.name = "BILLING";
    EXPECT_FALSE(insert_service_user(tx, same));
    add_service_user(tx, globex, "Billing");
    ServiceUser other = add_service_user(tx, acme, "Reports");
    other.name = "billing";
    EXPECT_EQ(update_service_user(tx, other), UpdateResult::name_taken);
    user.name = "BILLING";
    EXPECT_EQ(update_service_user(tx, user), UpdateResult::done) << "its own name";
  });
}

TEST_P(ServiceUsersTest, of_several_updates_of_one_version_one_wins) {
  ServiceUser user = write([&](Transaction& tx) { return add_service_user(tx, acme, "S"); });
  user.name = "T";
  user.status = UserStatus::inactive;
  user.modified_at = now + 1s;
  user.modified_by = "changer";
  EXPECT_EQ(
      winners(5,
              [&](Transaction& tx) { return update_service_user(tx, user) == UpdateResult::done; }),
      1);
  user.version = 2;
  EXPECT_EQ(to_json(*service_user_of(acme, user.id)), to_json(user));
}

TEST_P(ServiceUsersTest, pages_are_newest_first_and_new_ones_shift_nothing) {
  write([&](Transaction& tx) {
    for (const char* name : {"One", "Two", "Three"}) add_service_user(tx, acme, name);
    add_service_user(tx, globex, "Elsewhere");
  });
  std::vector<std::string> names;
  for (const ServiceUser& user : every_page(
           2,
           [&](const PageRequest& page) {
             return read([&](Transaction& tx) { return list_service_users(tx, acme, "", page); });
           },
           [&] { write([&](Transaction& tx) { add_service_user(tx, acme, "Late"); }); }))
    names.push_back(user.name);
  EXPECT_EQ(names, (std::vector<std::string>{"Three", "Two", "One"}));
  read([&](Transaction& tx) {
    EXPECT_EQ(count_service_users(tx, acme, "T"), 3) << "Two, Three, Late";
    EXPECT_EQ(list_service_users(tx, acme, "thr", {}).data.size(), 1u);
    EXPECT_EQ(count_service_users(tx, acme, "_"), 0);
  });
}

class AccessKeysTest : public ServiceUsersTest {
 protected:
  AccessKey add_key(Transaction& tx, const ServiceUser& owner, const std::string& secret_hash) {
    AccessKey key;
    key.id = AccessKeyId::generate(now);
    key.organization_id = owner.organization_id;
    key.service_user_id = owner.id;
    key.expires_at = now + 24h;
    key.created_at = key.modified_at = now;
    key.created_by = key.modified_by = "SYSTEM";
    insert_access_key(tx, key, secret_hash);
    return key;
  }
  std::optional<AccessKey> key_of(OrganizationId organization, const AccessKey& key) {
    return read([&](Transaction& tx) {
      return find_access_key(tx, organization, key.service_user_id, key.id);
    });
  }
  std::optional<KeyState> state_of(AccessKeyId id) {
    return read([&](Transaction& tx) { return find_key_state(tx, id); });
  }
};
ON_EVERY_ENGINE(AccessKeysTest);

TEST_P(AccessKeysTest, a_key_reads_back_as_written_without_its_secret) {
  const ServiceUser owner = write([&](Transaction& tx) { return add_service_user(tx, acme, "S"); });
  const AccessKey written = write([&](Transaction& tx) { return add_key(tx, owner, "hash"); });
  const auto found = key_of(acme, written);
  ASSERT_TRUE(found);
  EXPECT_EQ(to_json(*found), to_json(written));
  EXPECT_EQ(found->organization_id, acme);
  EXPECT_EQ(found->generation, 1);
  const auto state = state_of(written.id);
  ASSERT_TRUE(state);
  EXPECT_EQ(state->organization_id, acme);
  EXPECT_EQ(state->service_user_id, owner.id);
  EXPECT_EQ(state->secret_hash, "hash");
  EXPECT_TRUE(state->is_active);
  EXPECT_EQ(state->generation, 1);
  EXPECT_EQ(state->expires_at, now + 24h);
  EXPECT_EQ(state->used_at, Timestamp{});
  EXPECT_FALSE(state_of(AccessKeyId::generate(now)));
}

TEST_P(AccessKeysTest, switching_a_key_raises_its_generation_and_leaves_others_alone) {
  const ServiceUser owner = write([&](Transaction& tx) { return add_service_user(tx, acme, "S"); });
  const AccessKey key = write([&](Transaction& tx) { return add_key(tx, owner, "hash"); });
  const AccessKey other = write([&](Transaction& tx) { return add_key(tx, owner, "hash2"); });
  const auto set = [&](OrganizationId organization, UserStatus status) {
    write([&](Transaction& tx) {
      set_access_key_status(tx, organization, key.id, status, now + 1s, "changer");
    });
  };
  set(globex, UserStatus::inactive);
  EXPECT_EQ(key_of(acme, key)->generation, 1);
  set(acme, UserStatus::inactive);
  EXPECT_FALSE(state_of(key.id)->is_active);
  EXPECT_EQ(service_user_of(acme, owner.id)->active_keys, 1);
  set(acme, UserStatus::active);
  const auto found = key_of(acme, key);
  EXPECT_EQ(found->status, UserStatus::active);
  EXPECT_EQ(found->generation, 3) << "tokens from before stay dead";
  EXPECT_EQ(found->version, 3);
  EXPECT_EQ(found->modified_at, now + 1s);
  EXPECT_EQ(found->modified_by, "changer");
  EXPECT_EQ(key_of(acme, other)->generation, 1);
}

TEST_P(AccessKeysTest, the_tokens_of_one_service_user_end_and_no_others) {
  const auto [owner, other] = write([&](Transaction& tx) {
    return std::pair(add_service_user(tx, acme, "S"), add_service_user(tx, acme, "T"));
  });
  const AccessKey first = write([&](Transaction& tx) { return add_key(tx, owner, "hash"); });
  const AccessKey second = write([&](Transaction& tx) { return add_key(tx, owner, "hash2"); });
  const AccessKey theirs = write([&](Transaction& tx) { return add_key(tx, other, "hash3"); });
  write([&](Transaction& tx) { end_tokens(tx, globex, owner.id); });
  EXPECT_EQ(state_of(first.id)->generation, 1);
  write([&](Transaction& tx) { end_tokens(tx, acme, owner.id); });
  EXPECT_EQ(state_of(first.id)->generation, 2);
  EXPECT_EQ(state_of(second.id)->generation, 2);
  EXPECT_TRUE(state_of(second.id)->is_active);
  EXPECT_EQ(state_of(theirs.id)->generation, 1);
}

TEST_P(AccessKeysTest, the_last_use_is_recorded) {
  const AccessKey key =
      write([&](Transaction& tx) { return add_key(tx, add_service_user(tx, acme, "S"), "hash"); });
  write([&](Transaction& tx) {
    record_access_key_use(tx, globex, key.id, now + 9s);
    record_access_key_use(tx, acme, key.id, now + 5s);
  });
  EXPECT_EQ(key_of(acme, key)->last_used_at, now + 5s);
  EXPECT_EQ(state_of(key.id)->used_at, now + 5s);
}

TEST_P(AccessKeysTest, a_key_is_found_and_removed_only_under_its_owner) {
  const auto [owner, other] = write([&](Transaction& tx) {
    return std::pair(add_service_user(tx, acme, "S"), add_service_user(tx, acme, "T"));
  });
  const AccessKey key = write([&, of = owner](Transaction& tx) { return add_key(tx, of, "hash"); });
  EXPECT_FALSE(key_of(globex, key));
  AccessKey elsewhere = key;
  elsewhere.service_user_id = other.id;
  EXPECT_FALSE(key_of(acme, elsewhere));
  write([&](Transaction& tx) { remove_access_key(tx, globex, key.id); });
  EXPECT_TRUE(key_of(acme, key));
  write([&](Transaction& tx) { remove_access_key(tx, acme, key.id); });
  EXPECT_FALSE(key_of(acme, key));
}

TEST_P(AccessKeysTest, a_key_cannot_belong_to_a_service_user_of_another_organization) {
  ServiceUser owner = write([&](Transaction& tx) { return add_service_user(tx, acme, "S"); });
  owner.organization_id = globex;
  EXPECT_EQ(failure_of([&](Transaction& tx) { add_key(tx, owner, "hash"); }), Code::conflict);
}

TEST_P(AccessKeysTest, keys_are_paged_newest_first_and_go_with_their_service_user) {
  const ServiceUser owner = write([&](Transaction& tx) { return add_service_user(tx, acme, "S"); });
  std::vector<AccessKeyId> newest_first;
  for (const char* hash : {"a", "b", "c"})
    newest_first.insert(newest_first.begin(),
                        write([&](Transaction& tx) { return add_key(tx, owner, hash); }).id);
  const auto listed = [&](OrganizationId organization) {
    return ids_of(every_page(2, [&](const PageRequest& page) {
      return read(
          [&](Transaction& tx) { return list_access_keys(tx, organization, owner.id, page); });
    }));
  };
  EXPECT_EQ(listed(acme), newest_first);
  EXPECT_TRUE(listed(globex).empty());
  write([&](Transaction& tx) { remove_service_user(tx, acme, owner.id); });
  EXPECT_TRUE(listed(acme).empty());
  EXPECT_FALSE(state_of(newest_first.front()));
}

}  // namespace
}  // namespace gatehouse::store
