// How many passwords a second the hash itself allows, with the server's own parameters:
// hash_limit THREADS SECONDS. Pin it to the core of the server that it is compared with.
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

#include "auth/password.h"
#include "base/crypto.h"

int main(int argc, char** argv) {
  using Clock = std::chrono::steady_clock;
  const auto threads = static_cast<unsigned>(argc > 1 ? std::atoi(argv[1]) : 1);
  const auto limit = std::chrono::duration<double>(argc > 2 ? std::atof(argv[2]) : 2);
  gatehouse::init_crypto();
  gatehouse::auth::PasswordHasher hasher(threads);
  const std::string hash = hasher.hash("a password to measure with");
  std::atomic<int> hashed = 0;
  const auto start = Clock::now();
  {
    std::vector<std::jthread> workers;
    for (unsigned i = 0; i < threads; ++i)
      workers.emplace_back([&] {
        while (Clock::now() - start < limit) {
          hasher.verify(hash, "a password to measure with");
          ++hashed;
        }
      });
  }
  const std::chrono::duration<double> took = Clock::now() - start;
  std::printf("%.2f\n", hashed / took.count());
}
