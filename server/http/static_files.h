// Files that are part of the program: looked up by path, validated by ETag, compressed beforehand.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "http/message.h"

namespace gatehouse::http {

/// The views must outlive every use of the file: they point into the program.
struct StaticFile {
  std::string_view path;          ///< as in Request::path
  std::string_view content_type;  ///< with its charset
  std::string_view etag;          ///< changes with the body; without quotes
  std::string_view body;
  std::string_view gzip_body;  ///< empty when compression gains nothing
  bool immutable = false;      ///< the path changes with the body, so it may be kept for ever
};

/// Answers GET and HEAD for a path of the table; nothing for any other request.
std::optional<Response> serve(std::span<const StaticFile> files, const Request& request);

}  // namespace gatehouse::http
