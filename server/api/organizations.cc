// The organization itself, and support access to it.
#include "store/organizations.h"

#include "api/context.h"
#include "api/endpoints.h"
#include "api/rights.h"
#include "policy/statement.h"
#include "store/permission_policies.h"

namespace gatehouse::api {
namespace {

Organization get_organization(Context& context, const InOrganization& in) {
  const auto organization = store::find_organization(context.tx(), in.organization_id);
  if (!organization) refuse_unknown_id("organization");
  return *organization;
}

SupportAccess get_support(Context& context, const InOrganization& in) {
  return store::find_support_access(context.tx(), in.organization_id);
}

struct UpdateSupport {
  OrganizationId organization_id;
  Timestamp end_at;
  std::optional<std::vector<Statement>> statements;
  std::optional<std::int64_t> version;
  static constexpr auto fields() {
    return std::tuple{
        path("organizationId", &UpdateSupport::organization_id),
        body("dtEndSupportUsersAccess", &UpdateSupport::end_at,
             "When support access ends; now or earlier ends it at once."),
        body("supportUsersPermissionPolicy", &UpdateSupport::statements,
             "Statements besides the attached policies.", Length{0, 100}),
        body("version", &UpdateSupport::version, "As read; left out: whatever it is."),
    };
  }
};

SupportAccess update_support(Context& context, const UpdateSupport& in) {
  SupportAccess support = store::find_support_access(context.tx(), in.organization_id);
  context.target("support", to_string(in.organization_id), "Support access");
  context.before(to_json(support));
  require_version(in.version, support.version);
  support.end_at = in.end_at;
  if (in.statements) {
    support.statements =
        policy::parse_statements(to_json(*in.statements), context.snapshot()->vocabulary(),
                                 "supportUsersPermissionPolicy", 0);
  }
  // As long as it lasts, support holds the attached policies and these.
  if (support.end_at > context.now) {
    require_not_stronger(context, {.kind = directory::Subject::Kind::support_user});
    require_within_own(context, support.statements);
  }
  if (!store::update_support_access(context.tx(), support)) refuse_stale_version();
  context.touched(store::ChangeKind::support, to_string(in.organization_id));
  const SupportAccess updated = store::find_support_access(context.tx(), in.organization_id);
  context.after(to_json(updated));
  return updated;
}

struct ListSupportPermissions : Paging {
  OrganizationId organization_id;
  static constexpr auto fields() {
    return std::tuple_cat(
        std::tuple{path("organizationId", &ListSupportPermissions::organization_id)},
        position_fields<limits::page_size>());
  }
};

Page<PermissionPolicy> list_support_permissions(Context& context,
                                                const ListSupportPermissions& in) {
  return context.sealed(store::list_attached_policies(
      context.tx(), in.organization_id, PrincipalType::support_users, to_string(in.organization_id),
      context.page(in.page_size, in.next_token, limits::page_size)));
}

}  // namespace

std::vector<Endpoint> organization_endpoints() {
  using enum http::Method;
  return {
      endpoint<get_organization>({.method = get,
                                  .path = "/organizations/{organizationId}",
                                  .access = Access::part_of_organization(),
                                  .summary = "The organization.",
                                  .operation = "organization.get"}),
      endpoint<get_support>({.method = get,
                             .path = "/organizations/{organizationId}/support",
                             .access = Access::permission("config:retrieve", "config:support/*"),
                             .summary = "Until when, and with what, support may enter.",
                             .operation = "support.get"}),
      endpoint<update_support>({.method = put,
                                .path = "/organizations/{organizationId}/support",
                                .access = Access::permission("config:update", "config:support/*"),
                                .summary = "Grant, extend or end support access.",
                                .operation = "support.update",
                                .is_sensitive = true}),
      endpoint<list_support_permissions>(
          {.method = get,
           .path = "/organizations/{organizationId}/support-permissions",
           .access = Access::permission("config:retrieve", "config:support/*"),
           .summary = "Permission policies of the support users.",
           .operation = "support.permissions"}),
  };
}

}  // namespace gatehouse::api
