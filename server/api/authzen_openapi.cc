#include "api/authzen_openapi.h"

#include "api/authzen.h"

namespace gatehouse::api {
namespace {

// Entities are open: the standard says to ignore what one does not know.
constexpr std::string_view kSchemas = R"({
  "AuthzenProperties": {"type": "object", "additionalProperties": true,
    "description": "Attributes for conditions."},
  "AuthzenEntity": {"type": "object", "required": ["type", "id"], "properties": {
    "type": {"type": "string", "description": "`user`, `service_user`, or an application's own; `record` or `records:record`."},
    "id": {"type": "string", "description": "Of a user: id, external id, user name or e-mail."},
    "properties": {"$ref": "#/components/schemas/AuthzenProperties"}}},
  "AuthzenSought": {"type": "object", "required": ["type"], "properties": {
    "type": {"type": "string"}}},
  "AuthzenAction": {"type": "object", "required": ["name"], "properties": {
    "name": {"type": "string", "description": "`read` or `records:read`."},
    "properties": {"$ref": "#/components/schemas/AuthzenProperties"}}},
  "AuthzenOptions": {"type": "object", "properties": {
    "evaluations_semantic": {"enum": ["execute_all", "deny_on_first_deny", "permit_on_first_permit"]},
    "reason": {"type": "boolean", "description": "Ours: put a decision id and the reason into the context of the answer."}}},
  "AuthzenEvaluation": {"type": "object", "required": ["subject", "action", "resource"], "properties": {
    "subject": {"$ref": "#/components/schemas/AuthzenEntity"},
    "action": {"$ref": "#/components/schemas/AuthzenAction"},
    "resource": {"$ref": "#/components/schemas/AuthzenEntity"},
    "context": {"$ref": "#/components/schemas/AuthzenProperties"},
    "options": {"$ref": "#/components/schemas/AuthzenOptions"}}},
  "AuthzenEvaluations": {"type": "object", "properties": {
    "subject": {"$ref": "#/components/schemas/AuthzenEntity"},
    "action": {"$ref": "#/components/schemas/AuthzenAction"},
    "resource": {"$ref": "#/components/schemas/AuthzenEntity"},
    "context": {"$ref": "#/components/schemas/AuthzenProperties"},
    "evaluations": {"type": "array", "description": "Each replaces defaults, whole entity for whole entity.",
      "items": {"type": "object", "additionalProperties": true}},
    "options": {"$ref": "#/components/schemas/AuthzenOptions"}}},
  "AuthzenDecision": {"type": "object", "required": ["decision"], "properties": {
    "decision": {"type": "boolean"},
    "context": {"type": "object", "additionalProperties": true}}},
  "AuthzenDecisions": {"type": "object", "properties": {
    "evaluations": {"type": "array", "items": {"$ref": "#/components/schemas/AuthzenDecision"}},
    "decision": {"type": "boolean", "description": "Only when no evaluations were sent."}}},
  "AuthzenPageAsked": {"type": "object", "properties": {
    "token": {"type": "string"}, "limit": {"type": "integer", "minimum": 0}}},
  "AuthzenPage": {"type": "object", "required": ["next_token"], "properties": {
    "next_token": {"type": "string", "description": "Empty at the end."},
    "count": {"type": "integer"}}},
  "AuthzenSubjectSearch": {"type": "object", "required": ["subject", "action", "resource"], "properties": {
    "subject": {"$ref": "#/components/schemas/AuthzenSought"},
    "action": {"$ref": "#/components/schemas/AuthzenAction"},
    "resource": {"$ref": "#/components/schemas/AuthzenEntity"},
    "context": {"$ref": "#/components/schemas/AuthzenProperties"},
    "page": {"$ref": "#/components/schemas/AuthzenPageAsked"}}},
  "AuthzenResourceSearch": {"type": "object", "required": ["subject", "action", "resource"], "properties": {
    "subject": {"$ref": "#/components/schemas/AuthzenEntity"},
    "action": {"$ref": "#/components/schemas/AuthzenAction"},
    "resource": {"$ref": "#/components/schemas/AuthzenSought"},
    "context": {"$ref": "#/components/schemas/AuthzenProperties"},
    "page": {"$ref": "#/components/schemas/AuthzenPageAsked"}}},
  "AuthzenActionSearch": {"type": "object", "required": ["subject", "resource"], "properties": {
    "subject": {"$ref": "#/components/schemas/AuthzenEntity"},
    "resource": {"$ref": "#/components/schemas/AuthzenEntity"},
    "context": {"$ref": "#/components/schemas/AuthzenProperties"},
    "page": {"$ref": "#/components/schemas/AuthzenPageAsked"}}},
  "AuthzenFoundEntities": {"type": "object", "required": ["results"], "properties": {
    "page": {"$ref": "#/components/schemas/AuthzenPage"},
    "results": {"type": "array", "items": {"$ref": "#/components/schemas/AuthzenEntity"}}}},
  "AuthzenFoundActions": {"type": "object", "required": ["results"], "properties": {
    "page": {"$ref": "#/components/schemas/AuthzenPage"},
    "results": {"type": "array", "items": {"$ref": "#/components/schemas/AuthzenAction"}}}},
  "AuthzenConfiguration": {"type": "object", "required": ["policy_decision_point", "access_evaluation_endpoint"],
    "additionalProperties": {"type": "string"}, "properties": {
    "policy_decision_point": {"type": "string"},
    "access_evaluation_endpoint": {"type": "string"}}}
})";

JsonObject content(std::string_view schema) {
  const std::string reference = "#/components/schemas/" + std::string(schema);
  return {{"application/json", JsonObject{{"schema", JsonObject{{"$ref", reference}}}}}};
}

JsonObject responses(std::string_view schema) {
  return {
      {"200",
       JsonObject{{"description", "A refusal is a decision too."}, {"content", content(schema)}}},
      {"default", JsonObject{{"description", "Not answered."}, {"content", content("Problem")}}}};
}

std::string operation_of(std::string_view path) {
  std::string name(path);
  std::ranges::replace(name, '/', '.');
  return "authzen." + name;
}

// These paths lie beside /api.
JsonObject path_item(const char* method, JsonObject operation) {
  operation["tags"] = JsonArray{"authzen"};
  return {{"servers", JsonArray{JsonObject{{"url", "/"}}}}, {method, std::move(operation)}};
}

}  // namespace

JsonObject authzen_paths(SchemaSet& named) {
  const Json schemas = parse_json(kSchemas);
  for (const auto& schema : schemas.as_object()) named[std::string(schema.key())] = schema.value();
  JsonObject paths;
  for (const AuthzenCall& call : authzen_calls())
    paths["/access/v1/" + std::string(call.path)] = path_item(
        "post",
        {{"operationId", operation_of(call.path)},
         {"summary", call.summary},
         {"requestBody", JsonObject{{"required", true}, {"content", content(call.request_schema)}}},
         {"responses", responses(call.answer_schema)}});
  paths["/.well-known/authzen-configuration"] =
      path_item("get", {{"operationId", "authzen.configuration"},
                        {"summary", "Where the calls are."},
                        {"security", JsonArray{}},
                        {"responses", responses("AuthzenConfiguration")}});
  return paths;
}

}  // namespace gatehouse::api
