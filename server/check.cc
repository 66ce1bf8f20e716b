#include "check.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <vector>

#include "api/policy_cases.h"
#include "base/codec.h"
#include "base/crypto.h"
#include "base/failure.h"
#include "policy/resource.h"

namespace gatehouse {
namespace {

namespace fs = std::filesystem;

Json read_file(const fs::path& path) {
  std::ifstream file(path);
  std::stringstream text;
  if (!file || !(text << file.rdbuf())) throw std::runtime_error("cannot read " + path.string());
  try {
    return parse_json(text.str());
  } catch (const Failure& failure) {
    throw std::runtime_error(path.string() + ": " + failure.message);
  }
}

// A folder's *.json, in the order of their names.
std::vector<api::PolicyFile> read_policies(const fs::path& path) {
  std::vector<fs::path> paths;
  if (fs::is_directory(path)) {
    for (const auto& entry : fs::directory_iterator(path))
      if (entry.path().extension() == ".json") paths.push_back(entry.path());
    std::ranges::sort(paths);
  } else {
    paths.push_back(path);
  }
  if (paths.empty()) throw std::runtime_error("there is no .json file in " + path.string());
  std::vector<api::PolicyFile> files;
  for (const auto& one : paths) files.push_back({one.filename().string(), read_file(one)});
  return files;
}

// --- asking a server

using Handle = std::unique_ptr<CURL, decltype([](CURL* curl) { curl_easy_cleanup(curl); })>;
using List = std::unique_ptr<curl_slist, decltype([](curl_slist* l) { curl_slist_free_all(l); })>;

std::size_t take_bytes(char* bytes, std::size_t size, std::size_t count, void* text) {
  constexpr std::size_t answer_bytes_max = 1 << 20;
  auto& answer = *static_cast<std::string*>(text);
  if (answer.size() + size * count > answer_bytes_max) return 0;
  answer.append(bytes, size * count);
  return size * count;
}

// Credentials go in clear to this machine only.
void require_private(const std::string& url) {
  const auto starts = [&](const char* with) { return url.starts_with(with); };
  if (!starts("https://") && !starts("http://127.0.0.1:") && !starts("http://localhost:") &&
      !starts("http://[::1]:"))
    throw std::runtime_error("the server's address must start with https://");
}

Json post(const std::string& url, const std::vector<std::string>& fields, const std::string& body) {
  const Handle curl(curl_easy_init());
  List headers;
  for (const auto& field : fields)
    headers.reset(curl_slist_append(headers.release(), field.c_str()));
  std::string answer;
  const auto set = [&](CURLoption option, auto value) {
    if (curl_easy_setopt(curl.get(), option, value) != CURLE_OK)
      throw std::runtime_error("libcurl does not take an option");
  };
  set(CURLOPT_URL, url.c_str());
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_HTTPHEADER, headers.get());
  set(CURLOPT_POSTFIELDS, body.c_str());
  set(CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
  set(CURLOPT_TIMEOUT, 10L);
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_WRITEFUNCTION, take_bytes);
  set(CURLOPT_WRITEDATA, &answer);
  if (const CURLcode result = curl_easy_perform(curl.get()); result != CURLE_OK)
    throw std::runtime_error(url + ": " + curl_easy_strerror(result));
  long status = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  Json json = parse_json(answer);
  if (status == 200) return json;
  const Json* message = json.is_object() ? json.get_object().if_contains("message") : nullptr;
  throw std::runtime_error(fmt::format(
      "{} answered {}{}", url, status,
      message != nullptr && message->is_string() ? ": " + std::string(message->get_string()) : ""));
}

struct Credentials {
  std::string api_url;
  std::string key_id;
  std::string secret;
};

Credentials read_credentials(const std::string& path) {
  const Json json = read_file(path);
  const auto read = [&](const char* name) {
    const Json* value = json.is_object() ? json.get_object().if_contains(name) : nullptr;
    if (value == nullptr || !value->is_string())
      throw std::runtime_error(path + ": `" + name + "` is missing");
    return std::string(value->get_string());
  };
  return {read("apiUrl"), read("accessKeyId"), read("apiSecret")};
}

int ask_server(const CheckOptions& options, JsonObject question) {
  const Credentials credentials = read_credentials(options.credentials);
  require_private(credentials.api_url);
  const Json token =
      post(credentials.api_url + "/oauth/token",
           {"Authorization: Basic " + to_base64(credentials.key_id + ":" + credentials.secret)},
           "grant_type=client_credentials");
  std::string base = credentials.api_url;
  if (base.ends_with("/api")) base.resize(base.size() - 4);
  question["options"] = JsonObject{{"reason", true}};
  const Json answer =
      post(base + "/access/v1/evaluation",
           {"Authorization: Bearer " + std::string(token.at("access_token").as_string()),
            "Content-Type: application/json"},
           to_text(question));
  const bool permits = answer.at("decision").as_bool();
  const auto& context = answer.at("context").as_object();
  fmt::print("{}: {}\ndecision {}\n", permits ? "permitted" : "refused",
             std::string(context.at("reason").at("reason").as_string()),
             std::string(context.at("id").as_string()));
  return permits ? exit_permitted : exit_refused;
}

int ask_files(const CheckOptions& options, const JsonObject& question) {
  const auto organization = api::read_organization(read_policies(options.policies));
  const auto verdict = api::decide_question(organization, question, SystemClock().now());
  fmt::print("{}: {}\n", verdict.permits ? "permitted" : "refused", verdict.reason);
  return verdict.permits ? exit_permitted : exit_refused;
}

JsonObject question_of(const CheckOptions& options) {
  const auto resource = policy::parse_resource(options.resource);
  if (!resource)
    throw std::runtime_error("a resource is written `service:type/item/id` or `service:type/*`");
  JsonObject question{
      {"subject", JsonObject{{"type", options.subject_type}, {"id", options.subject}}},
      {"action", JsonObject{{"name", options.action}}},
      {"resource",
       JsonObject{{"type", resource->service + ":" + resource->type}, {"id", resource->id}}}};
  if (!options.context.empty()) question["context"] = parse_json(options.context);
  return question;
}

struct CasesFile {
  std::string policies;
  std::optional<Timestamp> time;
  Json cases;
  static constexpr auto fields() {
    return std::tuple{body("policies", &CasesFile::policies, ""),
                      body("time", &CasesFile::time, ""), body("cases", &CasesFile::cases, "")};
  }
};

// A person or a CI job reads these, and status 1 means something else.
template <class Act>
int or_not_asked(Act act) {
  try {
    return act();
  } catch (const std::exception& problem) {
    fmt::print(stderr, "gatehouse: {}\n", problem.what());
    return exit_not_asked;
  }
}

int run_cases_of(const std::string& cases_file) {
  const auto file = codec::read<CasesFile>(read_file(cases_file), "");
  const auto policies = read_policies(fs::path(cases_file).parent_path() / file.policies);
  const auto results = api::run_cases(api::read_organization(policies), file.cases,
                                      file.time.value_or(SystemClock().now()));
  fmt::print("{}", api::report(results));
  const bool all_passed = std::ranges::all_of(results, &api::CaseResult::passed);
  return all_passed ? exit_permitted : exit_refused;
}

}  // namespace

int check_access(const CheckOptions& options) {
  return or_not_asked([&] {
    const JsonObject question = question_of(options);
    return options.policies.empty() ? ask_server(options, question) : ask_files(options, question);
  });
}

int test_policies(const std::string& cases_file) {
  return or_not_asked([&] { return run_cases_of(cases_file); });
}

}  // namespace gatehouse
