#include "store/permission_policies.h"

#include "testing/rows.h"

namespace gatehouse::store {
namespace {

using namespace testing;

class PermissionPoliciesTest : public TwoOrganizations {
 protected:
  std::optional<PermissionPolicy> policy_of(OrganizationId organization, PermissionPolicyId id) {
    return read([&](Transaction& tx) { return find_permission_policy(tx, organization, id); });
  }
};
ON_EVERY_ENGINE(PermissionPoliciesTest);

TEST_P(PermissionPoliciesTest, a_policy_reads_back_as_written_by_id_and_by_name) {
  PermissionPolicy written = make_policy(acme, "Meter Readers");
  written.is_managed = true;
  written.statements.push_back({.effect = Effect::deny,
                                .action = {"all"},
                                .resource = {"config:meter/item/7", "config:user/*"},
                                .condition = parse_json(R"({"in": {"subject.id": ["a"]}})")});
  write([&](Transaction& tx) { EXPECT_TRUE(insert_permission_policy(tx, written)); });
  read([&](Transaction& tx) {
    for (const auto& found : {find_permission_policy(tx, acme, written.id),
                              find_permission_policy_by_name(tx, acme, "meter  READERS")}) {
      ASSERT_TRUE(found);
      EXPECT_EQ(to_json(*found), to_json(written));
      EXPECT_EQ(found->organization_id, acme);
    }
  });
}

TEST_P(PermissionPoliciesTest, another_organization_neither_finds_changes_nor_removes_it) {
  PermissionPolicy policy = write([&](Transaction& tx) { return add_policy(tx, acme, "P"); });
  EXPECT_FALSE(policy_of(globex, policy.id));
  EXPECT_FALSE(policy_of(acme, PermissionPolicyId::generate(now)));
  EXPECT_FALSE(
      read([&](Transaction& tx) { return find_permission_policy_by_name(tx, globex, "P"); }));
  write([&](Transaction& tx) { remove_permission_policy(tx, globex, policy.id); });
  policy.organization_id = globex;
  EXPECT_EQ(write([&](Transaction& tx) { return update_permission_policy(tx, policy); }),
            UpdateResult::stale);
  EXPECT_EQ(policy_of(acme, policy.id)->version, 1);
}

TEST_P(PermissionPoliciesTest, a_name_is_in_an_organization_once_in_whatever_case) {
  write([&](Transaction& tx) {
    add_policy(tx, acme, "Readers");
    EXPECT_FALSE(insert_permission_policy(tx, make_policy(acme, "READERS")));
    EXPECT_TRUE(insert_permission_policy(tx, make_policy(globex, "Readers")));
    PermissionPolicy other = add_policy(tx, acme, "Writers");
    other.name = "readers";
    EXPECT_EQ(update_permission_policy(tx, other), UpdateResult::name_taken);
    other.name = "WRITERS";
    EXPECT_EQ(update_permission_policy(tx, other), UpdateResult::done) << "its own name";
  });
}

TEST_P(PermissionPoliciesTest, of_several_updates_of_one_version_one_wins) {
  PermissionPolicy policy = write([&](Transaction& tx) { return add_policy(tx, acme, "P"); });
  policy.name = "Q";
  policy.statements.clear();
  policy.modified_at = now + 1s;
  policy.modified_by = "changer";
  EXPECT_EQ(winners(5,
                    [&](Transaction& tx) {
                      return update_permission_policy(tx, policy) == UpdateResult::done;
                    }),
            1);
  policy.version = 2;
  EXPECT_EQ(to_json(*policy_of(acme, policy.id)), to_json(policy));
}

TEST_P(PermissionPoliciesTest, pages_are_newest_first_and_new_ones_shift_nothing) {
  write([&](Transaction& tx) {
    for (const char* name : {"One", "Two", "Three", "100%"}) add_policy(tx, acme, name);
    add_policy(tx, globex, "Elsewhere");
  });
  std::vector<std::string> names;
  for (const PermissionPolicy& policy : every_page(
           2,
           [&](const PageRequest& page) {
             return read(
                 [&](Transaction& tx) { return list_permission_policies(tx, acme, "", page); });
           },
           [&] { write([&](Transaction& tx) { add_policy(tx, acme, "Late"); }); }))
    names.push_back(policy.name);
  EXPECT_EQ(names, (std::vector<std::string>{"100%", "Three", "Two", "One"}));
  read([&](Transaction& tx) {
    EXPECT_EQ(list_permission_policies(tx, acme, "0%", {}).data.size(), 1u);
    EXPECT_EQ(count_permission_policies(tx, acme, "t"), 3) << "Two, Three, Late";
    EXPECT_EQ(count_permission_policies(tx, acme, "_"), 0) << "no wildcard";
  });
}

TEST_P(PermissionPoliciesTest, attaching_twice_is_once_and_holders_are_counted_by_kind) {
  const auto [policy, user, group, program] = write([&](Transaction& tx) {
    return std::tuple(add_policy(tx, acme, "P"), add_user(tx, acme, "a@b.example"),
                      add_group(tx, acme, "G"), add_service_user(tx, acme, "S"));
  });
  write([&](Transaction& tx) {
    const auto first = attach(tx, acme, policy.id, PrincipalType::user, to_string(user.id));
    EXPECT_EQ(first.policy_id, policy.id);
    EXPECT_EQ(first.principal_type, PrincipalType::user);
    EXPECT_EQ(first.principal_id, to_string(user.id));
    EXPECT_EQ(first.created_at, now);
    EXPECT_EQ(first.created_by, "SYSTEM");
    EXPECT_EQ(attach(tx, acme, policy.id, PrincipalType::user, to_string(user.id)).id, first.id);
    attach(tx, acme, policy.id, PrincipalType::user_group, to_string(group.id));
    attach(tx, acme, policy.id, PrincipalType::service_user, to_string(program.id));
    attach(tx, acme, policy.id, PrincipalType::support_users, to_string(acme));
    attach(tx, acme, policy.id, PrincipalType::all_users, to_string(acme));
    attach(tx, acme, policy.id, PrincipalType::any_subject, "records");
  });
  const Attachments held = policy_of(acme, policy.id)->attachments;
  EXPECT_EQ(held.users, 1);
  EXPECT_EQ(held.user_groups, 1);
  EXPECT_EQ(held.service_users, 1);
  EXPECT_EQ(held.support_users, 1);
  EXPECT_EQ(held.all_users, 1);
  EXPECT_EQ(held.any_subject_of, std::vector<std::string>{"records"});
  read([&](Transaction& tx) {
    const std::vector<std::pair<PrincipalType, std::string>> holders{
        {PrincipalType::user, to_string(user.id)},
        {PrincipalType::user_group, to_string(group.id)},
        {PrincipalType::service_user, to_string(program.id)},
        {PrincipalType::support_users, to_string(acme)},
        {PrincipalType::all_users, to_string(acme)},
        {PrincipalType::any_subject, "records"}};
    for (const auto& [type, id] : holders) {
      EXPECT_EQ(ids_of(list_attached_policies(tx, acme, type, id, {}).data),
                std::vector{policy.id});
      EXPECT_TRUE(list_attached_policies(tx, globex, type, id, {}).data.empty());
    }
  });
}

TEST_P(PermissionPoliciesTest, detaching_tells_what_was_attached_and_only_once) {
  const auto [policy, user] = write([&](Transaction& tx) {
    auto both = std::pair(add_policy(tx, acme, "P"), add_user(tx, acme, "a@b.example"));
    attach(tx, acme, both.first.id, PrincipalType::user, to_string(both.second.id));
    return both;
  });
  const auto detach = [&, policy_id = policy.id,
                       user_id = to_string(user.id)](OrganizationId organization) {
    return write([&](Transaction& tx) {
      return detach_policy(tx, organization, policy_id, PrincipalType::user, user_id);
    });
  };
  EXPECT_FALSE(detach(globex));
  const auto detached = detach(acme);
  ASSERT_TRUE(detached);
  EXPECT_EQ(detached->principal_id, to_string(user.id));
  EXPECT_FALSE(detach(acme));
}

TEST_P(PermissionPoliciesTest, an_attachment_cannot_cross_into_another_organization) {
  const auto [policy, user, group, program] = write([&](Transaction& tx) {
    return std::tuple(add_policy(tx, acme, "P"), add_user(tx, globex, "a@b.example"),
                      add_group(tx, globex, "G"), add_service_user(tx, globex, "S"));
  });
  const std::vector<std::pair<PrincipalType, std::string>> foreign{
      {PrincipalType::user, to_string(user.id)},
      {PrincipalType::user_group, to_string(group.id)},
      {PrincipalType::service_user, to_string(program.id)}};
  for (const auto& [type, id] : foreign) {
    EXPECT_EQ(failure_of([&](Transaction& tx) { attach(tx, acme, policy.id, type, id); }),
              Code::conflict);
    EXPECT_EQ(failure_of([&](Transaction& tx) { attach(tx, globex, policy.id, type, id); }),
              Code::conflict);
  }
}

TEST_P(PermissionPoliciesTest, the_policies_of_a_principal_are_paged_and_go_with_the_policy) {
  const auto [user, first, second] = write([&](Transaction& tx) {
    return std::tuple(add_user(tx, acme, "a@b.example"), add_policy(tx, acme, "One"),
                      add_policy(tx, acme, "Two"));
  });
  const std::string holder = to_string(user.id);
  write([&](Transaction& tx) {
    attach(tx, acme, first.id, PrincipalType::user, holder);
    attach(tx, acme, second.id, PrincipalType::user, holder);
  });
  const auto held = [&](OrganizationId organization) {
    return ids_of(every_page(1, [&](const PageRequest& page) {
      return read([&](Transaction& tx) {
        return list_attached_policies(tx, organization, PrincipalType::user, holder, page);
      });
    }));
  };
  EXPECT_EQ(held(acme), (std::vector{second.id, first.id}));
  EXPECT_TRUE(held(globex).empty());
  write([&](Transaction& tx) { remove_permission_policy(tx, acme, second.id); });
  EXPECT_EQ(held(acme), std::vector{first.id});
  EXPECT_FALSE(policy_of(acme, second.id));
}

}  // namespace
}  // namespace gatehouse::store
