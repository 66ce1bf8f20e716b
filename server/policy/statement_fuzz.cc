// Whatever a policy document holds: it is refused with a reason, or it reads, prints and compiles,
// and then both evaluators agree about it. The first half of the input is the document, the rest
// chooses a world that is asked.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/failure.h"
#include "testing/statements_world.h"

namespace {

using namespace gatehouse;

std::vector<Statement> read(std::string_view text) {
  try {
    return policy::parse_statements(parse_json(text), testing::test_vocabulary(), "p", 0);
  } catch (const Failure& failure) {
    check(failure.code == Code::invalid_json || failure.code == Code::invalid_input ||
              failure.code == Code::unknown_field,
          "a document is refused as such");
    return {};
  }
}

void check_patterns(std::string_view text) {
  const auto pattern = policy::read_pattern(text);
  if (!pattern) return;
  const std::string printed = policy::to_string(*pattern);
  check(policy::read_pattern(printed) == pattern, "an MRI reads as it was printed");
  check(policy::covers(*pattern, *pattern), "a pattern covers itself");
  check(policy::may_overlap(*pattern, *pattern), "a pattern overlaps itself");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::size_t half = size / 2;
  const std::string_view text(reinterpret_cast<const char*>(data), half);
  check_patterns(text);
  const auto written = read(text);
  const Json printed = policy::to_json(written);
  check(policy::parse_statements(printed, testing::test_vocabulary(), "p", 0) == written,
        "statements read as they were printed");

  testing::Choices choices({data + half, size - half});
  testing::StatementsWorld world(choices, 3);
  world.lists.push_back(written);
  const auto all = world.all();
  const testing::Compiled compiled(world.lists);
  constexpr std::size_t asked_each_time = 8;  // other inputs ask the others
  const auto questions = world.questions();
  for (std::size_t i = 0; i < asked_each_time; ++i) {
    const auto& asked = questions[choices.below(questions.size())];
    check(compiled.decide(asked).outcome == policy::reference_evaluate(all, asked.question),
          "both evaluators agree");
  }
  return 0;
}
