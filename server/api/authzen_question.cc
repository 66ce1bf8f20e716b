#include "api/authzen_question.h"

#include "base/email.h"
#include "base/failure.h"

namespace gatehouse::api {
namespace {

// Paths become strings only here: a question that can be read allocates none.
[[noreturn]] void refuse(std::string_view path, const char* expected) {
  const std::string name(path);
  throw Failure(Code::invalid_input, "`" + name + "` must be " + expected, name);
}

[[noreturn]] void refuse_missing(std::string_view path) {
  const std::string name(path);
  throw Failure(Code::invalid_input, "`" + name + "` is required", name);
}

const directory::UserEntry* find_user(const directory::Snapshot& snapshot, std::string_view name) {
  if (const auto id = UserId::parse(name))
    if (const auto* user = snapshot.find_user(*id)) return user;
  if (const auto* user = snapshot.find_user_by_external_id(name)) return user;
  if (const auto* user = snapshot.find_user_by_user_name(name)) return user;
  if (name.find('@') == std::string_view::npos) return nullptr;
  if (const auto* user = snapshot.find_user_by_email(name)) return user;
  const auto email = parse_email(name);
  return email ? snapshot.find_user_by_email(email->key) : nullptr;
}

}  // namespace

const Json* member(const JsonObject& object, std::string_view name) {
  return object.if_contains(name);
}

std::string_view read_word(const JsonObject& object, std::string_view name, std::string_view path) {
  const Json* value = member(object, name);
  if (value == nullptr) refuse_missing(path);
  const auto* text = value->if_string();
  if (text == nullptr) refuse(path, "a string");
  return *text;
}

const JsonObject* read_optional_object(const JsonObject& object, std::string_view name,
                                       std::string_view path) {
  const Json* value = member(object, name);
  if (value == nullptr) return nullptr;
  const auto* inner = value->if_object();
  if (inner == nullptr) refuse(path, "an object");
  return inner;
}

const JsonObject& read_entity(const Json* json, std::string_view path) {
  if (json == nullptr) refuse_missing(path);
  const auto* object = json->if_object();
  if (object == nullptr) refuse(path, "an object");
  return *object;
}

Parts Parts::replaced_by(const JsonObject& body) const {
  const auto newer = [&](std::string_view name, const Json* older) {
    const Json* given = member(body, name);
    return given == nullptr ? older : given;
  };
  return {newer("subject", subject), newer("action", action), newer("resource", resource),
          newer("context", context)};
}

directory::Subject read_subject(const Json* json, const directory::Snapshot& snapshot) {
  using Kind = directory::Subject::Kind;
  const JsonObject& entity = read_entity(json, "subject");
  directory::Subject subject{
      .kind = Kind::other,
      .type = read_word(entity, "type", "subject.type"),
      .name = read_word(entity, "id", "subject.id"),
      .properties = read_optional_object(entity, "properties", "subject.properties")};
  if (subject.type == "user") {
    if (const auto* user = find_user(snapshot, subject.name)) {
      subject.kind = Kind::user;
      subject.id = user->id;
    }
  } else if (subject.type == "service_user") {
    const auto id = ServiceUserId::parse(subject.name);
    if (id && snapshot.find_service_user(*id) != nullptr) {
      subject.kind = Kind::service_user;
      subject.id = *id;
    }
  }
  return subject;
}

directory::Access read_resource(const Json* json, const directory::Snapshot& snapshot) {
  const JsonObject& entity = read_entity(json, "resource");
  const auto type = read_word(entity, "type", "resource.type");
  directory::Access access;
  access.type = snapshot.vocabulary().resolve_type(type).value_or(policy::no_word);
  access.id = read_word(entity, "id", "resource.id");
  access.resource_properties = read_optional_object(entity, "properties", "resource.properties");
  return access;
}

void read_action(const Json* json, const directory::Snapshot& snapshot, directory::Access& access) {
  const JsonObject& entity = read_entity(json, "action");
  const auto name = read_word(entity, "name", "action.name");
  access.action_properties = read_optional_object(entity, "properties", "action.properties");
  const auto& words = snapshot.vocabulary();
  const auto service =
      access.type == policy::no_word ? policy::no_word : words.service_of(access.type);
  access.action = words.resolve_action(name, service).value_or(policy::no_word);
}

void read_context(const Json* json, directory::Access& access) {
  if (json != nullptr) access.context = &read_entity(json, "context");
}

void require_may_ask(const Asker& asker, const directory::Subject& subject) {
  const bool is_itself =
      subject.kind == directory::Subject::Kind::service_user && subject.id == asker.id;
  if (is_itself || asker.may_ask_about_others) return;
  Failure failure(Code::permission_denied,
                  "to ask about others needs `config:retrieve` on `config:decision/*`");
  failure.reason = {{"action", "config:retrieve"}, {"resource", "config:decision/*"}};
  throw failure;
}

AccessQuestion read_question(const Parts& parts, const Asker& asker) {
  AccessQuestion question;
  question.subject = read_subject(parts.subject, *asker.snapshot);
  question.access = read_resource(parts.resource, *asker.snapshot);
  read_action(parts.action, *asker.snapshot, question.access);
  read_context(parts.context, question.access);
  require_may_ask(asker, question.subject);
  return question;
}

}  // namespace gatehouse::api
