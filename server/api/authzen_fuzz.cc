// Any body: evaluations and searches answer a JSON object or throw Failure.
#include <cstdint>

#include "api/authzen.h"
#include "base/crypto.h"
#include "base/failure.h"
#include "base/log.h"

namespace gatehouse::api {
namespace {

Asker make_asker() {
  init_crypto();
  log::quiet();
  directory::OrganizationData data;
  data.applications = {{"records", {"record"}, {"read", "write"}}};
  directory::UserData user{.email = "a@b.example"};
  user.statements = {{Effect::allow, {"records:read"}, {"records:record/*"}, {}}};
  data.users = {user};
  return {.snapshot = directory::Snapshot::build(data),
          .id = {},
          .may_ask_about_others = true,
          .now = Timestamp(std::chrono::hours{500'000}),
          .page_key = std::string(32, 'k')};
}

void ask(std::string_view text, const Asker& asker) {
  JsonReader reader;  // its own: an answer is read below by this thread's
  JsonMembers body;
  if (reader.read(text).get_object().get(body)) return;
  for (const AuthzenCall& call : authzen_calls()) {
    try {
      check(parse_json(call.answer(asker, body)).is_object(), "an answer is an object");
    } catch (const Failure&) {
    }
  }
}

}  // namespace
}  // namespace gatehouse::api

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const gatehouse::api::Asker asker = gatehouse::api::make_asker();
  try {
    gatehouse::api::ask({reinterpret_cast<const char*>(bytes), size}, asker);
  } catch (const gatehouse::Failure&) {
  }
  return 0;
}
