// Two organizations with nothing in them but what a store test puts there, on every engine.
#pragma once

#include <functional>
#include <thread>
#include <vector>

#include "base/codec.h"
#include "store/accounts.h"
#include "store/organizations.h"
#include "store/permission_policies.h"
#include "store/resource_groups.h"
#include "store/service_users.h"
#include "store/users.h"
#include "testing/engines.h"

namespace gatehouse::testing {

using namespace std::chrono_literals;

class TwoOrganizations : public EveryEngine {
 protected:
  /// Runs `act` in a transaction of its own and commits it.
  template <class Act>
  auto write(Act act) {
    const auto tx = database->begin_write();
    if constexpr (std::is_void_v<decltype(act(*tx))>) {
      act(*tx);
      tx->commit();
    } else {
      auto result = act(*tx);
      tx->commit();
      return result;
    }
  }
  template <class Act>
  auto read(Act act) {
    const auto tx = database->begin_read();
    return act(*tx);
  }
  /// The transaction's failure, `Code::internal` when it succeeds.
  Code failure_of(const std::function<void(store::Transaction&)>& act) {
    try {
      write(act);
    } catch (const Failure& failure) {
      return failure.code;
    }
    return Code::internal;
  }
  /// Runs `act` in `threads` transactions at once; how many answered true.
  int winners(int threads, const std::function<bool(store::Transaction&)>& act) {
    std::atomic<int> won = 0;
    std::vector<std::jthread> running;
    for (int i = 0; i < threads; ++i) running.emplace_back([&] { won += write(act) ? 1 : 0; });
    running.clear();
    return won;
  }

  void SetUp() override {
    EveryEngine::SetUp();
    if (!database) return;  // skipped
    write([&](store::Transaction& tx) {
      acme = add_organization(tx, "Acme");
      globex = add_organization(tx, "Globex");
    });
  }

  OrganizationId add_organization(store::Transaction& tx, const std::string& name) const {
    Organization organization;
    organization.id = OrganizationId::generate(now);
    organization.name = organization.short_name = name;
    organization.time_zone = "UTC";
    organization.created_at = now;
    organization.created_by = "SYSTEM";
    store::insert_organization(tx, organization);
    return organization.id;
  }
  Account add_account(store::Transaction& tx, const std::string& email) const {
    const Account account{.id = AccountId::generate(now),
                          .email = email,
                          .email_key = email,
                          .first_name = "Nora",
                          .last_name = "Nobody",
                          .contact_number = "",
                          .created_at = now};
    EXPECT_TRUE(store::insert_account(tx, account));
    return account;
  }
  User add_user(store::Transaction& tx, OrganizationId organization,
                const std::string& email) const {
    const auto known = store::find_account_by_email(tx, email);
    return add_user(tx, organization, known ? *known : add_account(tx, email));
  }
  User add_user(store::Transaction& tx, OrganizationId organization, const Account& account) const {
    User user;
    user.id = UserId::generate(now);
    user.organization_id = organization;
    user.account_id = account.id;
    user.email = account.email;
    user.first_name = account.first_name;
    user.last_name = account.last_name;
    user.created_at = now;
    user.created_by = "SYSTEM";
    EXPECT_TRUE(store::insert_user(tx, user));
    return user;
  }
  PermissionPolicy make_policy(OrganizationId organization, const std::string& name) const {
    PermissionPolicy policy;
    policy.id = PermissionPolicyId::generate(now);
    policy.organization_id = organization;
    policy.name = name;
    policy.statements = {{.effect = Effect::allow,
                          .action = {"config:retrieve"},
                          .resource = {"config:meter/*"},
                          .condition = {}}};
    policy.created_at = policy.modified_at = now;
    policy.created_by = policy.modified_by = "SYSTEM";
    return policy;
  }
  PermissionPolicy add_policy(store::Transaction& tx, OrganizationId organization,
                              const std::string& name) const {
    const PermissionPolicy policy = make_policy(organization, name);
    EXPECT_TRUE(store::insert_permission_policy(tx, policy));
    return policy;
  }
  ResourceGroup add_group(store::Transaction& tx, OrganizationId organization,
                          const std::string& name, const std::string& type = "user") const {
    ResourceGroup group;
    group.id = ResourceGroupId::generate(now);
    group.organization_id = organization;
    group.type = type;
    group.name = name;
    group.created_at = group.modified_at = now;
    group.created_by = group.modified_by = "SYSTEM";
    EXPECT_TRUE(store::insert_resource_group(tx, group));
    return group;
  }
  void add_item(store::Transaction& tx, const ResourceGroup& group, TargetType type,
                const std::string& target) const {
    store::add_group_item(tx, group.organization_id, group.id,
                          {.target_id = target,
                           .target_type = type,
                           .target_name = {},
                           .created_at = now,
                           .created_by = "SYSTEM"});
  }
  ServiceUser add_service_user(store::Transaction& tx, OrganizationId organization,
                               const std::string& name) const {
    ServiceUser user;
    user.id = ServiceUserId::generate(now);
    user.organization_id = organization;
    user.name = name;
    user.created_at = user.modified_at = now;
    user.created_by = user.modified_by = "SYSTEM";
    EXPECT_TRUE(store::insert_service_user(tx, user));
    return user;
  }
  PrincipalPermission attach(store::Transaction& tx, OrganizationId organization,
                             PermissionPolicyId policy, PrincipalType type,
                             const std::string& principal) const {
    PrincipalPermission attachment;
    attachment.id = PrincipalPermissionId::generate(now);
    attachment.policy_id = policy;
    attachment.principal_type = type;
    attachment.principal_id = principal;
    attachment.created_at = attachment.modified_at = now;
    attachment.created_by = attachment.modified_by = "SYSTEM";
    return store::attach_policy(tx, organization, attachment);
  }

  OrganizationId acme;
  OrganizationId globex;
};

/// Where the next page continues, as the API unseals it.
inline store::PageRequest continued(int size, const std::string& token) {
  const auto split = token.rfind('\n');
  return {.size = size, .after_key = token.substr(0, split), .after_id = token.substr(split + 1)};
}

/// Everything a list answers, page by page; `between` runs after the first page.
template <class List>
auto every_page(int size, List list, const std::function<void()>& between = {}) {
  auto page = list(store::PageRequest{.size = size, .after_key = {}, .after_id = {}});
  auto all = page.data;
  if (between) between();
  while (!page.next_token.empty()) {
    EXPECT_EQ(page.data.size(), static_cast<std::size_t>(size)) << "a page in the middle is full";
    page = list(continued(size, page.next_token));
    EXPECT_FALSE(page.data.empty()) << "a page is announced only when something follows";
    all.insert(all.end(), page.data.begin(), page.data.end());
  }
  return all;
}

template <class Nouns>
auto ids_of(const Nouns& nouns) {
  std::vector<decltype(nouns.front().id)> ids;
  for (const auto& noun : nouns) ids.push_back(noun.id);
  return ids;
}

}  // namespace gatehouse::testing
