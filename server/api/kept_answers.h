// Answers of endpoints that say `is_kept`: they depend on nothing but who asks and the state of the
// organization in the path, or of all organizations when there is none, and are good until that
// changes (Database::revision) or until the time that the handler said. Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/context.h"
#include "auth/cache.h"

namespace gatehouse::api {

class KeptAnswers {
 public:
  /// The endpoint's path ends with a fixed word.
  void expect(const Endpoint& endpoint);
  /// A quick look, so that other requests lose no time here.
  bool may_have(std::string_view path) const;

  std::optional<std::string> find(const Context& context, std::uint64_t revision) const;
  /// `revision` is from before the answer was read.
  void put(const Context& context, std::uint64_t revision, std::string body);

 private:
  struct Answer {
    std::uint64_t revision;
    Timestamp good_until;
    std::string body;
  };
  std::vector<std::string> ends_;
  auth::LeasedCache<std::string, Answer> answers_{50'000, std::chrono::milliseconds(0)};
};

}  // namespace gatehouse::api
