#include "api/authzen_question.h"

#include <algorithm>

#include "base/email.h"
#include "base/failure.h"
#include "base/text.h"

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
  if (const auto* user = snapshot.find_user_named(name)) return user;
  if (name.contains('@')) {
    const auto email = parse_email(name);
    return email ? snapshot.find_user_by_email(email->key) : nullptr;
  }
  // A user name is lower case, and the same in any case.
  const bool has_upper = std::ranges::any_of(name, [](char c) { return 'A' <= c && c <= 'Z'; });
  return has_upper ? snapshot.find_user_by_user_name(to_lower(name)) : nullptr;
}

}  // namespace

std::optional<JsonElement> member(JsonMembers object, std::string_view name) {
  for (const auto [key, value] : object)
    if (key == name) return value;
  return {};
}

std::string_view read_word(JsonMembers object, std::string_view name, std::string_view path) {
  const auto value = member(object, name);
  if (!value) refuse_missing(path);
  std::string_view text;
  if (value->get_string().get(text)) refuse(path, "a string");
  return text;
}

std::optional<JsonMembers> read_optional_object(JsonMembers object, std::string_view name,
                                                std::string_view path) {
  const auto value = member(object, name);
  if (!value) return {};
  return read_entity(value, path);
}

JsonMembers read_entity(const std::optional<JsonElement>& element, std::string_view path) {
  if (!element) refuse_missing(path);
  JsonMembers object;
  if (element->get_object().get(object)) refuse(path, "an object");
  return object;
}

Parts::Parts(JsonMembers body) {
  for (const auto [key, value] : body) {
    if (key == "subject") subject = value;
    if (key == "action") action = value;
    if (key == "resource") resource = value;
    if (key == "context") context = value;
  }
}

const JsonObject* Properties::keep(std::optional<JsonMembers> properties) {
  if (!properties) return nullptr;
  return &kept_.emplace_back(to_object(*properties));
}

directory::Subject read_subject(const std::optional<JsonElement>& given,
                                const directory::Snapshot& snapshot, Properties& properties) {
  using Kind = directory::Subject::Kind;
  const JsonMembers entity = read_entity(given, "subject");
  directory::Subject subject{.kind = Kind::other,
                             .type = read_word(entity, "type", "subject.type"),
                             .name = read_word(entity, "id", "subject.id"),
                             .properties = properties.keep(
                                 read_optional_object(entity, "properties", "subject.properties"))};
  if (subject.type == "user") {
    if (const auto* user = find_user(snapshot, subject.name)) {
      subject.kind = Kind::user;
      subject.id = user->id;
      subject.entry = user;
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

directory::Access read_resource(const std::optional<JsonElement>& given,
                                const directory::Snapshot& snapshot, Properties& properties) {
  const JsonMembers entity = read_entity(given, "resource");
  const auto type = read_word(entity, "type", "resource.type");
  directory::Access access;
  access.type = snapshot.vocabulary().resolve_type(type).value_or(policy::no_word);
  access.id = read_word(entity, "id", "resource.id");
  access.resource_properties =
      properties.keep(read_optional_object(entity, "properties", "resource.properties"));
  return access;
}

void read_action(const std::optional<JsonElement>& given, const directory::Snapshot& snapshot,
                 Properties& properties, directory::Access& access) {
  const JsonMembers entity = read_entity(given, "action");
  const auto name = read_word(entity, "name", "action.name");
  access.action_properties =
      properties.keep(read_optional_object(entity, "properties", "action.properties"));
  const auto& words = snapshot.vocabulary();
  const auto service =
      access.type == policy::no_word ? policy::no_word : words.service_of(access.type);
  access.action = words.resolve_action(name, service).value_or(policy::no_word);
}

void read_context(const std::optional<JsonElement>& given, Properties& properties,
                  directory::Access& access) {
  if (given) access.context = properties.keep(read_entity(given, "context"));
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

AccessQuestion QuestionReader::read(const Parts& own) {
  const auto either = [](const auto& given, const auto& otherwise) -> const auto& {
    return given ? given : otherwise;
  };
  const auto& snapshot = *asker_.snapshot;
  AccessQuestion question{
      subject(own), read_resource(either(own.resource, defaults_.resource), snapshot, properties_)};
  read_action(either(own.action, defaults_.action), snapshot, properties_, question.access);
  read_context(either(own.context, defaults_.context), properties_, question.access);
  require_may_ask(asker_, question.subject);
  return question;
}

directory::Subject QuestionReader::subject(const Parts& own) {
  if (own.subject) return read_subject(own.subject, *asker_.snapshot, properties_);
  if (!default_subject_)
    default_subject_ = read_subject(defaults_.subject, *asker_.snapshot, properties_);
  return *default_subject_;
}

}  // namespace gatehouse::api
