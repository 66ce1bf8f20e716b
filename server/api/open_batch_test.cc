// Between a change that is decided and the commit that it shares with others, readers still see the
// state before. What they keep of it must not outlive the change (docs/security.md D8, N-062).
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "testing/scenario.h"

namespace gatehouse {
namespace {

using namespace testing;

// Calls `change`, and `during` once `is_published()` says so and before the change is stored.
// Whether there was such a moment: the batch may have ended without waiting for another writer.
bool in_open_batch(TestServer& server, const std::function<void()>& change,
                   const std::function<bool()>& is_published, const std::function<void()>& during) {
  std::atomic<bool> is_answered = false;
  bool was_open = false;
  std::jthread answering([&] {
    change();
    is_answered = true;
  });
  while (!is_answered && !was_open) {
    const auto tx = server.database->begin_write();
    if (!is_published() || is_answered) continue;
    during();
    was_open = true;
  }
  return was_open;
}

TEST(OpenBatch, what_is_read_again_before_a_revocation_is_stored_is_forgotten_with_it) {
  TestServer server;
  if (server.database->engine() == store::Engine::postgres)
    GTEST_SKIP() << "there a change is stored before it is published";
  const std::string readonly = policy_named(
      *std::make_unique<Caller>(administrator(server, server.acme)), server.acme, "readonly");
  int seen = 0;
  for (int round = 0; round < 200 && seen < 3; ++round) {
    Program program =
        make_program(server, server.acme, "Program " + std::to_string(round), {readonly});
    ASSERT_EQ(program.caller.get(server.acme.path("/users")).status, 200);
    Caller admin = administrator(server, server.acme);
    http::Request own;
    own.headers = {{"authorization", program.caller.bearer()}};
    const bool was_open = in_open_batch(
        server,
        [&] {
          const Answer done = admin.post(server.acme.path("/serviceusers/") + program.id +
                                         "/accesskeys/" + program.key_id + "/deactivate");
          EXPECT_EQ(done.status, 200) << done.raw.body;
        },
        [&] { return !server.authenticator.authenticate_cached(own, server.clock.now()); },
        [&] { program.caller.get(server.acme.path("/users")); });
    seen += was_open;
    EXPECT_EQ(program.caller.get(server.acme.path("/users")).status, 401);
  }
  EXPECT_GT(seen, 0);
}

}  // namespace
}  // namespace gatehouse
