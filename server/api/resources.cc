// Resources that applications have registered: what searches answer, and properties for conditions
// that a request need not send along. Kept in the directory too, so their number and size are
// bounded.
#include "store/resources.h"

#include "api/context.h"
#include "api/endpoints.h"
#include "policy/resource.h"

namespace gatehouse::api {
namespace {

struct CreateResource {
  OrganizationId organization_id;
  std::string type;
  std::string resource_id;
  std::optional<JsonObject> properties;
  static constexpr auto fields() {
    using This = CreateResource;
    return std::tuple{
        path("organizationId", &This::organization_id),
        body("type", &This::type,
             "Of an application: `records:record`, or `record` if it is clear.", Length{1, 129}),
        body("resourceId", &This::resource_id, "The application's own id, up to 256 bytes; fixed.",
             Length{1, 256}),
        body("properties", &This::properties,
             "For conditions, `resource.<name>`: an object of up to 2048 bytes as JSON."),
    };
  }
};

struct UpdateResource {
  OrganizationId organization_id;
  ResourceId id;
  JsonObject properties;
  std::int64_t version = 0;
  static constexpr auto fields() {
    using This = UpdateResource;
    return std::tuple{
        path("organizationId", &This::organization_id),
        path("id", &This::id),
        body("properties", &This::properties, "All of them; those left out go."),
        body("version", &This::version, "As read."),
    };
  }
};

struct PageOfResources : Paging {
  OrganizationId organization_id;
  std::optional<std::string> type;
  std::optional<std::string> resource_id;
  std::optional<std::string> text;
  static constexpr auto fields() {
    using This = PageOfResources;
    return std::tuple_cat(
        std::tuple{
            path("organizationId", &This::organization_id),
            query("type", &This::type, "Only of this type.", Length{1, 129}),
            query("resourceId", &This::resource_id, "Only with exactly this id.", Length{1, 256}),
            query("q", &This::text, "Part of the resource id.", Length{0, 200})},
        paging_fields<limits::page_size>());
  }
};

// `record` or `records:record`: canonical, and a word of an application.
std::string canonical_type(const Context& context, const std::string& type) {
  const auto snapshot = context.snapshot();
  const auto& words = snapshot->vocabulary();
  const auto id = words.resolve_type(type);
  if (!id || *id < policy::Vocabulary::standard().type_count())
    throw Failure(Code::invalid_input, "no application of the organization has this type", "type");
  return words.type(*id);
}

std::string canonical_resource_id(const std::string& id) {
  if (!policy::is_resource_id(id))
    codec::refuse("resourceId", "1 to 256 bytes of text without control characters");
  char buffer[36];
  return std::string(policy::canonical_id(id, buffer));
}

void check_properties(const JsonObject& properties) {
  if (to_text(properties).size() > limits::resource_properties_bytes)
    codec::refuse("properties", "at most " + std::to_string(limits::resource_properties_bytes) +
                                    " bytes as JSON");
}

RegisteredResource found_resource(Context& context, OrganizationId organization, ResourceId id) {
  auto resource = store::find_resource(context.tx(), organization, id);
  if (!resource) refuse_unknown_id("resource");
  return *resource;
}

void changed(Context& context, const RegisteredResource& resource) {
  context.touched(store::ChangeKind::resource, resource.type + "|" + resource.resource_id);
  context.target("resource", to_string(resource.id), resource.type + "/" + resource.resource_id);
}

RegisteredResource create_resource(Context& context, const CreateResource& in) {
  RegisteredResource resource;
  resource.organization_id = in.organization_id;
  resource.id = ResourceId::generate(context.now);
  resource.type = canonical_type(context, in.type);
  resource.resource_id = canonical_resource_id(in.resource_id);
  resource.properties = in.properties.value_or(JsonObject());
  resource.created_at = context.now;
  resource.created_by = context.actor().id;
  check_properties(resource.properties);
  auto& tx = context.tx();
  if (context.snapshot()->resource_count() >= limits::resources)
    throw Failure(Code::conflict, "the organization has as many resources as it may register");
  if (!store::insert_resource(tx, resource))
    throw Failure(Code::already_exists, "this resource is already registered", "resourceId");
  changed(context, resource);
  const auto created = found_resource(context, in.organization_id, resource.id);
  context.after(to_json(created));
  return created;
}

RegisteredResource update_resource(Context& context, const UpdateResource& in) {
  check_properties(in.properties);
  RegisteredResource resource = found_resource(context, in.organization_id, in.id);
  context.before(to_json(resource));
  resource.properties = in.properties;
  resource.version = in.version;
  resource.modified_at = context.now;
  resource.modified_by = context.actor().id;
  if (!store::update_resource(context.tx(), resource)) refuse_stale_version();
  changed(context, resource);
  const auto updated = found_resource(context, in.organization_id, in.id);
  context.after(to_json(updated));
  return updated;
}

RegisteredResource delete_resource(Context& context, const OneOf<ResourceId>& in) {
  const RegisteredResource resource = found_resource(context, in.organization_id, in.id);
  context.before(to_json(resource));
  store::remove_resource(context.tx(), in.organization_id, in.id);
  changed(context, resource);
  return resource;
}

RegisteredResource get_resource(Context& context, const OneOf<ResourceId>& in) {
  return found_resource(context, in.organization_id, in.id);
}

Page<RegisteredResource> list_resources(Context& context, const PageOfResources& in) {
  store::ResourceFilter filter{.type = {}, .resource_id = {}, .text = in.text.value_or("")};
  if (in.type) filter.type = canonical_type(context, *in.type);
  if (in.resource_id) filter.resource_id = canonical_resource_id(*in.resource_id);
  auto page = store::list_resources(context.tx(), in.organization_id, filter,
                                    context.page(in.page_size, in.next_token, limits::page_size));
  if (in.wants_count())
    page.total = store::count_resources(context.tx(), in.organization_id, filter);
  return context.sealed(std::move(page));
}

}  // namespace

std::vector<Endpoint> resource_endpoints() {
  using enum http::Method;
  const std::string all = "/organizations/{organizationId}/resources";
  const std::string one = all + "/{id}";
  const std::string some = "config:resource/*";
  const std::string this_one = "config:resource/item/{id}";
  return {
      endpoint<list_resources>({.method = get,
                                .path = all,
                                .access = Access::permission("config:retrieve", some),
                                .summary = "Registered resources of applications.",
                                .operation = "resource.list"}),
      endpoint<create_resource>({.method = post,
                                 .path = all,
                                 .access = Access::permission("config:create", some),
                                 .summary = "Register a resource of an application.",
                                 .operation = "resource.create"}),
      endpoint<get_resource>({.method = get,
                              .path = one,
                              .access = Access::permission("config:retrieve", this_one),
                              .summary = "One registered resource.",
                              .operation = "resource.get"}),
      endpoint<update_resource>({.method = put,
                                 .path = one,
                                 .access = Access::permission("config:update", this_one),
                                 .summary = "Replace its properties; the next decision sees them.",
                                 .operation = "resource.update"}),
      endpoint<delete_resource>({.method = del,
                                 .path = one,
                                 .access = Access::permission("config:delete", this_one),
                                 .summary = "Forget a resource; policies that name it stay.",
                                 .operation = "resource.delete"}),
  };
}

}  // namespace gatehouse::api
