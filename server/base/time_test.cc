#include "base/time.h"

#include <gtest/gtest.h>

namespace gatehouse {
namespace {

std::string read(std::string_view text) {
  const auto time = parse_timestamp(text);
  return time ? to_string(*time) : "refused";
}

TEST(Time, is_written_in_utc_with_milliseconds) {
  EXPECT_EQ(to_string(Timestamp{}), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(to_string(Timestamp(std::chrono::milliseconds(951'782'400'007))),
            "2000-02-29T00:00:00.007Z");
}

TEST(Time, offsets_fractions_and_either_case_are_read) {
  EXPECT_EQ(read("2026-11-22T00:41:12Z"), "2026-11-22T00:41:12.000Z");
  EXPECT_EQ(read("2026-11-22t00:41:12.5z"), "2026-11-22T00:41:12.500Z");
  EXPECT_EQ(read("2026-11-22T00:41:12.123999999Z"), "2026-11-22T00:41:12.123Z");
  EXPECT_EQ(read("2026-11-22T01:30:00+05:30"), "2026-11-21T20:00:00.000Z");
  EXPECT_EQ(read("2026-12-31T23:00:00-02:00"), "2027-01-01T01:00:00.000Z");
  EXPECT_EQ(read("9999-12-31T23:59:59.999Z"), "9999-12-31T23:59:59.999Z");
  EXPECT_EQ(read("2024-02-29T00:00:00Z"), "2024-02-29T00:00:00.000Z");
}

TEST(Time, what_is_no_moment_is_refused) {
  for (const char* text : {"",
                           "2026-11-22",
                           "2026-11-22T00:41Z",
                           "2026-11-22 00:41:12Z",
                           "2026-11-22T00:41:12",
                           "2026-11-22T00:41:12Zx",
                           " 2026-11-22T00:41:12Z",
                           "2026-02-29T00:00:00Z",
                           "2026-13-01T00:00:00Z",
                           "2026-00-10T00:00:00Z",
                           "2026-04-31T00:00:00Z",
                           "2026-11-22T24:00:00Z",
                           "2026-11-22T00:60:00Z",
                           "2026-11-22T00:00:60Z",
                           "2026-11-22T00:41:12.Z",
                           "2026-11-22T00:41:12.1234567890Z",
                           "2026-11-22T00:41:12+24:00",
                           "2026-11-22T00:41:12+0100",
                           "2026-11-22T00:41:12+01:60",
                           "1969-12-31T23:59:59Z",
                           "1970-01-01T00:00:00+00:01",
                           "9999-12-31T23:59:59-00:01",
                           "+2026-11-22T00:41:12Z"})
    EXPECT_EQ(read(text), "refused") << text;
}

}  // namespace
}  // namespace gatehouse
