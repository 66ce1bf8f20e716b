#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "base/failure.h"
#include "mail/transport.h"
#include "testing/smtp_server.h"

namespace gatehouse::mail {
namespace {

Message example() {
  return {.message_id = "0192f0aa@gatehouse.example",
          .from = "no-reply@gatehouse.example",
          .from_name = "Gatehouse",
          .to = "ann@example.org",
          .subject = "Hello",
          .text = "One\n",
          .html = "<p>One</p>\n",
          .date = Timestamp{std::chrono::milliseconds{1'795'308'072'000}}};
}

std::vector<std::string> files_in(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    names.push_back(entry.path().filename().string());
  return names;
}

unsigned mode_of(const std::filesystem::path& path) {
  struct stat status{};
  EXPECT_EQ(::stat(path.c_str(), &status), 0);
  return status.st_mode & 07777U;
}

TEST(Outbox, AMailIsOneFileForItsOwnerOnly) {
  const testing::TemporaryFolder temporary;
  OutboxTransport outbox(temporary.path() / "data" / "outbox");

  outbox.send(example());

  const std::string name = "20261122T004112.000Z-0192f0aa@gatehouse.example.eml";
  EXPECT_EQ(files_in(outbox.folder()), std::vector{name});
  EXPECT_EQ(mode_of(outbox.folder() / name), 0600U);
  EXPECT_EQ(mode_of(outbox.folder()), 0700U);
  EXPECT_EQ(testing::read_file(outbox.folder() / name), render(example()));
}

TEST(Outbox, SendingAgainDoesNotMakeASecondFile) {
  const testing::TemporaryFolder temporary;
  OutboxTransport outbox(temporary.path() / "outbox");

  outbox.send(example());
  outbox.send(example());

  EXPECT_EQ(files_in(outbox.folder()).size(), 1U);
}

TEST(Outbox, AMissingFolderIsReportedAndMayBeTriedAgain) {
  const testing::TemporaryFolder temporary;
  OutboxTransport outbox(temporary.path() / "outbox");
  std::filesystem::remove(outbox.folder());

  try {
    outbox.send(example());
    FAIL() << "it was sent nowhere";
  } catch (const DeliveryError& error) {
    EXPECT_FALSE(error.permanent);
    EXPECT_TRUE(error.reason.contains("No such file")) << error.reason;
  }
}

TEST(Outbox, AMessageIdCannotLeaveTheFolder) {
  const testing::TemporaryFolder temporary;
  OutboxTransport outbox(temporary.path() / "outbox");
  auto message = example();
  message.message_id = "../../escaped@x";

  EXPECT_THROW(outbox.send(message), Failure);
  EXPECT_TRUE(files_in(outbox.folder()).empty());
}

}  // namespace
}  // namespace gatehouse::mail
