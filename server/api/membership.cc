#include "api/membership.h"

#include "api/rights.h"
#include "base/text.h"
#include "store/permission_policies.h"
#include "store/resource_groups.h"
#include "store/users.h"

namespace gatehouse::api {

void check_grants(Context& context, const Grants& grants) {
  for (const PermissionPolicyId& id : grants.policies)
    if (!store::find_permission_policy(context.tx(), context.organization(), id))
      throw Failure(Code::not_found, "there is no permission policy with this id",
                    "permissionPolicyIds");
  for (const ResourceGroupId& id : grants.groups)
    if (!store::find_resource_group(context.tx(), context.organization(), "user", id))
      throw Failure(Code::not_found, "there is no user group with this id", "userGroupIds");
  require_newcomer_within_own(context, grants.policies, grants.groups);
}

namespace {

// As the endpoints that give the same later would tell it: who searches the trail for what a policy
// or group was given to need not know how somebody came to have it.
void record_given(Context& context, const User& user, const char* action, const char* target_type,
                  std::string target_id, std::string target_name, JsonObject given) {
  AuditEvent event = context.event(Outcome::success);
  if (event.actor_id.empty()) {  // who accepts an invitation becomes somebody just now
    event.actor_type = ActorType::user;
    event.actor_id = to_string(user.id);
  }
  event.action = action;
  event.target_type = target_type;
  event.target_id = std::move(target_id);
  event.target_name = std::move(target_name);
  event.details = {{"after", std::move(given)}};
  context.record(user.organization_id, std::move(event));
}

void give_policy(Context& context, const User& user, PermissionPolicyId policy) {
  const std::string id = to_string(user.id);
  PrincipalPermission attachment;
  attachment.id = PrincipalPermissionId::generate(context.now);
  attachment.policy_id = policy;
  attachment.principal_type = PrincipalType::user;
  attachment.principal_id = id;
  attachment.created_at = context.now;
  attachment.created_by = user.created_by;
  store::attach_policy(context.tx(), user.organization_id, attachment);
  context.touched(user.organization_id, store::ChangeKind::attachment,
                  to_string(policy) + "|USER|" + id);
  const auto given = store::find_permission_policy(context.tx(), user.organization_id, policy);
  record_given(context, user, "user.policy.add", "user", id, shown_name(user),
               {{"permissionPolicyId", to_string(policy)}, {"name", given->name}});
}

void put_in_group(Context& context, const User& user, ResourceGroupId group) {
  const std::string id = to_string(user.id);
  store::add_group_item(context.tx(), user.organization_id, group,
                        {.target_id = id,
                         .target_type = TargetType::item,
                         .target_name = {},
                         .created_at = context.now,
                         .created_by = user.created_by});
  store::bump_resource_group(context.tx(), user.organization_id, group, context.now,
                             user.created_by);
  context.touched(user.organization_id, store::ChangeKind::group_item,
                  to_string(group) + "|ITEM|" + id);
  const auto joined = store::find_resource_group(context.tx(), user.organization_id, "user", group);
  record_given(context, user, "resourcegroup.add", "usergroup", to_string(group), joined->name,
               {{"targetId", id}, {"targetType", codec::enum_name(TargetType::item)}});
}

}  // namespace

User join_organization(Context& context, const Joining& joining) {
  User user;
  user.organization_id = joining.organization_id;
  user.id = UserId::generate(context.now);
  user.account_id = joining.account.id;
  user.company = joining.company;
  user.external_id = joining.external_id;
  user.email = joining.account.email;
  user.first_name = joining.account.first_name;
  user.last_name = joining.account.last_name;
  user.end_at = joining.end_at;
  user.created_at = context.now;
  user.created_by = joining.by.empty() ? to_string(user.id) : joining.by;
  if (store::find_user_id(context.tx(), joining.organization_id, joining.account.id))
    throw Failure(Code::already_exists, "this person is a user of the organization already",
                  "email");
  if (!store::insert_user(context.tx(), user))
    throw Failure(Code::already_exists, "this external id belongs to another user", "externalId");
  context.touched(joining.organization_id, store::ChangeKind::user, to_string(user.id));
  for (const PermissionPolicyId& policy : joining.grants.policies)
    give_policy(context, user, policy);
  for (const ResourceGroupId& group : joining.grants.groups) put_in_group(context, user, group);
  return user;
}

std::optional<std::string> read_property(const std::optional<std::string>& text,
                                         const char* field) {
  return text ? std::optional(read_required_name(*text, field)) : std::nullopt;
}

void require_future(const std::optional<Timestamp>& time, Timestamp now, const std::string& field) {
  if (time && *time <= now)
    throw Failure(Code::invalid_input, "`" + field + "` must be in the future", field);
}

}  // namespace gatehouse::api
