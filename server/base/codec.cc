#include "base/codec.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace gatehouse::codec {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

}  // namespace

void refuse(const std::string& field, std::string_view expected) {
  const std::string subject = field.empty() ? "the body" : "`" + field + "`";
  throw Failure(Code::invalid_input, subject + " must be " + std::string(expected), field);
}

std::string read_string(const Json& json, const std::string& field) {
  if (!json.is_string()) refuse(field, "a string");
  return std::string(json.get_string());
}

std::int64_t read_integer(const Json& json, const std::string& field) {
  if (!json.is_int64()) refuse(field, "a whole number");
  return json.get_int64();
}

bool read_bool(const Json& json, const std::string& field) {
  if (!json.is_bool()) refuse(field, "true or false");
  return json.get_bool();
}

std::int64_t integer_from_text(std::string_view text, const std::string& field) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) refuse(field, "a whole number");
  return value;
}

bool bool_from_text(std::string_view text, const std::string& field) {
  if (text != "true" && text != "false") refuse(field, "true or false");
  return text == "true";
}

void check_limit(std::string_view value, const Length& limit, const std::string& field) {
  const std::size_t length = count_characters(value);
  if (length < limit.min && limit.min == 1) refuse(field, "not empty");
  if (length < limit.min || length > limit.max)
    refuse(field,
           std::to_string(limit.min) + " to " + std::to_string(limit.max) + " characters long");
}

void check_limit(std::size_t count, const Length& limit, const std::string& field) {
  if (count < limit.min || count > limit.max)
    refuse(field, "a list of " + std::to_string(limit.min) + " to " + std::to_string(limit.max) +
                      " entries");
}

void check_limit(std::int64_t value, const Range& limit, const std::string& field) {
  if (value < limit.min || value > limit.max)
    refuse(field, "between " + std::to_string(limit.min) + " and " + std::to_string(limit.max));
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

std::string join(const std::string& outer, std::string_view inner) {
  return outer.empty() ? std::string(inner) : outer + "." + std::string(inner);
}

void refuse_unknown(const JsonObject& object, const std::vector<std::string_view>& known,
                    const std::string& outer) {
  for (const auto& member : object) {
    const std::string_view key(member.key().data(), member.key().size());
    if (std::ranges::find(known, key) != known.end()) continue;
    const std::string field = join(outer, key);
    throw Failure(Code::unknown_field, "`" + field + "` is not a field of this request", field);
  }
}

void append_string(std::string& text, std::string_view value) {
  const auto is_special = [](char c) { return c == '"' || c == '\\' || (c >= 0 && c < 0x20); };
  if (std::ranges::any_of(value, is_special)) {
    text += boost::json::serialize(boost::json::string_view(value.data(), value.size()));
    return;
  }
  text += '"';
  text += value;
  text += '"';
}

void append_integer(std::string& text, std::int64_t value) {
  char digits[20];
  text.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

void add_limit(JsonObject& schema, const Length& limit, bool is_list) {
  if (limit.min > 0) schema[is_list ? "minItems" : "minLength"] = limit.min;
  schema[is_list ? "maxItems" : "maxLength"] = limit.max;
}

void add_limit(JsonObject& schema, const Range& limit, bool) {
  schema["minimum"] = limit.min;
  schema["maximum"] = limit.max;
}

JsonObject nullable(JsonObject schema) {
  if (const auto type = schema.if_contains("type")) {
    schema["type"] = JsonArray{*type, "null"};
    if (auto* words = schema.if_contains("enum")) words->get_array().push_back(nullptr);
    return schema;
  }
  if (schema.empty()) return schema;
  return {{"oneOf", JsonArray{schema, JsonObject{{"type", "null"}}}}};
}

}  // namespace gatehouse::codec
