#include "base/log.h"

#include <atomic>
#include <boost/json.hpp>
#include <cstdio>

#include "base/time.h"

namespace gatehouse::log {
namespace {

std::atomic<bool> is_quiet{false};

void write(std::string_view level, std::string_view event, Members members) {
  boost::json::object line;
  line["time"] = to_string(SystemClock().now());
  line["level"] = level;
  line["event"] = event;
  for (const auto& member : boost::json::object(members)) line[member.key()] = member.value();
  const std::string text = boost::json::serialize(line) + "\n";
  std::fwrite(text.data(), 1, text.size(), stderr);  // one call, so lines never mix
}

}  // namespace

void info(std::string_view event, Members members) {
  if (!is_quiet.load(std::memory_order_relaxed)) write("info", event, members);
}
void warning(std::string_view event, Members members) { write("warning", event, members); }
void error(std::string_view event, Members members) { write("error", event, members); }
void quiet() { is_quiet = true; }

}  // namespace gatehouse::log
