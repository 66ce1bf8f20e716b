#include "api/authzen_evaluation.h"

#include "base/failure.h"
#include "base/log.h"

namespace gatehouse::api {
namespace {

enum class Semantic : std::uint8_t { execute_all, deny_on_first_deny, permit_on_first_permit };

struct Options {
  Semantic semantic = Semantic::execute_all;
  bool wants_reason = false;
};

Options read_options(JsonMembers body) {
  Options options;
  const auto given = read_optional_object(body, "options", "options");
  if (!given) return options;
  if (member(*given, "evaluations_semantic")) {
    const std::string path = "options.evaluations_semantic";
    const auto word = read_word(*given, "evaluations_semantic", path);
    if (word == "deny_on_first_deny") {
      options.semantic = Semantic::deny_on_first_deny;
    } else if (word == "permit_on_first_permit") {
      options.semantic = Semantic::permit_on_first_permit;
    } else if (word != "execute_all") {
      throw Failure(Code::invalid_input,
                    "`" + path +
                        "` must be one of `execute_all`, `deny_on_first_deny`, "
                        "`permit_on_first_permit`",
                    path);
    }
  }
  if (const auto reason = member(*given, "reason"))
    if (reason->get_bool().get(options.wants_reason))
      throw Failure(Code::invalid_input, "`options.reason` must be a boolean", "options.reason");
  return options;
}

// Appends the decision to `out` and says whether it permits.
bool append_explained(std::string& out, const Asker& asker, const AccessQuestion& question) {
  const auto explanation = asker.snapshot->explain(question.subject, question.access, asker.now);
  const bool is_allowed = explanation.outcome == policy::Outcome::allowed;
  const std::string id = to_string(Uuid::generate(asker.now));
  log::info("decision.explained", {{"decisionId", id},
                                   {"organizationId", to_string(asker.snapshot->organization())},
                                   {"serviceUserId", to_string(asker.id)},
                                   {"outcome", policy::to_string(explanation.outcome)},
                                   {"reason", policy::to_text(explanation)}});
  out += to_text(
      JsonObject{{"decision", is_allowed},
                 {"context", JsonObject{{"id", id}, {"reason", policy::to_json(explanation)}}}});
  return is_allowed;
}

bool append_decision(std::string& out, const Asker& asker, QuestionReader& reader, const Parts& own,
                     const Options& options) {
  const AccessQuestion question = reader.read(own);
  if (options.wants_reason) return append_explained(out, asker, question);
  const bool is_allowed =
      asker.snapshot->decide(question.subject, question.access, asker.now).allowed();
  out += is_allowed ? R"({"decision":true})" : R"({"decision":false})";
  return is_allowed;
}

void append_error(std::string& out, const Failure& failure) {
  JsonObject error{{"status", status_of(failure.code)}, {"message", failure.message}};
  if (!failure.field.empty()) error["field"] = failure.field;
  out += to_text(JsonObject{{"decision", false}, {"context", JsonObject{{"error", error}}}});
}

// What cannot be read is refused, with its error beside it.
bool append_item(std::string& out, const Asker& asker, QuestionReader& reader, JsonElement item,
                 const Options& options) {
  const std::size_t before = out.size();
  try {
    return append_decision(out, asker, reader, Parts(read_entity(item, "evaluation")), options);
  } catch (const Failure& failure) {
    out.resize(before);
    append_error(out, failure);
    return false;
  }
}

// So that looking at the clock costs little beside cheap questions.
constexpr std::size_t kQuestionsPerLook = 8;

void require_time_left(const Asker& asker) {
  if (std::chrono::steady_clock::now() > asker.until) throw OutOfTime();
}

}  // namespace

bool wants_reason(JsonMembers body) { return read_options(body).wants_reason; }

std::string evaluate_one(const Asker& asker, JsonMembers body) {
  std::string out;
  QuestionReader reader(asker);
  append_decision(out, asker, reader, Parts(body), read_options(body));
  return out;
}

std::string evaluate_many(const Asker& asker, JsonMembers body) {
  const auto given = member(body, "evaluations");
  simdjson::dom::array evaluations;
  if (given && given->get_array().get(evaluations))
    throw Failure(Code::invalid_input, "`evaluations` must be an array", "evaluations");
  if (!given || evaluations.size() == 0) return evaluate_one(asker, body);
  const Options options = read_options(body);
  QuestionReader reader(asker, Parts(body));
  std::string out = R"({"evaluations":[)";
  constexpr std::size_t answer_bytes = 19;  // a refusal and its comma
  out.reserve(out.size() + evaluations.size() * answer_bytes + 2);
  for (std::size_t count = 0; const JsonElement item : evaluations) {
    if (++count % kQuestionsPerLook == 0) require_time_left(asker);
    if (count > 1) out += ',';
    const bool is_allowed = append_item(out, asker, reader, item, options);
    if (is_allowed && options.semantic == Semantic::permit_on_first_permit) break;
    if (!is_allowed && options.semantic == Semantic::deny_on_first_deny) break;
  }
  out += "]}";
  return out;
}

}  // namespace gatehouse::api
