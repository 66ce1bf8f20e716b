// Declares the members of a struct once; reading requests, writing answers, checking limits and the
// OpenAPI schema all follow from it (base/codec.h).
//
//   struct CreateThing {
//     OrganizationId organization_id;
//     std::string name;
//     static constexpr auto fields() {
//       return std::tuple{path("organizationId", &CreateThing::organization_id),
//                         body("name", &CreateThing::name, "Shown in the console.", Length{1,
//                         64})};
//     }
//   };
//
// A member of type std::optional or Patch may be left out of a request; every other must be there.
#pragma once

#include <cstdint>
#include <limits>
#include <tuple>

namespace gatehouse {

enum class Place : std::uint8_t { path, query, body };

/// Strings: Unicode code points. Lists: elements.
struct Length {
  std::size_t min = 0;
  std::size_t max = std::numeric_limits<std::size_t>::max();
};

struct Range {
  std::int64_t min = std::numeric_limits<std::int64_t>::min();
  std::int64_t max = std::numeric_limits<std::int64_t>::max();
};

struct NoLimit {};

template <class Struct, class Member, class Limit>
struct Field {
  Place place;
  const char* name;
  Member Struct::* member;
  const char* doc;
  Limit limit;
};

template <class S, class M>
constexpr auto path(const char* name, M S::* member, const char* doc = "") {
  return Field<S, M, NoLimit>{Place::path, name, member, doc, {}};
}

template <class S, class M, class Limit = NoLimit>
constexpr auto query(const char* name, M S::* member, const char* doc, Limit limit = {}) {
  return Field<S, M, Limit>{Place::query, name, member, doc, limit};
}

template <class S, class M, class Limit = NoLimit>
constexpr auto body(const char* name, M S::* member, const char* doc, Limit limit = {}) {
  return Field<S, M, Limit>{Place::body, name, member, doc, limit};
}

/// A member of an answer.
template <class S, class M>
constexpr auto out(const char* name, M S::* member, const char* doc) {
  return Field<S, M, NoLimit>{Place::body, name, member, doc, {}};
}

/// A member of an update: left out (unchanged), null (cleared) or given.
template <class T>
struct Patch {
  bool given = false;
  bool is_null = false;
  T value{};
};

template <class T>
concept Described = requires { T::fields(); };

/// Specialize with `static constexpr std::array names{std::pair{T::a, "a"}, …}` to give an
/// enumeration its words on the wire. Reading ignores case when `ignore_case` is true.
template <class T>
struct EnumNames;

template <class T>
concept NamedEnum = requires { EnumNames<T>::names; };

}  // namespace gatehouse
