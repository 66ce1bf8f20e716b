// Why a decision came out as it did, built only when somebody asks. Slow and complete: it goes
// through all statements of the subject with the reference evaluator. Pure functions, thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/json.h"
#include "model/statement.h"
#include "policy/evaluate.h"
#include "policy/reference.h"

namespace gatehouse::policy {

/// One step of the way from a subject to a policy.
struct Step {
  enum class Kind : std::uint8_t {
    user,
    service_user,
    subject,  ///< unknown to the directory
    user_group,
    all_users,
    any_subject,
    support_users,
    role,
  };
  Kind kind = Kind::user;
  std::string id;
  std::string name;

  bool operator==(const Step&) const = default;
};

/// A statement that a subject holds, and how it came to it.
struct Holding {
  Statement statement;
  std::uint32_t index = 0;  ///< of the statement in its policy
  std::string policy_id;    ///< empty: inline
  std::string policy_name;
  std::vector<Step> path;  ///< user → group → group that has the policy

  bool operator==(const Holding&) const = default;
};

struct Explanation {
  Outcome outcome = Outcome::not_granted;
  Cause cause = Cause::no_statement;
  std::optional<Holding> decisive;
  std::optional<Holding> beaten;  ///< the allow that would permit were there no deny
  /// The smallest change that would permit: lift all of these denies, then add this allow.
  std::vector<Holding> lift;
  std::optional<Statement> grant;
};

/// `decision` is what the engine said about `question` for a subject that holds `holdings`.
Explanation explain(const Decision& decision, std::span<const Holding> holdings,
                    const Question& question);

/// One sentence for people: "denied by statement 2 of policy `Meters`, through group `Staff`".
std::string to_text(const Explanation& explanation);
Json to_json(const Explanation& explanation);
Json to_json(const Holding& holding);
std::string_view to_string(Step::Kind kind);

}  // namespace gatehouse::policy
