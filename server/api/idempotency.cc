#include "api/idempotency.h"

#include <algorithm>

#include "base/crypto.h"
#include "store/idempotency.h"

namespace gatehouse::api {
namespace {

std::string_view key_of(const Context& context) {
  const bool applies = context.request.method == http::Method::post && context.endpoint.writes() &&
                       context.has_organization();
  return applies ? context.request.header("idempotency-key") : std::string_view();
}

std::string hash_of(const Context& context) {
  return to_hex(
      sha256(context.request.path + "\n" + context.request.query + "\n" + context.request.body));
}

std::string seal_context(const Context& context, std::string_view key) {
  return to_string(context.organization()) + "|" + context.actor().id + "|" + std::string(key);
}

}  // namespace

std::optional<std::string> repeated_answer(Context& context) {
  const std::string_view key = key_of(context);
  if (key.empty()) return {};
  if (key.size() > 128 || !std::ranges::all_of(key, [](char c) { return c > 0x20 && c < 0x7F; }))
    throw Failure(Code::invalid_input, "`Idempotency-Key` must be 1 to 128 visible characters");
  const auto stored = store::find_answer(context.tx(), context.organization(), context.actor().id,
                                         key, context.now - store::answers_kept);
  if (!stored) return {};
  if (stored->request_hash != hash_of(context))
    throw Failure(Code::idempotency_mismatch,
                  "this `Idempotency-Key` was used for another request");
  auto answer =
      unseal(context.services.keys.idempotency, stored->response, seal_context(context, key));
  check(answer.has_value(), "a stored answer cannot be opened");
  return answer;
}

void keep_answer(Context& context, std::string_view answer) {
  const std::string_view key = key_of(context);
  if (key.empty()) return;
  store::insert_answer(context.tx(), context.organization(), context.actor().id, key,
                       {hash_of(context), seal(context.services.keys.idempotency, answer,
                                               seal_context(context, key))},
                       context.now);
}

}  // namespace gatehouse::api
