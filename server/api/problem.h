// Failures as problem+json (RFC 9457) with m3ter's `message`, and our `code`, `field`, `requestId`.
#pragma once

#include "base/failure.h"
#include "http/message.h"

namespace gatehouse::api {

http::Response to_problem(const Failure& failure, const http::Request& request);

}  // namespace gatehouse::api
