// The organization's vocabulary: applications with their resource types and actions. A word that a
// statement uses cannot be taken away, since a deny would fall asleep with it.
#include "store/applications.h"

#include "api/context.h"
#include "api/endpoints.h"
#include "base/text.h"
#include "directory/loader.h"
#include "policy/statement.h"
#include "policy/vocabulary.h"
#include "store/organizations.h"
#include "store/resources.h"

namespace gatehouse::api {
namespace {

struct CreateApplication {
  OrganizationId organization_id;
  std::string service;
  std::string name;
  std::vector<std::string> types;
  std::vector<std::string> actions;
  static constexpr auto fields() {
    using This = CreateApplication;
    return std::tuple{
        path("organizationId", &This::organization_id),
        body("service", &This::service, "First part of its MRIs; fixed.", Length{1, 64}),
        body("name", &This::name, "For people.", Length{1, 100}),
        body("types", &This::types, "Resource types: `record`.", Length{1, 100}),
        body("actions", &This::actions, "Actions: `read`.", Length{1, 100}),
    };
  }
};

struct UpdateApplication {
  OrganizationId organization_id;
  ApplicationId id;
  std::string name;
  std::vector<std::string> types;
  std::vector<std::string> actions;
  std::int64_t version = 0;
  static constexpr auto fields() {
    using This = UpdateApplication;
    return std::tuple{
        path("organizationId", &This::organization_id),
        path("id", &This::id),
        body("name", &This::name, "For people.", Length{1, 100}),
        body("types", &This::types, "Resource types: `record`.", Length{1, 100}),
        body("actions", &This::actions, "Actions: `read`.", Length{1, 100}),
        body("version", &This::version, "As read."),
    };
  }
};

// The failure's field is that of the body, which is the application itself.
void check_words(const RegisteredApplication& application) {
  try {
    policy::check_application({application.service, application.types, application.actions}, "");
  } catch (Failure& failure) {
    if (failure.field.starts_with('.')) failure.field.erase(0, 1);
    throw;
  }
}

void check_statements(const std::vector<Statement>& statements, const policy::Vocabulary& words,
                      const std::string& holder) {
  if (statements.empty()) return;
  try {
    policy::parse_statements(policy::to_json(statements), words, "statements");
  } catch (const Failure& failure) {
    throw Failure(Code::conflict,
                  holder + " uses a word that this would remove: " + failure.message);
  }
}

// Every statement must mean after the change what it means before.
void require_words_unused(Context& context, OrganizationId organization) {
  const auto data = directory::load_organization(context.tx(), organization);
  const policy::Vocabulary words(data.applications);
  for (const auto& policy : data.policies)
    check_statements(policy.statements, words, "the permission policy `" + policy.name + "`");
  for (const auto& user : data.users)
    check_statements(user.statements, words, "the user `" + user.email + "`");
  check_statements(store::find_support_access(context.tx(), organization).statements, words,
                   "support access");
  for (const auto& group : data.groups)
    if (group.type.contains(':') && !words.find_type(group.type))
      throw Failure(Code::conflict, "the group `" + group.name + "` holds resources of the type `" +
                                        group.type + "`");
  for (const auto& type : store::list_resource_types(context.tx(), organization))
    if (!words.find_type(type))
      throw Failure(Code::conflict, "there are registered resources of the type `" + type + "`");
}

RegisteredApplication found_application(Context& context, OrganizationId organization,
                                        ApplicationId id) {
  auto application = store::find_application(context.tx(), organization, id);
  if (!application) refuse_unknown_id("application");
  return *application;
}

void changed(Context& context, const RegisteredApplication& application) {
  context.touched(store::ChangeKind::application, to_string(application.id));
  context.target("application", to_string(application.id), application.service);
}

RegisteredApplication create_application(Context& context, const CreateApplication& in) {
  RegisteredApplication application;
  application.organization_id = in.organization_id;
  application.id = ApplicationId::generate(context.now);
  application.service = in.service;
  application.name = read_required_name(in.name, "name");
  application.types = in.types;
  application.actions = in.actions;
  application.created_at = context.now;
  application.created_by = context.actor().id;
  check_words(application);
  if (!store::insert_application(context.tx(), application))
    throw Failure(Code::already_exists, "there is already an application with this service",
                  "service");
  changed(context, application);
  const auto created = found_application(context, in.organization_id, application.id);
  context.after(to_json(created));
  return created;
}

RegisteredApplication update_application(Context& context, const UpdateApplication& in) {
  RegisteredApplication application = found_application(context, in.organization_id, in.id);
  context.before(to_json(application));
  application.name = read_required_name(in.name, "name");
  application.types = in.types;
  application.actions = in.actions;
  application.version = in.version;
  application.modified_at = context.now;
  application.modified_by = context.actor().id;
  check_words(application);
  if (!store::update_application(context.tx(), application)) refuse_stale_version();
  require_words_unused(context, in.organization_id);
  changed(context, application);
  const auto updated = found_application(context, in.organization_id, in.id);
  context.after(to_json(updated));
  return updated;
}

RegisteredApplication delete_application(Context& context, const OneOf<ApplicationId>& in) {
  const RegisteredApplication application = found_application(context, in.organization_id, in.id);
  context.before(to_json(application));
  store::remove_application(context.tx(), application);
  require_words_unused(context, in.organization_id);
  changed(context, application);
  return application;
}

RegisteredApplication get_application(Context& context, const OneOf<ApplicationId>& in) {
  return found_application(context, in.organization_id, in.id);
}

Page<RegisteredApplication> list_applications(Context& context, const PageOfOrganization& in) {
  const std::string text = in.text.value_or("");
  auto page =
      store::list_applications(context.tx(), in.organization_id, text,
                               context.page(in.page_size, in.next_token, limits::page_size));
  if (in.wants_count())
    page.total = store::count_applications(context.tx(), in.organization_id, text);
  return context.sealed(std::move(page));
}

}  // namespace

std::vector<Endpoint> application_endpoints() {
  using enum http::Method;
  const std::string all = "/organizations/{organizationId}/applications";
  const std::string one = all + "/{id}";
  const std::string type = "config:application";
  return {
      endpoint<list_applications>({.method = get,
                                   .path = all,
                                   .access = Access::permission("config:retrieve", type + "/*"),
                                   .summary = "Applications and their words.",
                                   .operation = "application.list"}),
      endpoint<create_application>({.method = post,
                                    .path = all,
                                    .access = Access::permission("config:create", type + "/*"),
                                    .summary = "Register an application's types and actions.",
                                    .operation = "application.create"}),
      endpoint<get_application>(
          {.method = get,
           .path = one,
           .access = Access::permission("config:retrieve", type + "/item/{id}"),
           .summary = "One application.",
           .operation = "application.get"}),
      endpoint<update_application>(
          {.method = put,
           .path = one,
           .access = Access::permission("config:update", type + "/item/{id}"),
           .summary = "Replace name, types and actions; words in use cannot go.",
           .operation = "application.update"}),
      endpoint<delete_application>(
          {.method = del,
           .path = one,
           .access = Access::permission("config:delete", type + "/item/{id}"),
           .summary = "Delete an application whose words are not in use.",
           .operation = "application.delete"}),
  };
}

}  // namespace gatehouse::api
