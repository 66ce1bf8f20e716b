// Idempotency-Key: a POST that is sent again with the same key and the same content is not done
// again; its first answer is repeated. The key belongs to one caller in one organization.
#pragma once

#include <optional>

#include "api/context.h"

namespace gatehouse::api {

/// The answer of an earlier request with this key; locks the organization, so that of two at once
/// one waits. Failure(idempotency_mismatch) when the content differs, Failure(invalid_input) for a
/// key that is no 1 to 128 visible characters.
std::optional<std::string> repeated_answer(Context& context);
/// Keeps the answer with the change that it tells of.
void keep_answer(Context& context, std::string_view answer);

}  // namespace gatehouse::api
