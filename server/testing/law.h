// Checks a law on many random worlds: `law` gets bytes to read a world from and fails by
// RC_ASSERT, RC_FAIL or an exception; the failing world is shrunk and printed with its seed.
// RC_PARAMS="seed=…" repeats a run.
#pragma once

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cstdint>
#include <sstream>
#include <vector>

namespace gatehouse::testing {

template <class Law>
void check_law(int worlds, Law&& law) {
  rc::detail::TestParams parameters = rc::detail::configuration().testParams;
  parameters.maxSuccess = worlds;
  parameters.maxSize = 400;  // bytes of the largest world
  rc::detail::TestMetadata metadata;
  metadata.id = ::testing::UnitTest::GetInstance()->current_test_info()->name();
  const auto result = rc::detail::checkTestable(
      [&](const std::vector<std::uint8_t>& bytes) { law(bytes); }, metadata, parameters);
  if (result.template is<rc::detail::SuccessResult>()) return;
  std::ostringstream text;
  rc::detail::printResultMessage(result, text);
  FAIL() << text.str() << "\nseed " << parameters.seed;
}

}  // namespace gatehouse::testing
