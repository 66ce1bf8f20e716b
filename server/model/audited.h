// What every stored thing carries: m3ter's "audit set".
#pragma once

#include <string>
#include <tuple>
#include <vector>

#include "base/field.h"
#include "base/time.h"

namespace gatehouse {

struct Audited {
  std::int64_t version = 1;  ///< optimistic lock: 1 at creation, +1 with each update
  Timestamp created_at;
  Timestamp modified_at;
  std::string created_by;  ///< id of the principal, or `SYSTEM`
  std::string modified_by;

  static constexpr auto audit_fields() {
    return std::tuple{
        out("version", &Audited::version, "Must be sent back, equal, with an update."),
        out("dtCreated", &Audited::created_at, "When it was created."),
        out("dtLastModified", &Audited::modified_at, "When it was last changed."),
        out("createdBy", &Audited::created_by, "Id of the principal who created it."),
        out("lastModifiedBy", &Audited::modified_by, "Id of the principal who last changed it."),
    };
  }
};

/// One page of a list, newest first unless sorted otherwise.
template <class T>
struct Page {
  std::vector<T> data;
  std::string next_token;  ///< empty on the last page
  std::optional<std::int64_t> total;
};

}  // namespace gatehouse
