// All endpoints, one function for each file that declares some. A new noun is a new line in
// endpoints.cc.
#pragma once

#include <vector>

#include "api/endpoint.h"
#include "base/limits.h"

namespace gatehouse::api {

std::vector<Endpoint> all_endpoints();

std::vector<Endpoint> session_endpoints();
std::vector<Endpoint> password_endpoints();
std::vector<Endpoint> token_endpoints();
std::vector<Endpoint> organization_endpoints();
std::vector<Endpoint> user_endpoints();
std::vector<Endpoint> own_user_endpoints();
std::vector<Endpoint> invitation_endpoints();
std::vector<Endpoint> invitation_answer_endpoints();
std::vector<Endpoint> permission_policy_endpoints();
std::vector<Endpoint> attachment_endpoints();
std::vector<Endpoint> resource_group_endpoints();
std::vector<Endpoint> service_user_endpoints();
std::vector<Endpoint> access_key_endpoints();
std::vector<Endpoint> audit_event_endpoints();
std::vector<Endpoint> application_endpoints();
std::vector<Endpoint> resource_endpoints();
std::vector<Endpoint> decision_endpoints();
std::vector<Endpoint> effective_access_endpoints();

/// Input of everything that needs only the organization.
struct InOrganization {
  OrganizationId organization_id;
  static constexpr auto fields() {
    return std::tuple{path("organizationId", &InOrganization::organization_id)};
  }
};

/// Input of everything that names one thing in the organization.
template <class SomeId>
struct OneOf {
  OrganizationId organization_id;
  SomeId id;
  static constexpr auto fields() {
    return std::tuple{path("organizationId", &OneOf::organization_id), path("id", &OneOf::id)};
  }
};

/// How a list is paged: members that every list's input has.
struct Paging {
  std::optional<std::int64_t> page_size;
  std::optional<std::string> next_token;
  std::optional<bool> count;

  bool wants_count() const { return count.value_or(false); }

  /// Of a list that is paged and not counted.
  template <int size_max>
  static constexpr auto position_fields() {
    return std::tuple{
        query("pageSize", &Paging::page_size, "Entries on a page.", Range{1, size_max}),
        query("nextToken", &Paging::next_token, "Where the page before ended.", Length{0, 2048}),
    };
  }
  template <int size_max>
  static constexpr auto paging_fields() {
    return std::tuple_cat(
        position_fields<size_max>(),
        std::tuple{query("count", &Paging::count, "Also count all matches into `total`.")});
  }
};

struct PageOfOrganization : Paging {
  OrganizationId organization_id;
  std::optional<std::string> text;
  static constexpr auto fields() {
    return std::tuple_cat(
        std::tuple{path("organizationId", &PageOfOrganization::organization_id),
                   query("q", &PageOfOrganization::text, "Part of the name.", Length{0, 200})},
        paging_fields<limits::page_size>());
  }
};

template <class SomeId, int size_max = limits::page_size>
struct PageOfOne : Paging {
  OrganizationId organization_id;
  SomeId id;
  static constexpr auto fields() {
    return std::tuple_cat(
        std::tuple{path("organizationId", &PageOfOne::organization_id), path("id", &PageOfOne::id)},
        position_fields<size_max>());
  }
};

[[noreturn]] inline void refuse_unknown_id(const char* noun) {
  throw Failure(Code::not_found, std::string("there is no ") + noun + " with this id");
}
[[noreturn]] inline void refuse_stale_version() {
  throw Failure(Code::stale_version, "somebody else changed this meanwhile: read it again",
                "version");
}
/// Where naming a version is optional; 0 is none, as m3ter's SDKs mean it.
inline void require_version(const std::optional<std::int64_t>& shown, std::int64_t current) {
  if (shown.value_or(0) != 0 && *shown != current) refuse_stale_version();
}
[[noreturn]] inline void refuse_taken_name(const char* noun) {
  throw Failure(Code::already_exists, std::string("there is already a ") + noun + " of this name",
                "name");
}

}  // namespace gatehouse::api
