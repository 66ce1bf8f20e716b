// Unicode text (ICU): the forms that comparisons need, and what people may be called.
#pragma once

#include <string>
#include <string_view>

namespace gatehouse {

/// Full lower case of valid UTF-8, locale-independent.
std::string to_lower(std::string_view utf8);

/// Normalization Form C, white space at both ends removed and runs of it made one space.
std::string to_plain(std::string_view utf8);

/// What two names are compared by: NFKC, case folded, white space as in to_plain.
std::string to_name_key(std::string_view utf8);

/// Whether people would take one for the other: equal by to_name_key, or written with letters of
/// another script that look the same (Unicode Technical Standard 39).
bool looks_like(std::string_view name, std::string_view other);

/// A name as people see it: to_plain of `text`. Throws Failure(invalid_input) for control
/// characters, direction overrides, other invisible format characters (joiners excepted) and more
/// than 8 combining marks in a row.
std::string read_name(std::string_view text, const std::string& field);
/// The same, and not empty.
std::string read_required_name(std::string_view text, const std::string& field);

/// Bytes that compare as people order names: the Unicode Collation Algorithm with the root rules.
/// At most `bytes` of them, so that only long beginnings in common leave the order open.
std::string to_sort_key(std::string_view utf8, std::size_t bytes);

/// Number of Unicode code points.
std::size_t count_characters(std::string_view utf8);

}  // namespace gatehouse
