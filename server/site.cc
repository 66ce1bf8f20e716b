#include "site.h"

#include <span>

#include "base/crypto.h"
#include "base/embedded.h"

namespace gatehouse {

extern const std::span<const EmbeddedFile> embedded_console;

namespace {

std::string_view content_type_of(std::string_view name) {
  const std::string_view extension = name.substr(std::min(name.rfind('.'), name.size()));
  if (extension == ".js") return "text/javascript; charset=utf-8";
  if (extension == ".css") return "text/css; charset=utf-8";
  if (extension == ".svg") return "image/svg+xml";
  if (extension == ".woff2") return "font/woff2";
  if (extension == ".png") return "image/png";
  if (extension == ".ico") return "image/x-icon";
  if (extension == ".json") return "application/json";
  if (extension == ".txt") return "text/plain; charset=utf-8";
  return "application/octet-stream";
}

std::string with_nonce(std::string html, const std::string& nonce) {
  constexpr std::string_view placeholder = "__CSP_NONCE__";
  for (std::size_t at = 0; (at = html.find(placeholder, at)) != std::string::npos;)
    html.replace(at, placeholder.size(), nonce);
  return html;
}

http::Response plain(int status, std::string text) {
  http::Response response;
  response.status = status;
  response.content_type = "text/plain; charset=utf-8";
  response.body = std::move(text);
  return response;
}

}  // namespace

Site::Site() {
  const auto files = embedded_console;
  etags_.reserve(files.size());  // the views below point into these
  paths_.reserve(files.size());
  for (const EmbeddedFile& file : files) {
    if (file.name == "index.html") index_ = file.content;
    if (file.name == "index.html" || file.name.ends_with(".gz")) continue;
    paths_.push_back("/" + std::string(file.name));
    etags_.push_back(to_hex(sha256(file.content)).substr(0, 24));
    std::string_view gzip;
    for (const EmbeddedFile& other : files)
      if (other.name == std::string(file.name) + ".gz") gzip = other.content;
    files_.push_back({.path = paths_.back(),
                      .content_type = content_type_of(file.name),
                      .etag = etags_.back(),
                      .body = file.content,
                      .gzip_body = gzip,
                      .immutable = file.name.starts_with("assets/")});
  }
}

http::Response Site::serve(const http::Request& request) const {
  if (auto file = http::serve(files_, request)) return std::move(*file);
  const bool is_page = request.path.rfind('.') == std::string::npos ||
                       request.path.rfind('.') < request.path.rfind('/');
  const bool is_reading =
      request.method == http::Method::get || request.method == http::Method::head;
  if (!is_reading) {
    http::Response refused = plain(405, "method not allowed\n");
    refused.headers.emplace_back("Allow", "GET, HEAD");
    return refused;
  }
  // Well-known addresses are asked for by programs, which would take a page for an answer.
  if (!is_page || request.path.starts_with("/assets/") || request.path.starts_with("/.well-known/"))
    return plain(404, "not found\n");
  return page();
}

http::Response Site::page() const {
  if (index_.empty())
    return plain(404, "this build has no console: build console/ and build again\n");
  const std::string nonce = to_base64url(random_bytes(16));
  http::Response response;
  response.content_type = "text/html; charset=utf-8";
  response.body = with_nonce(index_, nonce);
  response.headers.emplace_back(
      "Content-Security-Policy",
      "default-src 'none'; script-src 'self' 'nonce-" + nonce + "'; style-src 'self' 'nonce-" +
          nonce +
          "'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; "
          "form-action 'self'; frame-ancestors 'none'");
  return response;
}

http::Response Site::misdirected(const http::Request& request,
                                 const std::string& public_url) const {
  const std::string_view host = request.header("host");
  const bool is_local =
      host.starts_with("localhost") || host.starts_with("127.0.0.1") || host.starts_with("[::1]");
  if (request.method != http::Method::get || !is_local || request.path.starts_with("/api"))
    return plain(421, "this address is not served here\n");
  http::Response response = plain(307, "");
  response.headers.emplace_back("Location", public_url + request.path);
  return response;
}

}  // namespace gatehouse
