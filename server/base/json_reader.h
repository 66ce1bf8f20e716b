// The strict reader of JSON (rules in json.h), and what it read as it lies in the reader's own
// memory: for paths that answer from a document without keeping it. Others use parse_json().
#pragma once

#include <simdjson.h>

#include <string>
#include <string_view>

#include "base/json.h"

namespace gatehouse {

using JsonElement = simdjson::dom::element;
using JsonMembers = simdjson::dom::object;

/// Not thread-safe; threads have one each, see of_this_thread().
class JsonReader {
 public:
  /// Good until the next reading. Throws Failure(invalid_json).
  JsonElement read(std::string_view text);

  static JsonReader& of_this_thread();

 private:
  simdjson::dom::parser parser_;
  std::string padded_;  // simdjson reads some bytes past the end
};

Json to_json(JsonElement element);
JsonObject to_object(JsonMembers object);

}  // namespace gatehouse
