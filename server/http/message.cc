#include "http/message.h"

#include <array>

namespace gatehouse::http {

std::string_view to_string(Method method) {
  constexpr std::array<std::string_view, 7> names{"GET",   "HEAD",   "POST",   "PUT",
                                                  "PATCH", "DELETE", "OPTIONS"};
  return names[static_cast<std::size_t>(method)];
}

std::string_view Request::header(std::string_view name) const {
  for (const auto& [candidate, value] : headers)
    if (candidate == name) return value;
  return {};
}

}  // namespace gatehouse::http
