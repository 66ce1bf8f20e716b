// Attaching permission policies to principals and detaching them, in m3ter's eight calls.
#include "api/context.h"
#include "api/endpoints.h"
#include "api/rights.h"
#include "base/codec.h"
#include "store/applications.h"
#include "store/permission_policies.h"
#include "store/resource_groups.h"
#include "store/service_users.h"
#include "store/users.h"

namespace gatehouse::api {
namespace {

constexpr const char* kVersion =
    "When attaching: the policy's version that was shown; another one is refused.";

struct Attach {
  OrganizationId organization_id;
  PermissionPolicyId id;
  std::string principal_id;
  std::optional<std::int64_t> version;
  static constexpr auto fields() {
    return std::tuple{
        path("organizationId", &Attach::organization_id),
        path("id", &Attach::id),
        body("principalId", &Attach::principal_id, "Id of the principal.", Length{1, 36}),
        body("version", &Attach::version, kVersion),
    };
  }
};

struct AttachToSupport {
  OrganizationId organization_id;
  PermissionPolicyId id;
  std::optional<std::int64_t> version;
  static constexpr auto fields() {
    return std::tuple{path("organizationId", &AttachToSupport::organization_id),
                      path("id", &AttachToSupport::id),
                      body("version", &AttachToSupport::version, kVersion)};
  }
};

struct AttachToAnySubject {
  OrganizationId organization_id;
  PermissionPolicyId id;
  std::string service;
  std::optional<std::int64_t> version;
  static constexpr auto fields() {
    return std::tuple{
        path("organizationId", &AttachToAnySubject::organization_id),
        path("id", &AttachToAnySubject::id),
        body("service", &AttachToAnySubject::service, "Of the application.", Length{1, 64}),
        body("version", &AttachToAnySubject::version, kVersion)};
  }
};

struct Target {
  std::string id;  ///< canonical
  std::string name;
};

[[noreturn]] void refuse_unknown_principal() {
  throw Failure(Code::not_found, "there is no such principal in this organization", "principalId");
}

template <class SomeId>
SomeId id_of(const std::string& text) {
  const auto id = SomeId::parse(text);
  if (!id) refuse_unknown_principal();
  return *id;
}

Target find_target(Context& context, OrganizationId organization, PrincipalType type,
                   const std::string& text) {
  store::Transaction& tx = context.tx();
  switch (type) {
    case PrincipalType::user: {
      const auto user = store::find_user(tx, organization, id_of<UserId>(text), context.now);
      if (!user) refuse_unknown_principal();
      return {to_string(user->id), shown_name(*user)};
    }
    case PrincipalType::user_group: {
      const auto group =
          store::find_resource_group(tx, organization, "user", id_of<ResourceGroupId>(text));
      if (!group) refuse_unknown_principal();
      return {to_string(group->id), group->name};
    }
    case PrincipalType::service_user: {
      const auto user = store::find_service_user(tx, organization, id_of<ServiceUserId>(text));
      if (!user) refuse_unknown_principal();
      return {to_string(user->id), user->name};
    }
    case PrincipalType::all_users:
      return {to_string(organization), "All users"};
    case PrincipalType::any_subject:
      if (!store::has_application(tx, organization, text)) refuse_unknown_principal();
      return {text, "Any subject of " + text};
    case PrincipalType::support_users:
      break;
  }
  return {to_string(organization), "Support"};
}

std::string change_of(PermissionPolicyId policy, PrincipalType type, const std::string& id) {
  return to_string(policy) + "|" + std::string(codec::enum_name(type)) + "|" + id;
}

const char* target_type_of(PrincipalType type) {
  switch (type) {
    case PrincipalType::user:
      return "user";
    case PrincipalType::user_group:
      return "usergroup";
    case PrincipalType::service_user:
      return "serviceuser";
    case PrincipalType::support_users:
      return "support";
    case PrincipalType::all_users:
      return "users";
    case PrincipalType::any_subject:
      return "application";
  }
  return "user";
}

void describe(Context& context, const PermissionPolicy& policy, PrincipalType type,
              const Target& target, bool is_attached) {
  context.target(target_type_of(type), target.id, target.name);
  JsonObject change{{"permissionPolicyId", to_string(policy.id)}, {"name", policy.name}};
  if (is_attached)
    context.after(std::move(change));
  else
    context.before(std::move(change));
}

PrincipalPermission attach(Context& context, OrganizationId organization, PermissionPolicyId id,
                           PrincipalType type, const std::string& principal,
                           const std::optional<std::int64_t>& version) {
  const PermissionPolicy policy = found_policy(context, organization, id);
  // Who gives a policy means the one that they saw (docs/security.md N-055).
  require_version(version, policy.version);
  const Target target = find_target(context, organization, type, principal);
  describe(context, policy, type, target, true);
  PrincipalPermission attachment;
  attachment.id = PrincipalPermissionId::generate(context.now);
  attachment.policy_id = id;
  attachment.principal_type = type;
  attachment.principal_id = target.id;
  attachment.created_at = context.now;
  attachment.created_by = context.actor().id;
  const auto attached = store::attach_policy(context.tx(), organization, attachment);
  context.touched(store::ChangeKind::attachment, change_of(id, type, target.id));
  return attached;
}

PrincipalPermission detach(Context& context, OrganizationId organization, PermissionPolicyId id,
                           PrincipalType type, const std::string& principal) {
  const PermissionPolicy policy = found_policy(context, organization, id);
  const Target target = find_target(context, organization, type, principal);
  describe(context, policy, type, target, false);
  const auto detached = store::detach_policy(context.tx(), organization, id, type, target.id);
  if (!detached)
    throw Failure(Code::not_found, "the policy is not attached to this principal", "principalId");
  context.touched(store::ChangeKind::attachment, change_of(id, type, target.id));
  return *detached;
}

template <PrincipalType type>
PrincipalPermission add_to(Context& context, const Attach& in) {
  return attach(context, in.organization_id, in.id, type, in.principal_id, in.version);
}

template <PrincipalType type>
PrincipalPermission remove_from(Context& context, const Attach& in) {
  return detach(context, in.organization_id, in.id, type, in.principal_id);
}

PrincipalPermission add_to_support(Context& context, const AttachToSupport& in) {
  return attach(context, in.organization_id, in.id, PrincipalType::support_users, "", in.version);
}

PrincipalPermission remove_from_support(Context& context, const AttachToSupport& in) {
  return detach(context, in.organization_id, in.id, PrincipalType::support_users, "");
}

PrincipalPermission add_to_all_users(Context& context, const AttachToSupport& in) {
  return attach(context, in.organization_id, in.id, PrincipalType::all_users, "", in.version);
}

PrincipalPermission remove_from_all_users(Context& context, const AttachToSupport& in) {
  return detach(context, in.organization_id, in.id, PrincipalType::all_users, "");
}

PrincipalPermission add_to_any_subject(Context& context, const AttachToAnySubject& in) {
  return attach(context, in.organization_id, in.id, PrincipalType::any_subject, in.service,
                in.version);
}

PrincipalPermission remove_from_any_subject(Context& context, const AttachToAnySubject& in) {
  return detach(context, in.organization_id, in.id, PrincipalType::any_subject, in.service);
}

}  // namespace

std::vector<Endpoint> attachment_endpoints() {
  using enum PrincipalType;
  const auto declare = [](const char* call, const char* summary, const char* operation) {
    return Declaration{
        .method = http::Method::post,
        .path = std::string("/organizations/{organizationId}/permissionpolicies/{id}/") + call,
        .access = Access::permission("config:update", "config:permissionpolicy/item/{id}"),
        .summary = summary,
        .operation = operation,
        .is_sensitive = true};
  };
  return {
      endpoint<add_to<user>>(
          declare("addtouser", "Attach the policy to a user.", "user.policy.add")),
      endpoint<remove_from<user>>(
          declare("removefromuser", "Detach the policy from a user.", "user.policy.remove")),
      endpoint<add_to<user_group>>(
          declare("addtousergroup", "Attach the policy to a user group.", "usergroup.policy.add")),
      endpoint<remove_from<user_group>>(declare("removefromusergroup",
                                                "Detach the policy from a user group.",
                                                "usergroup.policy.remove")),
      endpoint<add_to<service_user>>(declare(
          "addtoserviceuser", "Attach the policy to a service user.", "serviceuser.policy.add")),
      endpoint<remove_from<service_user>>(declare("removefromserviceuser",
                                                  "Detach the policy from a service user.",
                                                  "serviceuser.policy.remove")),
      endpoint<add_to_support>(declare("addtosupportusers", "Attach the policy to support users.",
                                       "support.policy.add")),
      endpoint<remove_from_support>(declare("removefromsupportusers",
                                            "Detach the policy from support users.",
                                            "support.policy.remove")),
      endpoint<add_to_all_users>(
          declare("addtoallusers", "Attach the policy to all users.", "allusers.policy.add")),
      endpoint<remove_from_all_users>(declare(
          "removefromallusers", "Detach the policy from all users.", "allusers.policy.remove")),
      endpoint<add_to_any_subject>(
          declare("addtoanysubject",
                  "Attach the policy to whoever an application asks about, known or not.",
                  "anysubject.policy.add")),
      endpoint<remove_from_any_subject>(declare("removefromanysubject",
                                                "Detach the policy from any subject.",
                                                "anysubject.policy.remove")),
  };
}

}  // namespace gatehouse::api
