// AuthZEN's evaluation and evaluations: from a body to the text of the answer.
#pragma once

#include <string>

#include "api/authzen_question.h"

namespace gatehouse::api {

/// Whether explanations are asked for, which take long. Throws Failure for options that cannot be
/// read.
bool wants_reason(JsonMembers body);

/// One decision. Throws Failure for a question that cannot be read.
std::string evaluate_one(const Asker& asker, JsonMembers body);

/// Many, in request order; a question that cannot be read is answered with its error. Without
/// `evaluations` the same as evaluate_one. Throws OutOfTime.
std::string evaluate_many(const Asker& asker, JsonMembers body);

}  // namespace gatehouse::api
