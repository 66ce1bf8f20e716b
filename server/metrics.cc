#include "metrics.h"

#include <fmt/format.h>
#include <unistd.h>

#include <fstream>

namespace gatehouse {
namespace {

std::int64_t resident_bytes() {
  std::ifstream file("/proc/self/statm");
  std::int64_t total = 0;
  std::int64_t resident = 0;
  file >> total >> resident;
  return resident * sysconf(_SC_PAGESIZE);
}

}  // namespace

void Metrics::count(int status, std::chrono::nanoseconds taken) {
  by_class_.at(static_cast<std::size_t>(status / 100 % 6)).fetch_add(1, std::memory_order_relaxed);
  const double seconds = std::chrono::duration<double>(taken).count();
  std::size_t bucket = 0;
  while (bucket < kBounds.size() && seconds > kBounds.at(bucket)) ++bucket;
  buckets_.at(bucket).fetch_add(1, std::memory_order_relaxed);
  nanos_.fetch_add(static_cast<std::uint64_t>(taken.count()), std::memory_order_relaxed);
}

std::string Metrics::text(const directory::Directory& directory,
                          const directory::UserLists& user_lists) const {
  std::string out = "# TYPE gatehouse_requests_total counter\n";
  for (std::size_t i = 1; i < by_class_.size(); ++i)
    out +=
        fmt::format("gatehouse_requests_total{{status=\"{}xx\"}} {}\n", i, by_class_.at(i).load());
  out += "# TYPE gatehouse_request_seconds histogram\n";
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < buckets_.size(); ++i) {
    total += buckets_.at(i).load();
    out += fmt::format("gatehouse_request_seconds_bucket{{le=\"{}\"}} {}\n",
                       i < kBounds.size() ? fmt::format("{}", kBounds.at(i)) : "+Inf", total);
  }
  out += fmt::format("gatehouse_request_seconds_sum {}\ngatehouse_request_seconds_count {}\n",
                     static_cast<double>(nanos_.load()) / 1e9, total);
  out +=
      fmt::format("# TYPE process_resident_memory_bytes gauge\nprocess_resident_memory_bytes {}\n",
                  resident_bytes());
  out += "# TYPE gatehouse_directory_bytes gauge\n# TYPE gatehouse_directory_users gauge\n";
  for (const auto& usage : directory.usage())
    out += fmt::format(
        "gatehouse_directory_bytes{{organization=\"{0}\"}} {1}\n"
        "gatehouse_directory_users{{organization=\"{0}\"}} {2}\n",
        to_string(usage.organization), usage.memory_bytes, usage.users);
  out += "# TYPE gatehouse_user_list_bytes gauge\n";
  for (const auto& usage : user_lists.usage())
    out += fmt::format("gatehouse_user_list_bytes{{organization=\"{}\"}} {}\n",
                       to_string(usage.organization), usage.memory_bytes);
  return out;
}

}  // namespace gatehouse
