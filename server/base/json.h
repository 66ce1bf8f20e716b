// JSON in memory, and the strict reader for everything that comes from outside: RFC 8259 without
// what parsers disagree about. Refused: duplicate keys (after unescaping), NUL in strings, numbers
// that are not finite or do not fit 64 bits, invalid UTF-8, depth and counts over limits.h.
#pragma once

#include <boost/json.hpp>
#include <string>
#include <string_view>

namespace gatehouse {

using Json = boost::json::value;
using JsonObject = boost::json::object;
using JsonArray = boost::json::array;

/// Throws Failure(invalid_json) for anything outside the rules above.
Json parse_json(std::string_view text);

inline std::string to_text(const Json& json) { return boost::json::serialize(json); }

/// One spelling for one value: keys sorted bytewise, no spaces, integers and strings only as
/// written. What is hashed is always this.
std::string canonical(const Json& json);

}  // namespace gatehouse
