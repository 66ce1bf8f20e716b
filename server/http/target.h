// The request target in its one canonical form.
#pragma once

#include <string_view>

namespace gatehouse::http {

/// What is wrong with the target, as a literal; empty when it is in origin form and canonical: two
/// different accepted paths never name the same resource to a server that normalizes.
std::string_view fault_of_target(std::string_view target);

}  // namespace gatehouse::http
