// Resource groups; user groups are those of type `user`.
#include "store/resource_groups.h"

#include "api/context.h"
#include "api/endpoints.h"
#include "api/rights.h"
#include "base/text.h"
#include "policy/resource.h"
#include "store/users.h"

namespace gatehouse::api {
namespace {

constexpr std::string_view kUser = "user";

struct InGroup {
  OrganizationId organization_id;
  std::string type;
  ResourceGroupId id;
  static constexpr auto fields() {
    return std::tuple{path("organizationId", &InGroup::organization_id),
                      path("type", &InGroup::type), path("id", &InGroup::id)};
  }
};

struct PageOfGroups : Paging {
  OrganizationId organization_id;
  std::string type;
  std::optional<std::string> text;
  static constexpr auto fields() {
    return std::tuple_cat(
        std::tuple{path("organizationId", &PageOfGroups::organization_id),
                   path("type", &PageOfGroups::type),
                   query("q", &PageOfGroups::text, "Part of the name.", Length{0, 200})},
        paging_fields<limits::page_size_groups>());
  }
};

struct PageOfGroup : Paging {
  OrganizationId organization_id;
  std::string type;
  ResourceGroupId id;
  static constexpr auto fields() {
    return std::tuple_cat(
        std::tuple{path("organizationId", &PageOfGroup::organization_id),
                   path("type", &PageOfGroup::type), path("id", &PageOfGroup::id)},
        position_fields<limits::page_size_groups>());
  }
};

struct CreateGroup {
  OrganizationId organization_id;
  std::string type;
  std::string name;
  std::optional<std::int64_t> version;
  static constexpr auto fields() {
    return std::tuple{
        path("organizationId", &CreateGroup::organization_id), path("type", &CreateGroup::type),
        body("name", &CreateGroup::name, "Unique for the type, ignoring case.", Length{1, 100}),
        body("version", &CreateGroup::version, "Ignored.")};
  }
};

struct UpdateGroup {
  OrganizationId organization_id;
  std::string type;
  ResourceGroupId id;
  std::string name;
  std::int64_t version = 0;
  static constexpr auto fields() {
    return std::tuple{
        path("organizationId", &UpdateGroup::organization_id), path("type", &UpdateGroup::type),
        path("id", &UpdateGroup::id),
        body("name", &UpdateGroup::name, "Unique for the type, ignoring case.", Length{1, 100}),
        body("version", &UpdateGroup::version, "As read.")};
  }
};

struct ChangeItem {
  OrganizationId organization_id;
  std::string type;
  ResourceGroupId id;
  std::string target_id;
  TargetType target_type = TargetType::item;
  std::optional<std::int64_t> version;
  static constexpr auto fields() {
    return std::tuple{
        path("organizationId", &ChangeItem::organization_id),
        path("type", &ChangeItem::type),
        path("id", &ChangeItem::id),
        body("targetId", &ChangeItem::target_id, "Id of the resource or group.", Length{1, 200}),
        body("targetType", &ChangeItem::target_type, "A resource or a group of the same type."),
        body("version", &ChangeItem::version, "Of the group, as read; left out: whatever it is."),
    };
  }
};

// `user`, `meter`, `service:type`: canonical, and known to the organization.
std::string canonical_type(const Context& context, const std::string& type) {
  const auto& vocabulary = context.snapshot()->vocabulary();
  const auto id = vocabulary.resolve_group_type(type);
  if (!id) throw Failure(Code::not_found, "there is no resource type `" + type + "`");
  const std::string& name = vocabulary.type(*id);
  return name.starts_with("config:") ? name.substr(7) : name;
}

ResourceGroup found_group(Context& context, OrganizationId organization, const std::string& type,
                          ResourceGroupId id) {
  auto group =
      store::find_resource_group(context.tx(), organization, canonical_type(context, type), id);
  if (!group) refuse_unknown_id("group");
  return *group;
}

std::string noun(const ResourceGroup& group) {
  return group.type == kUser ? "usergroup" : "resourcegroup";
}

Page<ResourceGroup> list_groups(Context& context, const PageOfGroups& in) {
  const std::string type = canonical_type(context, in.type);
  const std::string text = in.text.value_or("");
  auto page = store::list_resource_groups(
      context.tx(), in.organization_id, type, text,
      context.page(in.page_size, in.next_token, limits::page_size_groups));
  if (in.wants_count())
    page.total = store::count_resource_groups(context.tx(), in.organization_id, type, text);
  return context.sealed(std::move(page));
}

ResourceGroup create_group(Context& context, const CreateGroup& in) {
  ResourceGroup group;
  group.organization_id = in.organization_id;
  group.id = ResourceGroupId::generate(context.now);
  group.type = canonical_type(context, in.type);
  group.name = read_required_name(in.name, "name");
  group.created_at = context.now;
  group.created_by = context.actor().id;
  if (!store::insert_resource_group(context.tx(), group)) refuse_taken_name("group");
  context.touched(store::ChangeKind::group, to_string(group.id));
  context.target(noun(group), to_string(group.id), group.name);
  const auto created = found_group(context, in.organization_id, group.type, group.id);
  context.after(to_json(created));
  return created;
}

ResourceGroup get_group(Context& context, const InGroup& in) {
  return found_group(context, in.organization_id, in.type, in.id);
}

ResourceGroup update_group(Context& context, const UpdateGroup& in) {
  ResourceGroup group = found_group(context, in.organization_id, in.type, in.id);
  context.target(noun(group), to_string(in.id), group.name);
  context.before(to_json(group));
  group.name = read_required_name(in.name, "name");
  group.version = in.version;
  group.modified_at = context.now;
  group.modified_by = context.actor().id;
  switch (store::update_resource_group(context.tx(), group)) {
    case store::UpdateResult::stale:
      refuse_stale_version();
    case store::UpdateResult::name_taken:
      refuse_taken_name("group");
    case store::UpdateResult::done:
      break;
  }
  context.touched(store::ChangeKind::group, to_string(in.id));
  const auto updated = found_group(context, in.organization_id, in.type, in.id);
  context.after(to_json(updated));
  return updated;
}

policy::Pattern pattern_of(const ResourceGroup& group, TargetType type, const std::string& id) {
  const std::size_t colon = group.type.find(':');
  const bool is_ours = colon == std::string::npos;
  return {type == TargetType::item ? policy::Cover::item : policy::Cover::group,
          is_ours ? "config" : group.type.substr(0, colon),
          is_ours ? group.type : group.type.substr(colon + 1), id};
}

ResourceGroup delete_group(Context& context, const InGroup& in) {
  const ResourceGroup group = found_group(context, in.organization_id, in.type, in.id);
  context.target(noun(group), to_string(in.id), group.name);
  context.before(to_json(group));
  require_place_within_own(context, in.id, pattern_of(group, TargetType::group, to_string(in.id)));
  store::remove_resource_group(context.tx(), in.organization_id, in.id);
  context.touched(store::ChangeKind::group, to_string(in.id));
  return group;
}

// The canonical id of the target; Failure when it is not in the organization, or would close a
// circle.
std::string checked_target(Context& context, const ResourceGroup& group, const ChangeItem& in) {
  const auto unknown = [] {
    throw Failure(Code::not_found, "there is no such thing in this organization", "targetId");
  };
  if (in.target_type == TargetType::group) {
    const auto id = ResourceGroupId::parse(in.target_id);
    if (!id || !store::find_resource_group(context.tx(), in.organization_id, group.type, *id))
      unknown();
    return to_string(*id);
  }
  if (group.type == kUser) {
    const auto id = UserId::parse(in.target_id);
    if (!id || !store::find_user(context.tx(), in.organization_id, *id, context.now)) unknown();
    return to_string(*id);
  }
  if (!policy::is_resource_id(in.target_id))
    codec::refuse("targetId", "an id without control characters");
  char buffer[36];
  return std::string(policy::canonical_id(in.target_id, buffer));
}

std::string change_of(const ChangeItem& in, const std::string& target) {
  return to_string(in.id) + "|" + std::string(codec::enum_name(in.target_type)) + "|" + target;
}

void describe(Context& context, const ChangeItem& in, const std::string& target, bool is_added) {
  JsonObject change{{"targetId", target}, {"targetType", codec::enum_name(in.target_type)}};
  if (is_added)
    context.after(std::move(change));
  else
    context.before(std::move(change));
}

ResourceGroup finish_change(Context& context, const ChangeItem& in, const std::string& target) {
  store::bump_resource_group(context.tx(), in.organization_id, in.id, context.now,
                             context.actor().id);
  context.touched(store::ChangeKind::group_item, change_of(in, target));
  return found_group(context, in.organization_id, in.type, in.id);
}

ResourceGroup add_resource(Context& context, const ChangeItem& in) {
  const ResourceGroup group = found_group(context, in.organization_id, in.type, in.id);
  context.target(noun(group), to_string(in.id), group.name);
  require_version(in.version, group.version);
  const std::string target = checked_target(context, group, in);
  if (in.target_type == TargetType::group &&
      store::is_within(context.tx(), in.organization_id, *ResourceGroupId::parse(target), in.id))
    throw Failure(Code::conflict, "a group cannot lie within itself", "targetId");
  require_place_within_own(context, in.id, pattern_of(group, in.target_type, target));
  describe(context, in, target, true);
  if (!store::add_group_item(context.tx(), in.organization_id, in.id,
                             {.target_id = target,
                              .target_type = in.target_type,
                              .target_name = {},
                              .created_at = context.now,
                              .created_by = context.actor().id}))
    return group;
  return finish_change(context, in, target);
}

ResourceGroup remove_resource(Context& context, const ChangeItem& in) {
  const ResourceGroup group = found_group(context, in.organization_id, in.type, in.id);
  context.target(noun(group), to_string(in.id), group.name);
  require_version(in.version, group.version);
  char buffer[36];
  const std::string target(policy::canonical_id(in.target_id, buffer));
  describe(context, in, target, false);
  require_place_within_own(context, in.id, pattern_of(group, in.target_type, target));
  if (!store::remove_group_item(context.tx(), in.organization_id, in.id, in.target_type, target))
    throw Failure(Code::not_found, "the group does not hold this", "targetId");
  return finish_change(context, in, target);
}

Page<ResourceGroupItem> list_contents(Context& context, const PageOfGroup& in) {
  found_group(context, in.organization_id, in.type, in.id);
  return context.sealed(
      store::list_group_items(context.tx(), in.organization_id, in.id,
                              context.page(in.page_size, in.next_token, limits::page_size_groups)));
}

Page<PermissionPolicy> list_permissions(Context& context, const PageOfGroup& in) {
  found_group(context, in.organization_id, in.type, in.id);
  return context.sealed(store::list_attached_policies(
      context.tx(), in.organization_id, PrincipalType::user_group, to_string(in.id),
      context.page(in.page_size, in.next_token, limits::page_size_groups)));
}

}  // namespace

std::vector<Endpoint> resource_group_endpoints() {
  using enum http::Method;
  const std::string all = "/organizations/{organizationId}/resourcegroups/{type}";
  const std::string one = all + "/{id}";
  const std::string some = "config:resourcegroup/*";
  const std::string this_one = "config:resourcegroup/item/{id}";
  const auto declare = [](http::Method method, std::string path, const char* action,
                          const std::string& resource, const char* summary, const char* operation) {
    return Declaration{.method = method,
                       .path = std::move(path),
                       .access = Access::permission(action, resource),
                       .summary = summary,
                       .operation = operation};
  };
  const auto sensitive = [](Declaration declaration) {
    declaration.is_sensitive = true;
    return declaration;
  };
  const auto read = [](Declaration declaration) {
    declaration.is_read = true;
    return declaration;
  };
  return {
      endpoint<list_groups>(
          declare(get, all, "config:retrieve", some, "Groups of a type.", "resourcegroup.list")),
      endpoint<create_group>(
          declare(post, all, "config:create", some, "Create a group.", "resourcegroup.create")),
      endpoint<get_group>(
          declare(get, one, "config:retrieve", this_one, "One group.", "resourcegroup.get")),
      endpoint<update_group>(
          declare(put, one, "config:update", this_one, "Rename a group.", "resourcegroup.update")),
      endpoint<delete_group>(
          sensitive(declare(del, one, "config:delete", this_one,
                            "Delete a group; what it held stays.", "resourcegroup.delete"))),
      endpoint<add_resource>(
          sensitive(declare(post, one + "/addresource", "config:update", this_one,
                            "Add a resource or a nested group.", "resourcegroup.add"))),
      endpoint<remove_resource>(
          sensitive(declare(post, one + "/removeresource", "config:update", this_one,
                            "Take a resource or nested group out.", "resourcegroup.remove"))),
      // m3ter reads the contents with POST.
      endpoint<list_contents>(
          read(declare(post, one + "/contents", "config:retrieve", this_one,
                       "What a group holds directly.", "resourcegroup.contents"))),
      endpoint<list_permissions>(declare(get, one + "/permissions", "config:retrieve", this_one,
                                         "Permission policies of a user group.",
                                         "resourcegroup.permissions")),
  };
}

}  // namespace gatehouse::api
