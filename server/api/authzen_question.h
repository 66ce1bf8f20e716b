// What an AuthZEN request asks, read from its JSON and put into the directory's words. Entities are
// checked as the standard says: unknown members are ignored, a missing or mistyped one throws
// Failure(invalid_input) naming it. What is read points into the JSON, which must outlive it.
#pragma once

#include <string>

#include "base/json.h"
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
};

/// The entities of one question, as they stand in the body; any may be missing.
struct Parts {
  const Json* subject = nullptr;
  const Json* action = nullptr;
  const Json* resource = nullptr;
  const Json* context = nullptr;

  /// Those of `body` instead of these, whole entity for whole entity.
  Parts replaced_by(const JsonObject& body) const;
};

/// The member `name`, or null.
const Json* member(const JsonObject& object, std::string_view name);
/// Throws unless there is such a string. `path` names it, `subject.type`.
std::string_view read_word(const JsonObject& object, std::string_view name, std::string_view path);
/// Null when there is none; throws for anything but an object.
const JsonObject* read_optional_object(const JsonObject& object, std::string_view name,
                                       std::string_view path);
/// Throws unless `json` is an object.
const JsonObject& read_entity(const Json* json, std::string_view path);

/// A user by id, external id, user name or e-mail, in this order; a service user by id; else
/// a subject that the directory does not know.
directory::Subject read_subject(const Json* json, const directory::Snapshot& snapshot);
/// Words that the vocabulary does not have become policy::no_word, which is always refused. An
/// empty id is the whole collection.
directory::Access read_resource(const Json* json, const directory::Snapshot& snapshot);
/// `read` on a resource of the service `records` is `records:read`.
void read_action(const Json* json, const directory::Snapshot& snapshot, directory::Access& access);
void read_context(const Json* json, directory::Access& access);

/// A whole question.
struct AccessQuestion {
  directory::Subject subject;
  directory::Access access;
};
/// Throws Failure(permission_denied) when the asker may not ask about this subject.
AccessQuestion read_question(const Parts& parts, const Asker& asker);
void require_may_ask(const Asker& asker, const directory::Subject& subject);

}  // namespace gatehouse::api
