#include "base/json.h"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <cmath>
#include <unordered_set>
#include <vector>

#include "base/failure.h"
#include "base/limits.h"

namespace gatehouse {
namespace {

namespace bj = boost::json;

enum class Refusal { none = 0, duplicate_key, nul, number, too_many_keys, too_many_values };

const char* describe(Refusal refusal) {
  switch (refusal) {
    case Refusal::duplicate_key:
      return "the JSON repeats a key";
    case Refusal::nul:
      return "the JSON holds a NUL character";
    case Refusal::number:
      return "the JSON holds a number out of range";
    case Refusal::too_many_keys:
      return "a JSON object has too many keys";
    case Refusal::too_many_values:
      return "the JSON has too many values";
    case Refusal::none:
      break;
  }
  return "the body is not valid JSON";
}

// Builds the value while checking what bj::parser lets pass.
struct Handler {
  static constexpr std::size_t max_object_size = limits::json_keys_per_object;
  static constexpr std::size_t max_array_size = limits::json_values;
  static constexpr std::size_t max_key_size = limits::body_bytes;
  static constexpr std::size_t max_string_size = limits::body_bytes * 32;

  bj::value_stack stack;
  std::vector<std::unordered_set<std::string>> keys;  // of each open object
  std::string key;
  std::string text;
  std::size_t values = 0;
  Refusal refusal = Refusal::none;

  bool refuse(Refusal reason, bj::error_code& ec) {
    refusal = reason;
    ec = bj::make_error_code(bj::error::syntax);
    return false;
  }
  bool count(bj::error_code& ec) {
    return ++values <= limits::json_values || refuse(Refusal::too_many_values, ec);
  }

  bool on_document_begin(bj::error_code&) {
    stack.reset();
    return true;
  }
  bool on_document_end(bj::error_code&) { return true; }
  bool on_object_begin(bj::error_code& ec) {
    keys.emplace_back();
    return count(ec);
  }
  bool on_object_end(std::size_t n, bj::error_code&) {
    keys.pop_back();
    stack.push_object(n);
    return true;
  }
  bool on_array_begin(bj::error_code& ec) { return count(ec); }
  bool on_array_end(std::size_t n, bj::error_code&) {
    stack.push_array(n);
    return true;
  }
  bool on_key_part(bj::string_view part, std::size_t, bj::error_code&) {
    key += part;
    return true;
  }
  bool on_key(bj::string_view part, std::size_t, bj::error_code& ec) {
    key += part;
    if (key.find('\0') != std::string::npos) return refuse(Refusal::nul, ec);
    auto& seen = keys.back();
    if (!seen.insert(key).second) return refuse(Refusal::duplicate_key, ec);
    if (seen.size() > limits::json_keys_per_object) return refuse(Refusal::too_many_keys, ec);
    stack.push_key(key);
    key.clear();
    return true;
  }
  bool on_string_part(bj::string_view part, std::size_t, bj::error_code&) {
    text += part;
    return true;
  }
  bool on_string(bj::string_view part, std::size_t, bj::error_code& ec) {
    text += part;
    if (text.find('\0') != std::string::npos) return refuse(Refusal::nul, ec);
    stack.push_string(text);
    text.clear();
    return count(ec);
  }
  bool on_number_part(bj::string_view, bj::error_code&) { return true; }
  bool on_int64(std::int64_t value, bj::string_view, bj::error_code& ec) {
    stack.push_int64(value);
    return count(ec);
  }
  bool on_uint64(std::uint64_t, bj::string_view, bj::error_code& ec) {
    return refuse(Refusal::number, ec);  // only values above 2^63-1 arrive here
  }
  bool on_double(double value, bj::string_view written, bj::error_code& ec) {
    if (!std::isfinite(value) || written.find_first_of(".eE") == bj::string_view::npos)
      return refuse(Refusal::number, ec);
    stack.push_double(value);
    return count(ec);
  }
  bool on_bool(bool value, bj::error_code& ec) {
    stack.push_bool(value);
    return count(ec);
  }
  bool on_null(bj::error_code& ec) {
    stack.push_null();
    return count(ec);
  }
  bool on_comment_part(bj::string_view, bj::error_code&) { return true; }
  bool on_comment(bj::string_view, bj::error_code&) { return true; }
};

void append_canonical(const Json& json, std::string& out) {
  if (const auto* object = json.if_object()) {
    std::vector<const bj::key_value_pair*> members;
    for (const auto& member : *object) members.push_back(&member);
    std::ranges::sort(members, {}, [](const auto* member) { return member->key(); });
    out += '{';
    for (const auto* member : members) {
      if (out.back() != '{') out += ',';
      out += bj::serialize(member->key());
      out += ':';
      append_canonical(member->value(), out);
    }
    out += '}';
  } else if (const auto* array = json.if_array()) {
    out += '[';
    for (const auto& value : *array) {
      if (out.back() != '[') out += ',';
      append_canonical(value, out);
    }
    out += ']';
  } else {
    out += bj::serialize(json);
  }
}

}  // namespace

Json parse_json(std::string_view text) {
  bj::parse_options options;
  options.max_depth = limits::json_depth;
  bj::basic_parser<Handler> parser(options);
  bj::error_code ec;
  const std::size_t used = parser.write_some(false, text.data(), text.size(), ec);
  if (ec || used != text.size() || !parser.done())
    throw Failure(Code::invalid_json, describe(parser.handler().refusal));
  return parser.handler().stack.release();
}

std::string canonical(const Json& json) {
  std::string text;
  append_canonical(json, text);
  return text;
}

}  // namespace gatehouse
