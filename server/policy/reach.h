// How far statements reach for an action on a resource type as a whole, without asking about one
// item: for tables of who may do what. Pure functions, thread-safe.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "model/statement.h"
#include "policy/resource.h"

namespace gatehouse::policy {

enum class Reach : std::uint8_t {
  allowed,      ///< every item and the collection
  partly,       ///< allowed for some items, or under conditions, or with exceptions
  denied,       ///< every item, by a deny without a condition
  not_granted,  ///< no statement allows any of it
};

/// `action` is canonical, `config:create`.
Reach reach_of(std::span<const Statement> statements, const std::string& action,
               const std::string& service, const std::string& type);

}  // namespace gatehouse::policy
