// AuthZEN's searches: who may do this, on which resources, and what this subject may do. Each
// result is one that evaluation permits, and every other is one that it refuses. They go through
// all candidates, so they run on a worker. Page tokens are sealed and good for the same question
// only.
#pragma once

#include <string>

#include "api/authzen_question.h"

namespace gatehouse::api {

/// Users or service users, in the order of their ids; no results for another subject type.
std::string search_subjects(const Asker& asker, JsonMembers body);

/// Registered resources of the type, in the bytewise order of their ids.
std::string search_resources(const Asker& asker, JsonMembers body);

/// Actions of the resource's application, or all standard ones, in the order of their names. Those
/// of an application are named as in evaluation: `read`, or `records:read` where the type of the
/// resource was asked in full.
std::string search_actions(const Asker& asker, JsonMembers body);

}  // namespace gatehouse::api
