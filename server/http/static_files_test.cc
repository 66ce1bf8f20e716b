#include "http/static_files.h"

#include <gtest/gtest.h>

#include <array>

namespace gatehouse::http {
namespace {

constexpr std::array kFiles{
    StaticFile{.path = "/index.html",
               .content_type = "text/html; charset=utf-8",
               .etag = "aa",
               .body = "<html>",
               .gzip_body = "GZ",
               .immutable = false},
    StaticFile{.path = "/assets/app-1f2e.js",
               .content_type = "text/javascript",
               .etag = "bb",
               .body = "code",
               .gzip_body = {},
               .immutable = true},
};

Request get(std::string path, std::vector<std::pair<std::string, std::string>> headers = {}) {
  Request request;
  request.path = std::move(path);
  request.headers = std::move(headers);
  return request;
}

std::string header_of(const Response& response, std::string_view name) {
  for (const auto& [candidate, value] : response.headers)
    if (candidate == name) return value;
  return {};
}

TEST(StaticFiles, AnUnknownPathIsNotAnswered) {
  EXPECT_FALSE(serve(kFiles, get("/other")));
  EXPECT_FALSE(serve(kFiles, get("/index.html/")));
}

TEST(StaticFiles, OnlyGetAndHeadAreAnswered) {
  auto request = get("/index.html");
  request.method = Method::head;
  EXPECT_TRUE(serve(kFiles, request));
  request.method = Method::post;
  EXPECT_FALSE(serve(kFiles, request));
}

TEST(StaticFiles, AFileComesWithItsTypeAndTag) {
  const auto response = serve(kFiles, get("/index.html"));
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(response->content_type, "text/html; charset=utf-8");
  EXPECT_EQ(response->body, "<html>");
  EXPECT_EQ(header_of(*response, "ETag"), "\"aa\"");
  EXPECT_EQ(header_of(*response, "Cache-Control"), "no-cache");
  EXPECT_EQ(header_of(*response, "Vary"), "Accept-Encoding");
  EXPECT_EQ(header_of(*response, "Content-Encoding"), "");
}

TEST(StaticFiles, AHashedAssetIsKeptForEver) {
  const auto response = serve(kFiles, get("/assets/app-1f2e.js", {{"accept-encoding", "gzip"}}));
  ASSERT_TRUE(response);
  EXPECT_EQ(header_of(*response, "Cache-Control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(response->body, "code");
  EXPECT_EQ(header_of(*response, "Vary"), "");
}

TEST(StaticFiles, CompressionIsUsedWhenAccepted) {
  const auto encoding = [](std::string accepted) {
    return header_of(*serve(kFiles, get("/index.html", {{"accept-encoding", std::move(accepted)}})),
                     "Content-Encoding");
  };
  EXPECT_EQ(encoding("gzip"), "gzip");
  EXPECT_EQ(encoding("br, gzip;q=0.5"), "gzip");
  EXPECT_EQ(encoding("*"), "gzip");
  EXPECT_EQ(encoding("gzip;q=0"), "");
  EXPECT_EQ(encoding("gzip; q=0.000, *"), "");
  EXPECT_EQ(encoding("xgzip"), "");
  EXPECT_EQ(encoding("identity"), "");
  EXPECT_EQ(encoding(""), "");
}

TEST(StaticFiles, ACurrentCopyIsNotSentAgain) {
  const auto status = [](std::string tags, std::string accepted = "") {
    const auto response = serve(kFiles, get("/index.html", {{"if-none-match", std::move(tags)},
                                                            {"accept-encoding", accepted}}));
    EXPECT_EQ(response->body.empty(), response->status == 304);
    return response->status;
  };
  EXPECT_EQ(status("\"aa\""), 304);
  EXPECT_EQ(status("\"x\", W/\"aa\""), 304);
  EXPECT_EQ(status("*"), 304);
  EXPECT_EQ(status("\"aa-gzip\"", "gzip"), 304);
  EXPECT_EQ(status("\"aa\"", "gzip"), 200);
  EXPECT_EQ(status("\"bb\""), 200);
  EXPECT_EQ(status("aa"), 200);
}

}  // namespace
}  // namespace gatehouse::http
