// Passwords people choose, and their Argon2id hashes. Source: NIST SP 800-63B-4 section 3.1.1.2,
// OWASP (19 MiB, t=2, p=1).
#pragma once

#include <algorithm>
#include <atomic>
#include <boost/asio/thread_pool.hpp>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"

namespace gatehouse::auth {

/// The form that is hashed: NFC, every kind of space made a plain one (RFC 8265 OpaqueString).
/// Throws Failure(invalid_input) naming `field` for a password that is too short or too long, is
/// well known, repeats itself, or holds one of `words` (names, e-mail, organization) with little
/// else.
std::string accept_password(std::string_view password, const std::vector<std::string>& words,
                            const std::string& field);
/// The same form without the rules, for signing in.
std::string prepare_password(std::string_view password);

/// Hashes on threads of its own, as many as there are processors, which give way to all other work;
/// the rest waits, and beyond the queue is refused with Failure(unavailable). Thread-safe.
class PasswordHasher {
 public:
  explicit PasswordHasher(unsigned processors, std::size_t queue = limits::hashing_queue)
      : room_(processors + queue), pool_(std::max(1U, processors)) {}
  ~PasswordHasher() { pool_.join(); }

  std::string hash(std::string_view prepared);
  /// Costs the same when `hash` is empty: nobody learns from the time that there is no password.
  bool verify(std::string_view hash, std::string_view prepared);
  /// Whether the hash was made with weaker parameters than ours.
  static bool is_outdated(std::string_view hash);

 private:
  template <class Work>
  auto run(Work work);

  const std::size_t room_;
  std::atomic<std::size_t> taken_ = 0;
  boost::asio::thread_pool pool_;
};

/// 24 characters without look-alikes: 120 random bits.
std::string make_temporary_password();

}  // namespace gatehouse::auth
