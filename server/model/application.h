// An application that asks for decisions, and the words it adds to the organization's vocabulary.
#pragma once

#include <string>
#include <vector>

#include "base/id.h"
#include "model/audited.h"

namespace gatehouse {

using ApplicationId = Id<struct ApplicationTag>;

struct RegisteredApplication : Audited {
  ApplicationId id;
  OrganizationId organization_id;
  std::string service;
  std::string name;
  std::vector<std::string> types;
  std::vector<std::string> actions;

  static constexpr const char* schema_name = "Application";
  static constexpr bool is_answer = true;
  static constexpr auto fields() {
    using This = RegisteredApplication;
    return std::tuple_cat(
        std::tuple{out("id", &This::id, "Unique id."),
                   out("service", &This::service, "First part of its MRIs, `records`."),
                   out("name", &This::name, "For people."),
                   out("types", &This::types, "Resource types: `record`."),
                   out("actions", &This::actions, "Actions: `read` is `records:read`.")},
        audit_fields());
  }
};

}  // namespace gatehouse
