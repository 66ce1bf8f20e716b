// AuthZEN in the OpenAPI document.
#pragma once

#include "base/codec.h"

namespace gatehouse::api {

/// The paths of all calls and of the metadata; they lie beside /api. Adds the schemas they name.
JsonObject authzen_paths(SchemaSet& named);

}  // namespace gatehouse::api
