// The second evaluator: slow, naive, obviously right. It shares no code with the first but the
// reading of MRIs. Tests compare the two on millions of worlds; explanations use it to find every
// statement that matches. Pure functions, thread-safe.
#pragma once

#include <set>
#include <span>
#include <string>

#include "model/statement.h"
#include "policy/condition.h"
#include "policy/evaluate.h"
#include "policy/resource.h"

namespace gatehouse::policy {

struct Question {
  std::string action;            ///< canonical, `config:create`
  Resource resource;             ///< canonical
  std::set<std::string> groups;  ///< of the resource's type, that contain it, nested included
  Attributes attributes;
};

bool reference_matches(const Statement& statement, const Question& question);

Outcome reference_evaluate(std::span<const Statement> statements, const Question& question);

/// The condition alone; also read without the first evaluator's code.
Truth reference_condition(const Json& condition, const Attributes& attributes);

}  // namespace gatehouse::policy
