// Service users: programs that call the API.
#include "store/service_users.h"

#include "api/context.h"
#include "api/endpoints.h"
#include "api/rights.h"
#include "base/text.h"
#include "store/permission_policies.h"

namespace gatehouse::api {
namespace {

struct CreateServiceUser {
  OrganizationId organization_id;
  std::string name;
  std::optional<std::int64_t> version;
  static constexpr auto fields() {
    return std::tuple{
        path("organizationId", &CreateServiceUser::organization_id),
        body("name", &CreateServiceUser::name, "Unique, ignoring case.", Length{1, 100}),
        body("version", &CreateServiceUser::version, "Ignored.")};
  }
};

struct UpdateServiceUser {
  OrganizationId organization_id;
  ServiceUserId id;
  std::string name;
  std::optional<UserStatus> status;
  std::int64_t version = 0;
  static constexpr auto fields() {
    return std::tuple{
        path("organizationId", &UpdateServiceUser::organization_id),
        path("id", &UpdateServiceUser::id),
        body("name", &UpdateServiceUser::name, "Unique, ignoring case.", Length{1, 100}),
        body("status", &UpdateServiceUser::status, "INACTIVE shuts it out at once."),
        body("version", &UpdateServiceUser::version, "As read."),
    };
  }
};

ServiceUser found(Context& context, OrganizationId organization, ServiceUserId id) {
  auto user = store::find_service_user(context.tx(), organization, id);
  if (!user) refuse_unknown_id("service user");
  return *user;
}

Page<ServiceUser> list(Context& context, const PageOfOrganization& in) {
  const std::string text = in.text.value_or("");
  auto page =
      store::list_service_users(context.tx(), in.organization_id, text,
                                context.page(in.page_size, in.next_token, limits::page_size));
  if (in.wants_count())
    page.total = store::count_service_users(context.tx(), in.organization_id, text);
  return context.sealed(std::move(page));
}

ServiceUser create(Context& context, const CreateServiceUser& in) {
  ServiceUser user;
  user.organization_id = in.organization_id;
  user.id = ServiceUserId::generate(context.now);
  user.name = read_required_name(in.name, "name");
  user.created_at = context.now;
  user.created_by = context.actor().id;
  if (!store::insert_service_user(context.tx(), user)) refuse_taken_name("service user");
  context.touched(store::ChangeKind::service_user, to_string(user.id));
  context.target("serviceuser", to_string(user.id), user.name);
  const auto created = found(context, in.organization_id, user.id);
  context.after(to_json(created));
  return created;
}

ServiceUser get(Context& context, const OneOf<ServiceUserId>& in) {
  return found(context, in.organization_id, in.id);
}

void touch_keys(Context& context, OrganizationId organization, ServiceUserId user) {
  for (const AccessKey& key :
       store::list_access_keys(context.tx(), organization, user, {.size = 1000}).data)
    context.touched(store::ChangeKind::access_key, to_string(key.id));
}

ServiceUser update(Context& context, const UpdateServiceUser& in) {
  ServiceUser user = found(context, in.organization_id, in.id);
  context.target("serviceuser", to_string(in.id), user.name);
  context.before(to_json(user));
  require_not_stronger(context, directory::Subject::service_user(in.id));
  user.name = read_required_name(in.name, "name");
  user.status = in.status.value_or(user.status);
  user.version = in.version;
  user.modified_at = context.now;
  user.modified_by = context.actor().id;
  switch (store::update_service_user(context.tx(), user)) {
    case store::UpdateResult::stale:
      refuse_stale_version();
    case store::UpdateResult::name_taken:
      refuse_taken_name("service user");
    case store::UpdateResult::done:
      break;
  }
  context.touched(store::ChangeKind::service_user, to_string(in.id));
  if (user.status == UserStatus::inactive) {
    // Tokens from before stay dead when it is active again (docs/security.md N-069).
    store::end_tokens(context.tx(), in.organization_id, in.id);
    touch_keys(context, in.organization_id, in.id);
  }
  const auto updated = found(context, in.organization_id, in.id);
  context.after(to_json(updated));
  return updated;
}

ServiceUser remove(Context& context, const OneOf<ServiceUserId>& in) {
  const ServiceUser user = found(context, in.organization_id, in.id);
  context.target("serviceuser", to_string(in.id), user.name);
  context.before(to_json(user));
  require_not_stronger(context, directory::Subject::service_user(in.id));
  touch_keys(context, in.organization_id, in.id);
  store::remove_service_user(context.tx(), in.organization_id, in.id);
  context.touched(store::ChangeKind::service_user, to_string(in.id));
  return user;
}

Page<PermissionPolicy> list_permissions(Context& context, const PageOfOne<ServiceUserId>& in) {
  found(context, in.organization_id, in.id);
  return context.sealed(store::list_attached_policies(
      context.tx(), in.organization_id, PrincipalType::service_user, to_string(in.id),
      context.page(in.page_size, in.next_token, limits::page_size)));
}

}  // namespace

std::vector<Endpoint> service_user_endpoints() {
  const std::string all = "/organizations/{organizationId}/serviceusers";
  const std::string one = all + "/{id}";
  const std::string some = "config:serviceuser/*";
  const std::string this_one = "config:serviceuser/item/{id}";
  return {
      endpoint<list>({.method = http::Method::get,
                      .path = all,
                      .access = Access::permission("config:retrieve", some),
                      .summary = "Service users of the organization.",
                      .operation = "serviceuser.list"}),
      endpoint<create>({.method = http::Method::post,
                        .path = all,
                        .access = Access::permission("config:create", some),
                        .summary = "Create a service user; it holds nothing yet.",
                        .operation = "serviceuser.create"}),
      endpoint<get>({.method = http::Method::get,
                     .path = one,
                     .access = Access::permission("config:retrieve", this_one),
                     .summary = "One service user.",
                     .operation = "serviceuser.get"}),
      endpoint<update>({.method = http::Method::put,
                        .path = one,
                        .access = Access::permission("config:update", this_one),
                        .summary = "Rename, activate or deactivate a service user.",
                        .operation = "serviceuser.update",
                        .is_sensitive = true}),
      endpoint<remove>({.method = http::Method::del,
                        .path = one,
                        .access = Access::permission("config:delete", this_one),
                        .summary = "Delete a service user with its access keys.",
                        .operation = "serviceuser.delete"}),
      endpoint<list_permissions>({.method = http::Method::get,
                                  .path = one + "/permissions",
                                  .access = Access::permission("config:retrieve", this_one),
                                  .summary = "Permission policies of a service user.",
                                  .operation = "serviceuser.permissions"}),
  };
}

}  // namespace gatehouse::api
