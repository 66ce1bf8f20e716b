// Values to and from JSON and text, and their JSON Schema (2020-12, as OpenAPI 3.1 uses it), from
// the descriptions in field.h. Reading is strict: wrong type, unknown member, missing member and
// broken limit throw Failure(invalid_input or unknown_field) naming the field's path.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/failure.h"
#include "base/field.h"
#include "base/id.h"
#include "base/json.h"
#include "base/time.h"

namespace gatehouse {

/// Named schemas that a document collects under `components/schemas`.
using SchemaSet = std::map<std::string, Json>;

namespace codec {

[[noreturn]] void refuse(const std::string& field, std::string_view expected);

std::string read_string(const Json& json, const std::string& field);
std::int64_t read_integer(const Json& json, const std::string& field);
bool read_bool(const Json& json, const std::string& field);
std::int64_t integer_from_text(std::string_view text, const std::string& field);
bool bool_from_text(std::string_view text, const std::string& field);

void check_limit(std::string_view value, const Length& limit, const std::string& field);
void check_limit(std::size_t count, const Length& limit, const std::string& field);
void check_limit(std::int64_t value, const Range& limit, const std::string& field);

bool equal_ignoring_case(std::string_view a, std::string_view b);
std::string join(const std::string& outer, std::string_view inner);

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};
template <class T>
struct IsPatch : std::false_type {};
template <class T>
struct IsPatch<Patch<T>> : std::true_type {};
template <class T>
struct IsVector : std::false_type {};
template <class T>
struct IsVector<std::vector<T>> : std::true_type {};
template <class T>
struct IsList : IsVector<T> {};
template <class T>
struct IsList<std::optional<T>> : IsVector<T> {};
template <class T>
struct IsList<Patch<T>> : IsVector<T> {};
template <class T>
struct IsId : std::false_type {};
template <class T>
struct IsId<Id<T>> : std::true_type {};

template <class T>
std::string_view enum_name(T value) {
  for (const auto& [candidate, name] : EnumNames<T>::names)
    if (candidate == value) return name;
  return {};
}

template <class T>
std::optional<T> find_enum(std::string_view text) {
  for (const auto& [value, name] : EnumNames<T>::names)
    if (text == name || (EnumNames<T>::ignore_case && equal_ignoring_case(text, name)))
      return value;
  return {};
}

template <class T>
T read_enum(std::string_view text, const std::string& field) {
  if (const auto value = find_enum<T>(text)) return *value;
  std::string expected = "one of";
  for (const auto& entry : EnumNames<T>::names) expected += " `" + std::string(entry.second) + "`";
  refuse(field, expected);
}

template <Described T>
T read_object(const Json& json, const std::string& field);

/// Null; for a time also "": m3ter's word for a date that is not set.
template <class T>
bool is_blank(const Json& json) {
  if constexpr (std::is_same_v<T, Timestamp>)
    if (json.is_string() && json.get_string().empty()) return true;
  return json.is_null();
}

/// Reads one value. `field` is the path for error messages, empty for the body itself.
template <class T>
T read(const Json& json, const std::string& field) {
  if constexpr (std::is_same_v<T, std::string>) {
    return read_string(json, field);
  } else if constexpr (std::is_same_v<T, bool>) {
    return read_bool(json, field);
  } else if constexpr (std::is_integral_v<T>) {
    return static_cast<T>(read_integer(json, field));
  } else if constexpr (std::is_same_v<T, Json>) {
    return json;
  } else if constexpr (std::is_same_v<T, JsonObject>) {
    if (!json.is_object()) refuse(field, "an object");
    return json.get_object();
  } else if constexpr (NamedEnum<T>) {
    return read_enum<T>(read_string(json, field), field);
  } else if constexpr (IsId<T>::value) {
    const auto id = T::parse(read_string(json, field));
    if (!id) refuse(field, "a UUID");
    return *id;
  } else if constexpr (std::is_same_v<T, Timestamp>) {
    const auto time = parse_timestamp(read_string(json, field));
    if (!time) refuse(field, "an RFC 3339 date-time such as `2026-12-31T23:59:59Z`");
    return *time;
  } else if constexpr (IsOptional<T>::value) {
    if (is_blank<typename T::value_type>(json)) return std::nullopt;
    return read<typename T::value_type>(json, field);
  } else if constexpr (IsVector<T>::value) {
    if (!json.is_array()) refuse(field, "an array");
    T values;
    for (std::size_t i = 0; const Json& item : json.get_array())
      values.push_back(read<typename T::value_type>(item, field + "[" + std::to_string(i++) + "]"));
    return values;
  } else {
    return read_object<T>(json, field);
  }
}

/// Reads a path or query parameter.
template <class T>
T read_text(std::string_view text, const std::string& field) {
  if constexpr (std::is_same_v<T, bool>)
    return bool_from_text(text, field);
  else if constexpr (std::is_integral_v<T>)
    return static_cast<T>(integer_from_text(text, field));
  else if constexpr (IsOptional<T>::value)
    return read_text<typename T::value_type>(text, field);
  else
    return read<T>(Json(text), field);
}

template <class T, class Limit>
void check_limits(const T& value, const Limit& limit, const std::string& field) {
  if constexpr (std::is_same_v<Limit, NoLimit>) {
  } else if constexpr (IsOptional<T>::value) {
    if (value) check_limits(*value, limit, field);
  } else if constexpr (IsPatch<T>::value) {
    if (value.given && !value.is_null) check_limits(value.value, limit, field);
  } else if constexpr (IsVector<T>::value) {
    check_limit(value.size(), limit, field);
  } else {
    check_limit(value, limit, field);
  }
}

// Takes the member from `object` when it is there; `taken` counts the members used.
template <class T, class S, class M, class L>
void read_member(T& target, const Field<S, M, L>& f, const JsonObject& object,
                 const std::string& outer, std::size_t& taken) {
  const std::string field = join(outer, f.name);
  const auto found = object.find(f.name);
  if (found == object.end()) {
    if constexpr (!IsOptional<M>::value && !IsPatch<M>::value)
      throw Failure(Code::invalid_input, "`" + field + "` is required", field);
    return;
  }
  ++taken;
  M& member = target.*(f.member);
  if constexpr (IsPatch<M>::value) {
    member.given = true;
    member.is_null = is_blank<decltype(member.value)>(found->value());
    if (!member.is_null) member.value = read<decltype(member.value)>(found->value(), field);
  } else {
    member = read<M>(found->value(), field);
  }
  check_limits(member, f.limit, field);
}

/// Throws unknown_field naming the first member that no field of the struct has.
void refuse_unknown(const JsonObject& object, const std::vector<std::string_view>& known,
                    const std::string& outer);

template <Described T>
T read_object(const Json& json, const std::string& field) {
  if (!json.is_object()) refuse(field, "an object");
  const JsonObject& object = json.get_object();
  T value{};
  std::size_t taken = 0;
  std::vector<std::string_view> known;
  std::apply(
      [&](const auto&... f) {
        ((f.place == Place::body
              ? (known.push_back(f.name), read_member(value, f, object, field, taken))
              : void()),
         ...);
      },
      T::fields());
  if (taken != object.size()) refuse_unknown(object, known, field);
  return value;
}

template <class T>
Json write(const T& value);

// An absent member is written as null, unless its struct says `omit_absent`.
template <class T, class S, class M, class L>
void write_member(const T& value, const Field<S, M, L>& f, JsonObject& object) {
  if constexpr (IsOptional<M>::value && requires { T::omit_absent; })
    if (!(value.*(f.member))) return;
  object[f.name] = write(value.*(f.member));
}

template <class T>
Json write(const T& value) {
  if constexpr (std::is_same_v<T, Json>)
    return value;
  else if constexpr (std::is_same_v<T, JsonObject>)
    return value;
  else if constexpr (std::is_same_v<T, std::string>)
    return Json(value);
  else if constexpr (std::is_same_v<T, bool>)
    return Json(value);
  else if constexpr (std::is_integral_v<T>)
    return Json(static_cast<std::int64_t>(value));
  else if constexpr (NamedEnum<T>)
    return Json(enum_name(value));
  else if constexpr (IsId<T>::value)
    return Json(to_string(value));
  else if constexpr (std::is_same_v<T, Timestamp>)
    return Json(to_string(value));
  else if constexpr (IsOptional<T>::value)
    return value ? write(*value) : Json(nullptr);
  else if constexpr (IsVector<T>::value) {
    JsonArray array;
    array.reserve(value.size());
    for (const auto& item : value) array.push_back(write(item));
    return array;
  } else {
    JsonObject object;
    std::apply([&](const auto&... f) { (write_member(value, f, object), ...); }, T::fields());
    return object;
  }
}

void append_string(std::string& text, std::string_view value);
void append_integer(std::string& text, std::int64_t value);

template <class T>
void append(std::string& text, const T& value);

template <class T, class S, class M, class L>
void append_member(std::string& text, const T& value, const Field<S, M, L>& f) {
  if constexpr (IsOptional<M>::value && requires { T::omit_absent; })
    if (!(value.*(f.member))) return;
  text += text.back() == '{' ? "\"" : ",\"";
  text += f.name;
  text += "\":";
  append(text, value.*(f.member));
}

/// The JSON text of the value: to_text(write(value)) without the tree between.
template <class T>
void append(std::string& text, const T& value) {
  if constexpr (std::is_same_v<T, Json> || std::is_same_v<T, JsonObject>)
    text += to_text(value);
  else if constexpr (std::is_same_v<T, std::string>)
    append_string(text, value);
  else if constexpr (std::is_same_v<T, bool>)
    text += value ? "true" : "false";
  else if constexpr (std::is_integral_v<T>)
    append_integer(text, static_cast<std::int64_t>(value));
  else if constexpr (NamedEnum<T>)
    append_string(text, enum_name(value));
  else if constexpr (IsId<T>::value || std::is_same_v<T, Timestamp>) {
    text += '"';
    append_to(text, value);
    text += '"';
  } else if constexpr (IsOptional<T>::value) {
    if (value)
      append(text, *value);
    else
      text += "null";
  } else if constexpr (IsVector<T>::value) {
    text += '[';
    for (bool is_first = true; const auto& item : value) {
      if (!std::exchange(is_first, false)) text += ',';
      append(text, static_cast<const typename T::value_type&>(item));
    }
    text += ']';
  } else {
    text += '{';
    std::apply([&](const auto&... f) { (append_member(text, value, f), ...); }, T::fields());
    text += '}';
  }
}

void add_limit(JsonObject& schema, const Length& limit, bool is_list);
void add_limit(JsonObject& schema, const Range& limit, bool is_list);
inline void add_limit(JsonObject&, const NoLimit&, bool) {}
JsonObject nullable(JsonObject schema);

template <class T>
JsonObject schema_of(SchemaSet& named);

template <class T, class S, class M, class L>
void add_property(const Field<S, M, L>& f, JsonObject& properties, JsonArray& required,
                  bool is_answer, SchemaSet& named) {
  if (f.place != Place::body) return;
  JsonObject schema = schema_of<M>(named);
  add_limit(schema, f.limit, IsList<M>::value);
  if (*f.doc) schema["description"] = f.doc;
  properties[f.name] = schema;
  constexpr bool may_be_absent = IsOptional<M>::value || IsPatch<M>::value;
  constexpr bool omits = requires { T::omit_absent; };
  if (!may_be_absent || (is_answer && !omits)) required.push_back(f.name);
}

/// The schema of a struct: a reference to a component when T has a `schema_name`.
template <Described T>
JsonObject object_schema(SchemaSet& named) {
  constexpr bool has_name = requires { T::schema_name; };
  constexpr bool is_answer = requires { T::is_answer; };
  if constexpr (has_name) {
    if (named.contains(T::schema_name))
      return {{"$ref", std::string("#/components/schemas/") + T::schema_name}};
    named[T::schema_name] = nullptr;  // ends recursion
  }
  JsonObject properties;
  JsonArray required;
  std::apply(
      [&](const auto&... f) { (add_property<T>(f, properties, required, is_answer, named), ...); },
      T::fields());
  JsonObject schema{{"type", "object"}, {"properties", properties}};
  if (!required.empty()) schema["required"] = required;
  schema["additionalProperties"] = false;
  if constexpr (has_name) {
    named[T::schema_name] = schema;
    return {{"$ref", std::string("#/components/schemas/") + T::schema_name}};
  } else {
    return schema;
  }
}

template <class T>
JsonObject schema_of(SchemaSet& named) {
  if constexpr (std::is_same_v<T, std::string>)
    return {{"type", "string"}};
  else if constexpr (std::is_same_v<T, bool>)
    return {{"type", "boolean"}};
  else if constexpr (std::is_integral_v<T>)
    return {{"type", "integer"}, {"format", "int64"}};
  else if constexpr (std::is_same_v<T, Json>)
    return {};
  else if constexpr (std::is_same_v<T, JsonObject>)
    return {{"type", "object"}, {"additionalProperties", true}};
  else if constexpr (NamedEnum<T>) {
    JsonArray words;
    for (const auto& entry : EnumNames<T>::names) words.push_back(Json(entry.second));
    return {{"type", "string"}, {"enum", words}};
  } else if constexpr (IsId<T>::value)
    return {{"type", "string"}, {"format", "uuid"}};
  else if constexpr (std::is_same_v<T, Timestamp>)
    return {{"type", "string"}, {"format", "date-time"}};
  else if constexpr (IsOptional<T>::value)
    return nullable(schema_of<typename T::value_type>(named));
  else if constexpr (IsPatch<T>::value)
    return nullable(schema_of<decltype(T::value)>(named));
  else if constexpr (IsVector<T>::value)
    return {{"type", "array"}, {"items", schema_of<typename T::value_type>(named)}};
  else
    return object_schema<T>(named);
}

}  // namespace codec

template <class T>
Json to_json(const T& value) {
  return codec::write(value);
}

}  // namespace gatehouse
