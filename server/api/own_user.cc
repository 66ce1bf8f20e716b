// The caller's own view: who am I, what may I do, my profile.
#include <algorithm>
#include <set>

#include "api/context.h"
#include "api/endpoints.h"
#include "base/text.h"
#include "model/organization.h"
#include "model/service_user.h"
#include "policy/grant.h"
#include "store/accounts.h"
#include "store/administrators.h"
#include "store/organizations.h"
#include "store/service_users.h"
#include "store/users.h"

namespace gatehouse::api {
namespace {

struct Me {
  std::optional<Organization> organization;
  std::optional<ServiceUser> service_user;
  std::optional<User> user;

  static constexpr const char* schema_name = "Me";
  static constexpr bool is_answer = true;
  static constexpr auto fields() {
    return std::tuple{out("organization", &Me::organization, "The organization in the path."),
                      out("serviceUser", &Me::service_user, "The caller, when a service user."),
                      out("user", &Me::user, "The caller, when a person.")};
  }
};

Me get_me(Context& context, const InOrganization& in) {
  Me me;
  me.organization = store::find_organization(context.tx(), in.organization_id);
  if (const auto& id = context.actor().user_id)
    me.user = store::find_user(context.tx(), in.organization_id, *id, context.now);
  if (const auto& id = context.actor().service_user_id)
    me.service_user = store::find_service_user(context.tx(), in.organization_id, *id);
  return me;
}

struct OwnAccess {
  bool is_administrator = false;
  bool is_only_administrator = false;
  std::vector<std::string> allowed;

  static constexpr const char* schema_name = "OwnAccess";
  static constexpr bool is_answer = true;
  static constexpr auto fields() {
    return std::tuple{out("administrator", &OwnAccess::is_administrator,
                          "Holds everything, with nothing denied."),
                      out("onlyAdministrator", &OwnAccess::is_only_administrator,
                          "Nobody else could let others in if the caller could not."),
                      out("allowed", &OwnAccess::allowed,
                          "What may be done on whole collections: `config:create config:user`.")};
  }
};

bool is_only_administrator(Context& context) {
  const auto snapshot = context.snapshot();
  const auto others = store::list_permanent_administrators(context.tx(), context.organization());
  return std::ranges::none_of(others, [&](UserId id) {
    return id != context.actor().user_id &&
           policy::is_administrator(snapshot->statements_of(directory::Subject::user(id)));
  });
}

// For the console, which shows only what the caller may do; every request is decided again.
OwnAccess get_own_access(Context& context, const InOrganization&) {
  OwnAccess access;
  access.is_administrator =
      policy::is_administrator(context.snapshot()->statements_of(context.actor().subject()));
  access.is_only_administrator =
      access.is_administrator && context.actor().user_id && is_only_administrator(context);
  std::set<std::string> allowed;
  static const std::vector<Endpoint> endpoints = all_endpoints();
  for (const Endpoint& endpoint : endpoints) {
    if (endpoint.access.kind != Access::Kind::permission) continue;
    const std::string& resource = endpoint.access.resource;
    const std::string type = resource.substr(0, resource.find('/'));
    if (type.find('{') != std::string::npos) continue;
    if (context.may(endpoint.access.action, type + "/*"))
      allowed.insert(endpoint.access.action + " " + type);
  }
  access.allowed.assign(allowed.begin(), allowed.end());
  return access;
}

struct UpdateProfile {
  OrganizationId organization_id;
  std::string first_name;
  std::string last_name;
  std::int64_t version = 0;
  static constexpr auto fields() {
    return std::tuple{
        path("organizationId", &UpdateProfile::organization_id),
        body("firstName", &UpdateProfile::first_name, "First name.", Length{1, 100}),
        body("lastName", &UpdateProfile::last_name, "Last name.", Length{1, 100}),
        body("version", &UpdateProfile::version, "Of the user, as read."),
    };
  }
};

User update_profile(Context& context, const UpdateProfile& in) {
  if (!context.actor().user_id)
    throw Failure(Code::permission_denied, "a service user has no profile");
  auto user =
      store::find_user(context.tx(), in.organization_id, *context.actor().user_id, context.now);
  context.target("user", to_string(user->id), shown_name(*user));
  if (user->version != in.version) refuse_stale_version();
  context.before(JsonObject{{"firstName", user->first_name}, {"lastName", user->last_name}});
  const std::string first_name = read_required_name(in.first_name, "firstName");
  const std::string last_name = read_required_name(in.last_name, "lastName");
  store::update_account_names(context.tx(), user->account_id, first_name, last_name, context.now);
  user->modified_at = context.now;
  user->modified_by = context.actor().id;
  if (!store::update_user(context.tx(), *user)) refuse_stale_version();
  const auto updated = store::find_user(context.tx(), in.organization_id, user->id, context.now);
  context.after(JsonObject{{"firstName", updated->first_name}, {"lastName", updated->last_name}});
  return *updated;
}

}  // namespace

std::vector<Endpoint> own_user_endpoints() {
  using enum http::Method;
  return {
      endpoint<get_me>({.method = get,
                        .path = "/organizations/{organizationId}/users/me",
                        .access = Access::part_of_organization(),
                        .summary = "Who is calling.",
                        .operation = "me.get",
                        .is_kept = true}),
      endpoint<get_own_access>({.method = get,
                                .path = "/organizations/{organizationId}/users/me/access",
                                .access = Access::part_of_organization(),
                                .summary = "What the caller may do.",
                                .operation = "me.access"}),
      endpoint<update_profile>({.method = put,
                                .path = "/organizations/{organizationId}/users/me",
                                .access = Access::part_of_organization(),
                                .summary = "Change the own first and last name.",
                                .operation = "user.profile.update"}),
  };
}

}  // namespace gatehouse::api
