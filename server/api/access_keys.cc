// Access keys of service users. The secret is answered once; only its hash is kept.
#include "api/context.h"
#include "api/endpoints.h"
#include "api/membership.h"
#include "api/rights.h"
#include "store/service_users.h"

namespace gatehouse::api {
namespace {

constexpr int kKeysMax = 20;  // of one service user: rotation needs two

struct CreateKey {
  OrganizationId organization_id;
  ServiceUserId id;
  std::optional<Timestamp> expires_at;
  static constexpr auto fields() {
    return std::tuple{
        path("organizationId", &CreateKey::organization_id), path("id", &CreateKey::id),
        body("dtExpires", &CreateKey::expires_at, "When it stops working; left out: never.")};
  }
};

struct OneKey {
  OrganizationId organization_id;
  ServiceUserId id;
  AccessKeyId key_id;
  static constexpr auto fields() {
    return std::tuple{path("organizationId", &OneKey::organization_id), path("id", &OneKey::id),
                      path("keyId", &OneKey::key_id)};
  }
};

ServiceUser found_user(Context& context, OrganizationId organization, ServiceUserId id) {
  auto user = store::find_service_user(context.tx(), organization, id);
  if (!user) refuse_unknown_id("service user");
  return *user;
}

AccessKey found_key(Context& context, const OneKey& in) {
  auto key = store::find_access_key(context.tx(), in.organization_id, in.id, in.key_id);
  if (!key) refuse_unknown_id("access key");
  return *key;
}

Page<AccessKey> list_keys(Context& context, const PageOfOne<ServiceUserId>& in) {
  found_user(context, in.organization_id, in.id);
  return context.sealed(
      store::list_access_keys(context.tx(), in.organization_id, in.id,
                              context.page(in.page_size, in.next_token, limits::page_size)));
}

// Whoever has the secret acts as the service user, so making one takes what the service user holds.
AccessKey create_key(Context& context, const CreateKey& in) {
  const ServiceUser user = found_user(context, in.organization_id, in.id);
  context.target("serviceuser", to_string(in.id), user.name);
  require_not_stronger(context, directory::Subject::service_user(in.id));
  require_future(in.expires_at, context.now, "dtExpires");
  if (store::list_access_keys(context.tx(), in.organization_id, in.id, {.size = kKeysMax})
          .data.size() >= kKeysMax)
    throw Failure(Code::conflict, "a service user has at most 20 access keys: delete one first");
  AccessKey key;
  key.organization_id = in.organization_id;
  key.id = AccessKeyId::generate(context.now);
  key.service_user_id = in.id;
  key.expires_at = in.expires_at;
  key.created_at = key.modified_at = context.now;
  key.created_by = key.modified_by = context.actor().id;
  const std::string secret = auth::make_secret("sk");
  store::insert_access_key(context.tx(), key, auth::secret_hash(secret));
  context.after(JsonObject{{"accessKeyId", to_string(key.id)}});
  key.api_secret = secret;
  return key;
}

AccessKey set_status(Context& context, const OneKey& in, UserStatus status) {
  const ServiceUser user = found_user(context, in.organization_id, in.id);
  const AccessKey key = found_key(context, in);
  context.target("serviceuser", to_string(in.id), user.name);
  require_not_stronger(context, directory::Subject::service_user(in.id));
  if (key.status == status) return key;
  context.before(
      JsonObject{{"accessKeyId", to_string(key.id)}, {"status", codec::enum_name(key.status)}});
  store::set_access_key_status(context.tx(), in.organization_id, in.key_id, status, context.now,
                               context.actor().id);
  context.touched(store::ChangeKind::access_key, to_string(in.key_id));
  const AccessKey changed = found_key(context, in);
  context.after(
      JsonObject{{"accessKeyId", to_string(key.id)}, {"status", codec::enum_name(changed.status)}});
  return changed;
}

AccessKey activate_key(Context& context, const OneKey& in) {
  return set_status(context, in, UserStatus::active);
}

AccessKey deactivate_key(Context& context, const OneKey& in) {
  return set_status(context, in, UserStatus::inactive);
}

AccessKey delete_key(Context& context, const OneKey& in) {
  const ServiceUser user = found_user(context, in.organization_id, in.id);
  const AccessKey key = found_key(context, in);
  context.target("serviceuser", to_string(in.id), user.name);
  require_not_stronger(context, directory::Subject::service_user(in.id));
  context.before(JsonObject{{"accessKeyId", to_string(key.id)}});
  store::remove_access_key(context.tx(), in.organization_id, in.key_id);
  context.touched(store::ChangeKind::access_key, to_string(in.key_id));
  return key;
}

}  // namespace

std::vector<Endpoint> access_key_endpoints() {
  using enum http::Method;
  const std::string all = "/organizations/{organizationId}/serviceusers/{id}/accesskeys";
  const std::string one = all + "/{keyId}";
  const std::string resource = "config:serviceuser/item/{id}";
  return {
      endpoint<list_keys>({.method = get,
                           .path = all,
                           .access = Access::permission("config:retrieve", resource),
                           .summary = "Access keys of a service user.",
                           .operation = "accesskey.list"}),
      endpoint<create_key>({.method = post,
                            .path = all,
                            .access = Access::permission("config:create", resource),
                            .summary = "Generate an access key; the secret is shown once.",
                            .operation = "accesskey.create",
                            .is_sensitive = true}),
      endpoint<activate_key>({.method = post,
                              .path = one + "/activate",
                              .access = Access::permission("config:update", resource),
                              .summary = "Activate an access key.",
                              .operation = "accesskey.activate",
                              .is_sensitive = true}),
      endpoint<deactivate_key>({.method = post,
                                .path = one + "/deactivate",
                                .access = Access::permission("config:update", resource),
                                .summary = "Deactivate an access key and its tokens at once.",
                                .operation = "accesskey.deactivate"}),
      endpoint<delete_key>({.method = del,
                            .path = one,
                            .access = Access::permission("config:delete", resource),
                            .summary = "Delete an access key.",
                            .operation = "accesskey.delete"}),
  };
}

}  // namespace gatehouse::api
