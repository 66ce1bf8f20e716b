// What an AuthZEN request asks, read from its JSON and put into the directory's words. Entities are
// checked as the standard says: unknown members are ignored, a missing or mistyped one throws
// Failure(invalid_input) naming it. What is read points into the body, which must outlive it.
#pragma once

#include <chrono>
#include <list>
#include <optional>
#include <string>

#include "base/json_reader.h"
#include "base/time.h"
#include "directory/snapshot.h"

namespace gatehouse::api {

/// The service user that asks, in its organization, at one moment.
struct Asker {
  directory::SnapshotPointer snapshot;
  ServiceUserId id;
  bool may_ask_about_others = false;
  Timestamp now;
  std::string page_key;  ///< seals page tokens
  /// Past it the rest of a batch is not answered: OutOfTime.
  std::chrono::steady_clock::time_point until = std::chrono::steady_clock::time_point::max();
};

struct OutOfTime {};

/// The entities of one question, as they stand in the body; any may be missing.
struct Parts {
  Parts() = default;
  explicit Parts(JsonMembers body);

  std::optional<JsonElement> subject;
  std::optional<JsonElement> action;
  std::optional<JsonElement> resource;
  std::optional<JsonElement> context;
};

/// The member `name`, if there is one.
std::optional<JsonElement> member(JsonMembers object, std::string_view name);
/// Throws unless there is such a string. `path` names it, `subject.type`.
std::string_view read_word(JsonMembers object, std::string_view name, std::string_view path);
/// Nothing when there is none; throws for anything but an object.
std::optional<JsonMembers> read_optional_object(JsonMembers object, std::string_view name,
                                                std::string_view path);
/// Throws unless there is an object.
JsonMembers read_entity(const std::optional<JsonElement>& element, std::string_view path);

/// Properties as conditions read them. They live as long as this.
class Properties {
 public:
  const JsonObject* keep(std::optional<JsonMembers> properties);

 private:
  std::list<JsonObject> kept_;
};

/// A user by id, external id, user name or e-mail, in this order; a service user by id; else
/// a subject that the directory does not know.
directory::Subject read_subject(const std::optional<JsonElement>& subject,
                                const directory::Snapshot& snapshot, Properties& properties);
/// Words that the vocabulary does not have become policy::no_word, which is always refused. An
/// empty id is the whole collection.
directory::Access read_resource(const std::optional<JsonElement>& resource,
                                const directory::Snapshot& snapshot, Properties& properties);
/// `read` on a resource of the service `records` is `records:read`.
void read_action(const std::optional<JsonElement>& action, const directory::Snapshot& snapshot,
                 Properties& properties, directory::Access& access);
void read_context(const std::optional<JsonElement>& context, Properties& properties,
                  directory::Access& access);

/// A whole question.
struct AccessQuestion {
  directory::Subject subject;
  directory::Access access;
};

/// Reads the questions of a body. What they say lives as long as this.
class QuestionReader {
 public:
  /// `defaults` for what a question leaves out.
  explicit QuestionReader(const Asker& asker, Parts defaults = {})
      : asker_(asker), defaults_(std::move(defaults)) {}

  /// Throws Failure(permission_denied) when the asker may not ask about this subject.
  AccessQuestion read(const Parts& own);

 private:
  directory::Subject subject(const Parts& own);

  const Asker& asker_;
  const Parts defaults_;
  std::optional<directory::Subject> default_subject_;  // looked up once
  Properties properties_;
};
void require_may_ask(const Asker& asker, const directory::Subject& subject);

}  // namespace gatehouse::api
