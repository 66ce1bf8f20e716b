#include "api/openapi.h"

#include <algorithm>

#include "api/authzen_openapi.h"
#include "base/limits.h"

namespace gatehouse::api {
namespace {

std::string lower_method(http::Method method) {
  std::string text(http::to_string(method));
  std::ranges::transform(text, text.begin(), [](char c) { return static_cast<char>(c | 0x20); });
  return text;
}

JsonObject problem_schema() {
  const JsonObject text{{"type", "string"}};
  return {
      {"type", "object"},
      {"required", JsonArray{"status", "message", "code", "requestId"}},
      {"properties",
       JsonObject{{"type", text},
                  {"title", text},
                  {"status", JsonObject{{"type", "integer"}}},
                  {"detail", text},
                  {"message", JsonObject{{"type", "string"}, {"description", "For people."}}},
                  {"code", JsonObject{{"type", "string"},
                                      {"description", "Stable; programs branch on it."}}},
                  {"field",
                   JsonObject{{"type", "string"}, {"description", "Path of the offending input."}}},
                  {"requestId", text},
                  {"reason", JsonObject{{"type", "object"},
                                        {"additionalProperties", JsonObject{{"type", "string"}}},
                                        {"description", "Why a decision refused."}}}}}};
}

JsonObject content(const char* type, JsonObject schema) {
  return {{type, JsonObject{{"schema", std::move(schema)}}}};
}

std::string describe(const Access& access) {
  switch (access.kind) {
    case Access::Kind::anyone:
      return "Needs no credentials.";
    case Access::Kind::session:
      return "Needs a session.";
    case Access::Kind::part_of_organization:
      return "Open to every member of the organization.";
    case Access::Kind::permission:
      break;
  }
  return "Needs `" + access.action + "` on `" + access.resource + "`.";
}

std::string describe(const Endpoint& endpoint) {
  const std::string access = describe(endpoint.access);
  if (!endpoint.is_sensitive) return access;
  return access +
         " With a session: 403 `step_up_required` unless the password was given in the last " +
         std::to_string(limits::step_up_age.count()) + " minutes, see `POST /session/confirm`.";
}

JsonObject operation(const Endpoint& endpoint, SchemaSet& named) {
  JsonObject object{
      {"operationId", endpoint.operation},
      {"summary", endpoint.summary},
      {"description", describe(endpoint)},
      {"tags", JsonArray{endpoint.operation.substr(0, endpoint.operation.find('.'))}}};
  JsonArray parameters;
  for (const Parameter& parameter : endpoint.parameters(named)) {
    JsonObject entry{{"name", parameter.name},
                     {"in", parameter.place == Place::path ? "path" : "query"},
                     {"required", parameter.is_required},
                     {"schema", parameter.schema}};
    if (!parameter.doc.empty()) entry["description"] = parameter.doc;
    parameters.push_back(std::move(entry));
  }
  if (!parameters.empty()) object["parameters"] = std::move(parameters);
  if (endpoint.input_schema)
    object["requestBody"] = JsonObject{
        {"required", true}, {"content", content("application/json", endpoint.input_schema(named))}};
  JsonObject done{{"description", "Done."}};
  if (endpoint.output_schema)
    done["content"] = content("application/json", endpoint.output_schema(named));
  object["responses"] = JsonObject{
      {"200", std::move(done)},
      {"default", JsonObject{{"description", "Refused; nothing was changed."},
                             {"content", content("application/problem+json",
                                                 {{"$ref", "#/components/schemas/Problem"}})}}}};
  if (endpoint.access.kind == Access::Kind::anyone) object["security"] = JsonArray{};
  if (endpoint.is_sensitive) object["x-step-up"] = true;
  if (endpoint.access.kind == Access::Kind::permission)
    object["x-permission"] =
        JsonObject{{"action", endpoint.access.action}, {"resource", endpoint.access.resource}};
  return object;
}

// boost::json serializes on one line; a committed document should be reviewable.
void print(const Json& json, const std::string& indent, std::string& out) {
  if (const auto* object = json.if_object(); object && !object->empty()) {
    out += "{\n";
    for (bool is_first = true; const auto& member : *object) {
      if (!is_first) out += ",\n";
      is_first = false;
      out += indent + "  " + boost::json::serialize(member.key()) + ": ";
      print(member.value(), indent + "  ", out);
    }
    out += "\n" + indent + "}";
  } else if (const auto* array = json.if_array(); array && !array->empty()) {
    out += "[\n";
    for (bool is_first = true; const auto& value : *array) {
      if (!is_first) out += ",\n";
      is_first = false;
      out += indent + "  ";
      print(value, indent + "  ", out);
    }
    out += "\n" + indent + "]";
  } else {
    out += to_text(json);
  }
}

}  // namespace

std::string openapi_document(const std::vector<Endpoint>& endpoints) {
  SchemaSet named;
  named["Problem"] = problem_schema();
  JsonObject paths;
  for (const Endpoint& endpoint : endpoints) {
    if (!paths.contains(endpoint.path)) paths[endpoint.path] = JsonObject{};
    paths[endpoint.path].get_object()[lower_method(endpoint.method)] = operation(endpoint, named);
  }
  for (const auto& path : authzen_paths(named)) paths[path.key()] = path.value();
  JsonObject schemas;
  for (const auto& [name, schema] : named) schemas[name] = schema;
  const JsonObject document{
      {"openapi", "3.1.0"},
      {"info",
       JsonObject{
           {"title", "Gatehouse"},
           {"version", GATEHOUSE_VERSION},
           {"description", "User and access management. Compatible with m3ter's access API."},
           {"license", JsonObject{{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}}},
      {"servers", JsonArray{JsonObject{{"url", "/api"}}}},
      {"security",
       JsonArray{JsonObject{{"bearer", JsonArray{}}}, JsonObject{{"session", JsonArray{}}}}},
      {"paths", paths},
      {"components",
       JsonObject{{"schemas", schemas},
                  {"securitySchemes",
                   JsonObject{{"bearer", JsonObject{{"type", "http"}, {"scheme", "bearer"}}},
                              {"session", JsonObject{{"type", "apiKey"},
                                                     {"in", "cookie"},
                                                     {"name", "__Host-gatehouse"}}}}}}}};
  std::string text;
  print(document, "", text);
  return text + "\n";
}

}  // namespace gatehouse::api
