// Any text: what the strict reader takes is JSON to Boost.JSON too, and means the same.
#include <algorithm>
#include <cmath>
#include <cstdint>

#include "base/failure.h"
#include "base/json.h"

namespace gatehouse {
namespace {

// Boost.JSON rounds long numbers a little wrongly, and 0e919 is no number to it.
bool is_same(const Json& ours, const Json& theirs) {
  if (ours.is_double() && theirs.is_double())
    return (ours.get_double() == 0 && std::isnan(theirs.get_double())) ||
           std::abs(ours.get_double() - theirs.get_double()) <= std::abs(ours.get_double()) * 1e-12;
  if (ours.is_array() && theirs.is_array())
    return std::ranges::equal(ours.get_array(), theirs.get_array(), is_same);
  if (!ours.is_object() || !theirs.is_object()) return ours == theirs;
  return ours.get_object().size() == theirs.get_object().size() &&
         std::ranges::all_of(ours.get_object(), [&](const auto& member) {
           const Json* other = theirs.get_object().if_contains(member.key());
           return other != nullptr && is_same(member.value(), *other);
         });
}

}  // namespace
}  // namespace gatehouse

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  try {
    const gatehouse::Json json = gatehouse::parse_json(text);
    boost::json::parse_options options;
    options.max_depth = 64;
    boost::system::error_code error;
    const gatehouse::Json theirs = boost::json::parse(text, error, {}, options);
    if (error == boost::json::error::exponent_overflow) return 0;  // 0e99999999999 is zero to us
    gatehouse::check(!error && gatehouse::is_same(json, theirs), "both read the same");
  } catch (const gatehouse::Failure&) {
  }
  return 0;
}
