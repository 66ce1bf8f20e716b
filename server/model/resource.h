// What an application has told us of one of its resources: searches find it, conditions see its
// properties.
#pragma once

#include <string>

#include "base/id.h"
#include "base/json.h"
#include "model/audited.h"

namespace gatehouse {

using ResourceId = Id<struct ResourceTag>;

struct RegisteredResource : Audited {
  ResourceId id;
  OrganizationId organization_id;
  std::string type;
  std::string resource_id;
  JsonObject properties;

  static constexpr const char* schema_name = "Resource";
  static constexpr bool is_answer = true;
  static constexpr auto fields() {
    using This = RegisteredResource;
    return std::tuple_cat(
        std::tuple{out("id", &This::id, "Unique id of the registration."),
                   out("type", &This::type, "Of an application: `records:record`."),
                   out("resourceId", &This::resource_id,
                       "The application's own id, unique for the type; last part of the MRI."),
                   out("properties", &This::properties,
                       "What conditions see as `resource.<name>`, unless a request says more.")},
        audit_fields());
  }
};

}  // namespace gatehouse
