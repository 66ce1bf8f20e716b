// `gatehouse check` and `gatehouse policy test`: the same questions from the command line, for
// people and for the CI of an organization's policies. docs/guides/policy-tests.md describes both.
#pragma once

#include <string>

namespace gatehouse {

struct CheckOptions {
  std::string policies;     ///< a folder of policy files, or one; else a server is asked
  std::string credentials;  ///< file with apiUrl, accessKeyId and apiSecret
  std::string subject;      ///< id, external id or e-mail
  std::string subject_type = "user";
  std::string action;
  std::string resource;  ///< MRI, `records:record/item/r-1`
  std::string context;   ///< JSON object, or empty
};

inline constexpr int exit_permitted = 0;
inline constexpr int exit_refused = 1;    ///< or a case failed
inline constexpr int exit_not_asked = 2;  ///< the question, the files or the server are at fault

/// Prints the decision with its reason, or why it could not be asked; answers the exit code.
int check_access(const CheckOptions& options);

/// Runs the cases of a file and prints what failed; answers the exit code.
int test_policies(const std::string& cases_file);

}  // namespace gatehouse
