#include "base/json.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/canonical.h"
#include "base/failure.h"
#include "base/json_reader.h"
#include "base/limits.h"

namespace gatehouse {
namespace {

using simdjson::dom::element_type;

[[noreturn]] void refuse(const char* reason) { throw Failure(Code::invalid_json, reason); }

const char* describe(simdjson::error_code error) {
  switch (error) {
    case simdjson::NUMBER_ERROR:
      return "the JSON holds a number that is misspelt or out of range";
    case simdjson::UTF8_ERROR:
      return "the JSON is not UTF-8";
    case simdjson::DEPTH_ERROR:
      return "the JSON is nested too deep";
    default:
      return "the body is not valid JSON";
  }
}

// Most keys differ in length or at once.
bool same(std::string_view a, std::string_view b) {
  return a.size() == b.size() && (a.empty() || (a.front() == b.front() && a == b));
}

// What the parser lets pass and parsers disagree about.
class Rules {
 public:
  /// Only where something is escaped may a string hold a NUL: the parser refuses a bare one.
  explicit Rules(std::string_view text) : is_escaped_(text.find('\\') != std::string_view::npos) {}

  void check(JsonElement element, std::size_t depth = 1) {
    if (++values_ > limits::json_values) refuse("the JSON has too many values");
    switch (element.type()) {
      case element_type::ARRAY:
        check_depth(depth);
        for (const JsonElement inner : element.get_array().value_unsafe()) check(inner, depth + 1);
        break;
      case element_type::OBJECT:
        check_depth(depth);
        check(element.get_object().value_unsafe(), depth);
        break;
      case element_type::STRING:
        check(element.get_string().value_unsafe());
        break;
      case element_type::UINT64:  // only values above 2^63-1
        refuse("the JSON holds a number out of range");
      default:
        break;
    }
  }

 private:
  static void check_depth(std::size_t depth) {
    if (depth > limits::json_depth) refuse("the JSON is nested too deep");
  }

  void check(std::string_view text) const {
    if (is_escaped_ && text.find('\0') != std::string_view::npos)
      refuse("the JSON holds a NUL character");
  }

  void check(JsonMembers object, std::size_t depth) {
    std::array<std::string_view, 8> few;
    std::size_t count = 0;
    for (const auto [key, value] : object) {
      check(key);
      if (count < few.size()) {
        for (std::size_t i = 0; i < count; ++i)
          if (same(few[i], key)) refuse_repeated();
        few[count] = key;
      }
      if (++count > limits::json_keys_per_object) refuse("a JSON object has too many keys");
      check(value, depth + 1);
    }
    if (count > few.size()) check_unique(object);
  }

  static void check_unique(JsonMembers object) {
    std::vector<std::string_view> keys;
    for (const auto [key, value] : object) keys.push_back(key);
    std::ranges::sort(keys);
    if (std::ranges::adjacent_find(keys) != keys.end()) refuse_repeated();
  }

  [[noreturn]] static void refuse_repeated() { refuse("the JSON repeats a key"); }

  const bool is_escaped_;
  std::size_t values_ = 0;
};

JsonArray to_array(simdjson::dom::array array) {
  JsonArray out;
  out.reserve(array.size());
  for (const JsonElement inner : array) out.push_back(to_json(inner));
  return out;
}

}  // namespace

JsonElement JsonReader::read(std::string_view text) {
  constexpr std::size_t kept_bytes = 65'536;  // of text; the parser takes some times as much
  if (padded_.size() > kept_bytes) *this = {};
  padded_.reserve(text.size() + simdjson::SIMDJSON_PADDING);
  padded_ = text;
  JsonElement root;
  if (const auto error = parser_.parse(padded_.data(), text.size(), false).get(root))
    refuse(describe(error));
  Rules(text).check(root);
  return root;
}

JsonReader& JsonReader::of_this_thread() {
  thread_local JsonReader reader;
  return reader;
}

JsonObject to_object(JsonMembers object) {
  JsonObject out;
  out.reserve(object.size());
  for (const auto [key, value] : object) out.emplace(key, to_json(value));
  return out;
}

Json to_json(JsonElement element) {
  switch (element.type()) {
    case element_type::ARRAY:
      return to_array(element.get_array().value_unsafe());
    case element_type::OBJECT:
      return to_object(element.get_object().value_unsafe());
    case element_type::INT64:
      return element.get_int64().value_unsafe();
    case element_type::UINT64:
      return element.get_uint64().value_unsafe();
    case element_type::DOUBLE:
      return element.get_double().value_unsafe();
    case element_type::STRING:
      return Json(element.get_string().value_unsafe());
    case element_type::BOOL:
      return element.get_bool().value_unsafe();
    case element_type::NULL_VALUE:
      break;
  }
  return nullptr;
}

Json parse_json(std::string_view text) { return to_json(JsonReader::of_this_thread().read(text)); }

void append_canonical(std::string& text, const JsonObject& object) {
  std::vector<const boost::json::key_value_pair*> members;
  for (const auto& member : object) members.push_back(&member);
  std::ranges::sort(members, {}, [](const auto* member) { return member->key(); });
  text += '{';
  for (const auto* member : members) {
    if (text.back() != '{') text += ',';
    codec::append_string(text, member->key());
    text += ':';
    append_canonical(text, member->value());
  }
  text += '}';
}

void append_canonical(std::string& text, const Json& json) {
  if (const auto* object = json.if_object()) {
    append_canonical(text, *object);
  } else if (const auto* array = json.if_array()) {
    text += '[';
    for (const auto& value : *array) {
      if (text.back() != '[') text += ',';
      append_canonical(text, value);
    }
    text += ']';
  } else if (const auto* string = json.if_string()) {
    codec::append_string(text, *string);
  } else {
    text += boost::json::serialize(json);
  }
}

std::string canonical(const Json& json) {
  std::string text;
  append_canonical(text, json);
  return text;
}

}  // namespace gatehouse
