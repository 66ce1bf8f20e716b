// The OpenAPI 3.1 document of the endpoints: what is served, committed as docs/openapi.json, and
// what the console's client is generated from.
#pragma once

#include <string>
#include <vector>

#include "api/endpoint.h"

namespace gatehouse::api {

/// Pretty-printed, ends with a line feed.
std::string openapi_document(const std::vector<Endpoint>& endpoints);

}  // namespace gatehouse::api
