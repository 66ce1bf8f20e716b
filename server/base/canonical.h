// The canonical text of JSON (json.h), appended, and of structs without a tree between.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/codec.h"

namespace gatehouse {

void append_canonical(std::string& text, const Json& json);
void append_canonical(std::string& text, const JsonObject& object);

/// canonical(to_json(value)) without the tree between.
template <Described T>
std::string canonical_of(const T& value) {
  std::vector<std::pair<std::string_view, std::string>> members;
  const auto add = [&](const auto& f) {
    const auto& member = value.*(f.member);
    using Member = std::remove_cvref_t<decltype(member)>;
    static_assert(!Described<Member> && !codec::IsVector<Member>::value &&
                  !codec::IsOptional<Member>::value);
    std::string& text = members.emplace_back(f.name, "").second;
    if constexpr (std::is_same_v<Member, JsonObject>)
      append_canonical(text, member);
    else
      codec::append(text, member);
  };
  std::apply([&](const auto&... f) { (add(f), ...); }, T::fields());
  std::ranges::sort(members);
  std::string text = "{";
  for (const auto& [name, member] : members) {
    if (text.size() > 1) text += ',';
    codec::append_string(text, name);
    text += ':';
    text += member;
  }
  text += '}';
  return text;
}

}  // namespace gatehouse
