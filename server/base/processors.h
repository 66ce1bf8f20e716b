// How many processors this process may use.
#pragma once

#include <sched.h>

#include <algorithm>
#include <thread>

namespace gatehouse {

/// At least 1. std::thread::hardware_concurrency counts those of the machine, also where `taskset`
/// or a container gives the process fewer.
inline unsigned usable_processors() {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) != 0)
    return std::max(1U, std::thread::hardware_concurrency());
  return static_cast<unsigned>(std::max(1, CPU_COUNT(&set)));
}

}  // namespace gatehouse
