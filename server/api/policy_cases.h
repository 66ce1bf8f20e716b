// An organization's rules as files, and questions with expected answers about them: what
// `gatehouse check --policies` and `gatehouse policy test` ask. The same directory and evaluator
// answer as in the server. The format: docs/guides/policy-tests.md.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "directory/snapshot.h"

namespace gatehouse::api {

struct PolicyFile {
  std::string name;  ///< for messages
  Json json;
};

/// The organization that the files describe together. Throws Failure for anything malformed,
/// named twice, or named but not there; its message starts with the file's name.
directory::SnapshotPointer read_organization(const std::vector<PolicyFile>& files);

struct Verdict {
  bool permits = false;
  std::string reason;  ///< one sentence for people
};

/// `question` is a body of AuthZEN's evaluation. Unlike the server, throws Failure(invalid_input)
/// for an action, type, user or service user that is not there: in a test it is a mistake.
Verdict decide_question(const directory::SnapshotPointer& organization, const JsonObject& question,
                        Timestamp now);

struct CaseResult {
  std::string name;
  std::string question;  ///< for people
  bool expected = false;
  Verdict verdict;
  std::string error;  ///< why the question could not be asked

  bool passed() const { return error.empty() && verdict.permits == expected; }
};

/// One result for each element of `cases`, in their order. Throws Failure when `cases` is not an
/// array of objects with `name` and `decision`.
std::vector<CaseResult> run_cases(const directory::SnapshotPointer& organization, const Json& cases,
                                  Timestamp now);

/// What a person reads: each failed case with what was expected and what came, then the counts.
std::string report(const std::vector<CaseResult>& results);

/// `user ada, read, record r-1`.
std::string describe_question(const JsonObject& question);

}  // namespace gatehouse::api
