#include "http/static_files.h"

#include <algorithm>
#include <string>

#include "http/trimmed.h"

namespace gatehouse::http {
namespace {

/// Takes the first element off a list.
std::string_view take_first(std::string_view& list, char separator) {
  const auto end = std::min(list.find(separator), list.size());
  const auto first = list.substr(0, end);
  list.remove_prefix(std::min(end + 1, list.size()));
  return trimmed(first);
}

/// Whether the parameters of a coding say `q=0`, `q=0.0` …
bool is_refused(std::string_view parameters) {
  while (!parameters.empty()) {
    const auto parameter = take_first(parameters, ';');
    if (parameter.starts_with("q=") || parameter.starts_with("Q="))
      return parameter.find_first_not_of("0.", 2) == std::string_view::npos;
  }
  return false;
}

/// RFC 9110 section 12.5.3.
bool accepts_gzip(std::string_view accepted) {
  bool by_wildcard = false;
  while (!accepted.empty()) {
    auto element = take_first(accepted, ',');
    const auto coding = take_first(element, ';');
    if (coding == "gzip") return !is_refused(element);
    if (coding == "*") by_wildcard = !is_refused(element);
  }
  return by_wildcard;
}

/// RFC 9110 section 13.1.2: the weak comparison. `tag` has its quotes.
bool matches(std::string_view candidates, std::string_view tag) {
  while (!candidates.empty()) {
    auto candidate = take_first(candidates, ',');
    if (candidate == "*") return true;
    if (candidate.starts_with("W/")) candidate.remove_prefix(2);
    if (candidate == tag) return true;
  }
  return false;
}

}  // namespace

std::optional<Response> serve(std::span<const StaticFile> files, const Request& request) {
  if (request.method != Method::get && request.method != Method::head) return {};
  const auto file = std::ranges::find(files, std::string_view(request.path), &StaticFile::path);
  if (file == files.end()) return {};

  const bool is_compressed =
      !file->gzip_body.empty() && accepts_gzip(request.header("accept-encoding"));
  // The two encodings are different bytes, so a strong tag must tell them apart.
  auto tag = '"' + std::string(file->etag) + (is_compressed ? "-gzip\"" : "\"");
  Response response;
  response.content_type = file->content_type;
  response.headers.emplace_back(
      "Cache-Control", file->immutable ? "public, max-age=31536000, immutable" : "no-cache");
  if (!file->gzip_body.empty()) response.headers.emplace_back("Vary", "Accept-Encoding");
  if (matches(request.header("if-none-match"), tag)) {
    response.status = 304;
  } else {
    if (is_compressed) response.headers.emplace_back("Content-Encoding", "gzip");
    response.body = is_compressed ? file->gzip_body : file->body;
  }
  response.headers.emplace_back("ETag", std::move(tag));
  return response;
}

}  // namespace gatehouse::http
