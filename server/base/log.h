// Structured logs: one JSON object a line on standard error. Never pass a secret, a token, a
// password or a request body. Thread-safe.
#pragma once

#include <boost/json.hpp>
#include <initializer_list>
#include <string_view>
#include <utility>

namespace gatehouse::log {

using Members = std::initializer_list<std::pair<boost::json::string_view, boost::json::value_ref>>;

/// `event` is a stable dotted word, `request.done`; what varies goes into `members`.
void info(std::string_view event, Members members = {});
void warning(std::string_view event, Members members = {});
void error(std::string_view event, Members members = {});

/// Drops `info` lines; for tests and benchmarks.
void quiet();

}  // namespace gatehouse::log
