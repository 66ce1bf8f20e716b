// Failures as problem+json (RFC 9457) with m3ter's `message`, and our `code`, `field`, `requestId`.
#pragma once

#include "base/failure.h"
#include "http/message.h"

namespace gatehouse::api {

/// Throws Failure(method_not_allowed); `allowed` are the methods of the path (RFC 9110 15.5.6).
[[noreturn]] void refuse_method(std::string allowed);

http::Response to_problem(const Failure& failure, const http::Request& request);

}  // namespace gatehouse::api
