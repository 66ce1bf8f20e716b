// m3ter Resource Identifiers. In a statement an MRI is a pattern:
//   *   service:*   service:type/*   service:type/item/*   service:type/item/<id>
//   service:type/group/*   service:type/group/<id>
// In a request it is one item, `service:type/item/<id>`, or the whole collection, `service:type/*`:
// what a list or a create asks for. A group covers the items in it, nested groups included;
// `item/*` covers the collection too, groups and single items never do. Service, type and item type
// are lower case. An id is any UTF-8 text without control characters; a UUID is lower case. Where
// an id stands in an MRI, `%`, `*`, `/` and the space are written %25, %2A, %2F and %20, so no id
// can act as a wildcard. Pure functions, thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "policy/vocabulary.h"

namespace gatehouse::policy {

inline constexpr std::size_t mri_bytes_maximum = 512;

enum class Cover : std::uint8_t { everything, service, type, items, item, groups, group };

struct Pattern {
  Cover cover = Cover::everything;
  std::string service;
  std::string type;  ///< without the service
  std::string id;    ///< of an item or a group, as it is, not encoded

  bool operator==(const Pattern&) const = default;
};

/// Syntax only. Nothing for anything outside the grammar.
std::optional<Pattern> read_pattern(std::string_view mri);

/// Throws Failure(invalid_input) at `field` for bad syntax or for words the vocabulary lacks.
Pattern parse_pattern(std::string_view mri, const Vocabulary& vocabulary, const std::string& field);

/// The canonical spelling.
std::string to_string(const Pattern& pattern);

/// Whatever the directory holds, `wide` covers every request that `narrow` covers.
bool covers(const Pattern& wide, const Pattern& narrow);

/// False only when no request can be covered by both, whatever the directory holds.
bool may_overlap(const Pattern& a, const Pattern& b);

struct Resource {
  std::string service;
  std::string type;
  std::string id;  ///< empty: the whole collection

  bool operator==(const Resource&) const = default;
};

/// One item or the whole collection; nothing for anything else.
std::optional<Resource> parse_resource(std::string_view mri);

std::string to_string(const Resource& resource);

/// An id as the last segment of an MRI.
std::string encode_id(std::string_view id);

/// A text that may be the id of an item: not empty, not too long, UTF-8, no control characters.
bool is_resource_id(std::string_view id);

/// `id`, or its lower-case copy in `buffer` when it is a UUID with upper-case digits.
std::string_view canonical_id(std::string_view id, char (&buffer)[36]);

}  // namespace gatehouse::policy
