// Permission policies: their whole life, managed ones fixed.
#include "store/permission_policies.h"

#include "api/context.h"
#include "api/endpoints.h"
#include "api/rights.h"
#include "base/text.h"
#include "policy/statement.h"
#include "store/administrators.h"

namespace gatehouse::api {
namespace {

struct CreatePolicy {
  OrganizationId organization_id;
  std::string name;
  std::vector<Statement> statements;
  std::optional<std::int64_t> version;
  static constexpr auto fields() {
    return std::tuple{
        path("organizationId", &CreatePolicy::organization_id),
        body("name", &CreatePolicy::name, "Unique, ignoring case.", Length{1, 100}),
        body("permissionPolicy", &CreatePolicy::statements, "The statements.", Length{1, 100}),
        body("version", &CreatePolicy::version, "Ignored."),
    };
  }
};

struct UpdatePolicy {
  OrganizationId organization_id;
  PermissionPolicyId id;
  std::string name;
  std::vector<Statement> statements;
  std::int64_t version = 0;
  std::optional<std::string> reason;
  static constexpr auto fields() {
    return std::tuple{
        path("organizationId", &UpdatePolicy::organization_id),
        path("id", &UpdatePolicy::id),
        body("name", &UpdatePolicy::name, "Unique, ignoring case.", Length{1, 100}),
        body("permissionPolicy", &UpdatePolicy::statements, "The statements.", Length{1, 100}),
        body("version", &UpdatePolicy::version, "As read."),
        body("reason", &UpdatePolicy::reason, "Why, for the audit trail.", Length{0, 500}),
    };
  }
};

std::vector<Statement> checked(const Context& context, const std::vector<Statement>& statements) {
  return policy::parse_statements(to_json(statements), context.snapshot()->vocabulary(),
                                  "permissionPolicy");
}

// The managed policies are trusted by their names (docs/security.md N-044).
std::string read_policy_name(const std::string& text) {
  std::string name = read_required_name(text, "name");
  for (const std::string_view managed : {store::administrator_policy, store::read_only_policy})
    if (looks_like(name, managed)) refuse_taken_name("permission policy");
  return name;
}

PermissionPolicy create_policy(Context& context, const CreatePolicy& in) {
  PermissionPolicy policy;
  policy.organization_id = in.organization_id;
  policy.id = PermissionPolicyId::generate(context.now);
  policy.name = read_policy_name(in.name);
  policy.statements = checked(context, in.statements);
  policy.created_at = context.now;
  policy.created_by = context.actor().id;
  require_within_own(context, policy.statements);
  if (!store::insert_permission_policy(context.tx(), policy))
    refuse_taken_name("permission policy");
  context.touched(store::ChangeKind::policy, to_string(policy.id));
  context.target("permissionpolicy", to_string(policy.id), policy.name);
  const auto created = found_policy(context, in.organization_id, policy.id);
  context.after(to_json(created));
  return created;
}

Page<PermissionPolicy> list_policies(Context& context, const PageOfOrganization& in) {
  const std::string text = in.text.value_or("");
  auto page =
      store::list_permission_policies(context.tx(), in.organization_id, text,
                                      context.page(in.page_size, in.next_token, limits::page_size));
  if (in.wants_count())
    page.total = store::count_permission_policies(context.tx(), in.organization_id, text);
  return context.sealed(std::move(page));
}

PermissionPolicy get_policy(Context& context, const OneOf<PermissionPolicyId>& in) {
  return found_policy(context, in.organization_id, in.id);
}

PermissionPolicy update_policy(Context& context, const UpdatePolicy& in) {
  PermissionPolicy policy = found_policy(context, in.organization_id, in.id);
  context.target("permissionpolicy", to_string(in.id), policy.name);
  if (policy.is_managed) throw Failure(Code::conflict, "managed permission policies are fixed");
  context.before(to_json(policy));
  if (in.reason && !in.reason->empty()) context.detail("reason", Json(*in.reason));
  policy.name = read_policy_name(in.name);
  policy.statements = checked(context, in.statements);
  policy.version = in.version;
  policy.modified_at = context.now;
  policy.modified_by = context.actor().id;
  require_within_own(context, policy.statements);
  switch (store::update_permission_policy(context.tx(), policy)) {
    case store::UpdateResult::stale:
      refuse_stale_version();
    case store::UpdateResult::name_taken:
      refuse_taken_name("permission policy");
    case store::UpdateResult::done:
      break;
  }
  context.touched(store::ChangeKind::policy, to_string(in.id));
  const auto updated = found_policy(context, in.organization_id, in.id);
  context.after(to_json(updated));
  return updated;
}

PermissionPolicy delete_policy(Context& context, const OneOf<PermissionPolicyId>& in) {
  const PermissionPolicy policy = found_policy(context, in.organization_id, in.id);
  context.target("permissionpolicy", to_string(in.id), policy.name);
  if (policy.is_managed) throw Failure(Code::conflict, "managed permission policies are fixed");
  context.before(to_json(policy));
  store::remove_permission_policy(context.tx(), in.organization_id, in.id);
  context.touched(store::ChangeKind::policy, to_string(in.id));
  return policy;
}

}  // namespace

std::vector<Endpoint> permission_policy_endpoints() {
  using enum http::Method;
  const std::string all = "/organizations/{organizationId}/permissionpolicies";
  const std::string one = all + "/{id}";
  const std::string type = "config:permissionpolicy";
  return {
      endpoint<list_policies>({.method = get,
                               .path = all,
                               .access = Access::permission("config:retrieve", type + "/*"),
                               .summary = "Permission policies, managed and custom.",
                               .operation = "permissionpolicy.list"}),
      endpoint<create_policy>({.method = post,
                               .path = all,
                               .access = Access::permission("config:create", type + "/*"),
                               .summary = "Create a custom permission policy.",
                               .operation = "permissionpolicy.create"}),
      endpoint<get_policy>({.method = get,
                            .path = one,
                            .access = Access::permission("config:retrieve", type + "/item/{id}"),
                            .summary = "One permission policy.",
                            .operation = "permissionpolicy.get"}),
      endpoint<update_policy>({.method = put,
                               .path = one,
                               .access = Access::permission("config:update", type + "/item/{id}"),
                               .summary = "Replace name and statements of a custom policy.",
                               .operation = "permissionpolicy.update",
                               .is_sensitive = true}),
      endpoint<delete_policy>({.method = del,
                               .path = one,
                               .access = Access::permission("config:delete", type + "/item/{id}"),
                               .summary = "Delete a custom policy; its attachments go with it.",
                               .operation = "permissionpolicy.delete",
                               .is_sensitive = true}),
  };
}

}  // namespace gatehouse::api
