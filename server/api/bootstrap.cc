#include "api/bootstrap.h"

#include "audit/trail.h"
#include "auth/authenticate.h"
#include "base/codec.h"
#include "base/email.h"
#include "base/failure.h"
#include "store/accounts.h"
#include "store/administrators.h"
#include "store/organizations.h"
#include "store/permission_policies.h"
#include "store/users.h"

namespace gatehouse::api {
namespace {

constexpr const char* kSystem = "SYSTEM";

void insert_managed(store::Transaction& tx, OrganizationId organization, std::string_view name,
                    Statement statement, Timestamp now) {
  PermissionPolicy policy;
  policy.organization_id = organization;
  policy.id = PermissionPolicyId::generate(now);
  policy.name = name;
  policy.is_managed = true;
  policy.statements = {std::move(statement)};
  policy.created_at = now;
  policy.created_by = kSystem;
  store::insert_permission_policy(tx, policy);
}

void record(store::Transaction& tx, OrganizationId organization, const char* action,
            const char* type, const std::string& id, const std::string& name, Timestamp now) {
  store::lock_organization(tx, organization);
  audit::record(tx, organization,
                {.time = now,
                 .actor_type = ActorType::system,
                 .actor_id = kSystem,
                 .actor_name = "Command line",
                 .action = action,
                 .target_type = type,
                 .target_id = id,
                 .target_name = name,
                 .outcome = Outcome::success});
}

}  // namespace

Organization create_organization(store::Transaction& tx, const std::string& name,
                                 const std::string& short_name, const std::string& time_zone,
                                 Timestamp now) {
  Organization organization;
  organization.id = OrganizationId::generate(now);
  organization.name = name;
  organization.short_name = short_name;
  organization.time_zone = time_zone;
  organization.created_at = organization.modified_at = now;
  organization.created_by = organization.modified_by = kSystem;
  store::insert_organization(tx, organization);
  insert_managed(tx, organization.id, store::administrator_policy,
                 {Effect::allow, {"all"}, {"*"}, {}}, now);
  insert_managed(
      tx, organization.id, store::read_only_policy,
      {Effect::allow,
       {"config:retrieve", "analytics:query", "measurements:retrieve", "forecast:retrieve",
        "healthscores:retrieve", "anomalies:retrieve", "exports:download", "audit:retrieve"},
       {"*"},
       {}},
      now);
  record(tx, organization.id, "organization.create", "organization", to_string(organization.id),
         name, now);
  return organization;
}

User create_first_user(store::Transaction& tx, OrganizationId organization, const FirstUser& first,
                       Timestamp now) {
  const auto email = parse_email(first.email);
  if (!email) throw Failure(Code::invalid_input, "`" + first.email + "` is not an e-mail address");
  auto account = store::find_account_by_email(tx, email->key);
  if (!account) {
    account = Account{.id = AccountId::generate(now),
                      .email = email->display,
                      .email_key = email->key,
                      .first_name = first.first_name,
                      .last_name = first.last_name,
                      .created_at = now};
    store::insert_account(tx, *account);
    if (!first.password_hash.empty())
      store::set_password(tx, account->id, first.password_hash, now);
  }
  User user;
  user.organization_id = organization;
  user.id = UserId::generate(now);
  user.account_id = account->id;
  user.email = account->email;
  user.first_name = account->first_name;
  user.last_name = account->last_name;
  user.company = first.company;
  user.initials = first.initials;
  user.title = first.title;
  user.created_at = now;
  user.created_by = kSystem;
  if (!store::insert_user(tx, user))
    throw Failure(Code::already_exists, "this person is a user of the organization already");
  if (!first.policy.empty())
    attach_by_name(tx, organization, first.policy, "USER", to_string(user.id), now);
  record(tx, organization, "user.create", "user", to_string(user.id), shown_name(user), now);
  return user;
}

void attach_by_name(store::Transaction& tx, OrganizationId organization, const std::string& policy,
                    const std::string& principal_type, const std::string& principal_id,
                    Timestamp now) {
  const auto found = store::find_permission_policy_by_name(tx, organization, policy);
  check(found.has_value(), "no such policy");
  PrincipalPermission attachment;
  attachment.id = PrincipalPermissionId::generate(now);
  attachment.policy_id = found->id;
  attachment.principal_type = *codec::find_enum<PrincipalType>(principal_type);
  attachment.principal_id = principal_id;
  attachment.created_at = now;
  attachment.created_by = kSystem;
  store::attach_policy(tx, organization, attachment);
}

std::string make_setup_link(store::Transaction& tx, AccountId account,
                            const std::string& public_url, Timestamp now) {
  const std::string secret = auth::make_secret("pw");
  store::insert_link(tx, "password_reset", account, auth::secret_hash(secret), now,
                     now + std::chrono::days{1});
  return public_url + "/reset#" + secret;
}

}  // namespace gatehouse::api
