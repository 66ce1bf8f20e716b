// A file that the build put into the binary (tools/embed.cmake).
#pragma once

#include <string_view>

namespace gatehouse {

struct EmbeddedFile {
  std::string_view name;  ///< relative to the embedded folder
  std::string_view content;
};

}  // namespace gatehouse
