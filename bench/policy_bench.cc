// The decision engine in process, on the worlds of the design: users and policies in numbers, one
// subject and one question at random each time. Prints Google Benchmark's mean; `p50` is the
// median over batches of 64 decisions. Iterations are fixed, so that each world is made once. Run
// it on an idle core: taskset -c 0.
#include <benchmark/benchmark.h>
#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <random>

#include "directory/snapshot.h"
#include "policy/evaluate.h"

namespace {

using namespace gatehouse;
using namespace gatehouse::directory;

constexpr Timestamp now{std::chrono::hours(24 * 365 * 56)};

struct World {
  SnapshotPointer snapshot;
  OrganizationData data;
};

struct Shape {
  std::size_t users = 1000;
  std::size_t policies = 100;
  std::size_t statements = 10;
  std::size_t groups = 50;
  std::size_t policies_a_user = 0;  // attached directly, besides those of the groups
  bool conditions = false;
  bool by_name = false;  // the subject is asked for by its external id, as AuthZEN may
};

class Maker {
 public:
  explicit Maker(Shape shape) : shape_(shape) {}

  OrganizationData make() {
    OrganizationData data;
    data.id = OrganizationId::generate(now);
    for (std::size_t i = 0; i < shape_.users; ++i) {
      UserData user{.id = UserId::generate(now)};
      user.user_name = "user" + std::to_string(i);
      user.email = user.user_name + "@example.com";
      user.external_id = "E" + std::to_string(i);
      data.users.push_back(user);
    }
    for (std::size_t i = 0; i < shape_.policies; ++i) data.policies.push_back(policy(i));
    for (std::size_t i = 0; i < shape_.groups; ++i) {
      GroupData group{.id = ResourceGroupId::generate(now), .type = "user", .name = "g"};
      data.groups.push_back(group);
    }
    for (std::size_t i = 1; i < shape_.groups; ++i)  // a tree
      data.groups[(i - 1) / 3].groups.push_back(data.groups[i].id);
    for (const UserData& user : data.users)
      for (int i = 0; i < 2; ++i)
        data.groups[any(shape_.groups)].items.push_back(to_string(user.id));
    for (std::size_t i = 0; i < std::min<std::size_t>(shape_.policies, 100); ++i)
      data.attachments.push_back(
          {data.policies[i].id,
           {PrincipalKind::user_group, data.groups[i % shape_.groups].id, {}}});
    for (const UserData& user : data.users)
      for (std::size_t i = 0; i < shape_.policies_a_user; ++i)
        data.attachments.push_back({data.policies[i].id, {PrincipalKind::user, user.id, {}}});
    return data;
  }

 private:
  std::size_t any(std::size_t count) { return random_() % count; }

  PolicyData policy(std::size_t number) {
    const auto& words = policy::Vocabulary::standard();
    PolicyData policy{.id = PermissionPolicyId::generate(now),
                      .name = "policy" + std::to_string(number)};
    for (std::size_t s = 0; s < shape_.statements; ++s) {
      Statement statement;
      statement.effect = any(10) == 0 ? Effect::deny : Effect::allow;
      for (std::size_t a = 0; a < 1 + any(3); ++a)
        statement.action.push_back(
            words.action(static_cast<policy::ActionId>(1 + any(words.action_count() - 1))));
      const std::string& type = words.type(static_cast<policy::TypeId>(any(words.type_count())));
      switch (any(4)) {
        case 0:
          statement.resource.push_back(type + "/*");
          break;
        case 1:
          statement.resource.push_back(type.substr(0, type.find(':')) + ":*");
          break;
        default:
          for (int i = 0; i < 3; ++i)
            statement.resource.push_back(type + "/item/" + std::to_string(any(100)));
      }
      if (shape_.conditions && any(2) == 0)
        statement.condition = JsonObject{
            {"equals", JsonObject{{"resource.owner", JsonObject{{"ref", "subject.id"}}}}},
            {"lessThan", JsonObject{{"context.risk", 5}}}};
      policy.statements.push_back(std::move(statement));
    }
    return policy;
  }

  Shape shape_;
  std::mt19937_64 random_{42};
};

// Decides `questions` again and again, and reports the median of small batches.
void decide(benchmark::State& state, const Shape& shape) {
  const OrganizationData data = Maker(shape).make();
  const auto snapshot = Snapshot::build(data);
  const auto& words = snapshot->vocabulary();
  std::mt19937_64 random(7);
  struct Question {
    Subject subject;
    Access access;
    std::string id;
    std::string external_id;
  };
  const JsonObject resource{{"owner", "u1"}, {"status", "open"}};
  const JsonObject context{{"risk", 3}, {"ip", "10.0.0.1"}};
  std::vector<Question> questions(1 << 15);
  for (auto& question : questions) {
    const UserData& user = data.users[random() % data.users.size()];
    question.subject = Subject::user(user.id);
    question.external_id = user.external_id;
    question.subject.name = "u1";
    question.id = std::to_string(random() % 100);
    question.access.action =
        static_cast<policy::ActionId>(1 + random() % (words.action_count() - 1));
    question.access.type = static_cast<policy::TypeId>(random() % words.type_count());
    question.access.id = question.id;
    question.access.resource_properties = &resource;
    question.access.context = &context;
  }
  constexpr std::size_t batch = 64;
  std::vector<double> batches;
  batches.reserve(1 << 20);
  std::size_t at = 0;
  std::size_t allowed = 0;
  for (auto _ : state) {
    const auto start = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < batch; ++i) {
      Question& question = questions[at++ % questions.size()];
      if (shape.by_name) {
        const UserEntry* user = snapshot->find_user_by_external_id(question.external_id);
        question.subject.id = user->id;
        question.subject.entry = user;
      }
      allowed += snapshot->decide(question.subject, question.access, now).allowed() ? 1 : 0;
    }
    const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - start;
    if (batches.size() < batches.capacity()) batches.push_back(took.count() / batch);
  }
  std::ranges::sort(batches);
  state.SetItemsProcessed(static_cast<std::int64_t>(at));
  state.counters["p50_ns"] = batches[batches.size() / 2];
  state.counters["p99_ns"] = batches[batches.size() * 99 / 100];
  state.counters["allowed"] = static_cast<double>(allowed) / static_cast<double>(at);
}

void designed_world(benchmark::State& state) { decide(state, {}); }
BENCHMARK(designed_world)->Iterations(20'000);

void users(benchmark::State& state) {
  decide(state, {.users = static_cast<std::size_t>(state.range(0))});
}
BENCHMARK(users)->Iterations(20'000)->Arg(10)->Arg(10'000)->Arg(100'000)->Arg(1'000'000);

void users_by_name(benchmark::State& state) {
  decide(state, {.users = static_cast<std::size_t>(state.range(0)), .by_name = true});
}
BENCHMARK(users_by_name)->Iterations(20'000)->Arg(1000)->Arg(100'000)->Arg(1'000'000);

void policies(benchmark::State& state) {
  decide(state, {.policies = static_cast<std::size_t>(state.range(0))});
}
BENCHMARK(policies)->Iterations(20'000)->Arg(10)->Arg(1000)->Arg(10'000);

void twenty_by_twenty_with_conditions(benchmark::State& state) {
  decide(
      state,
      {.policies = 20, .statements = 20, .groups = 1, .policies_a_user = 20, .conditions = true});
}
BENCHMARK(twenty_by_twenty_with_conditions)->Iterations(20'000);

void a_hundred_policies_on_each_user(benchmark::State& state) {
  decide(state, {.policies_a_user = 100});
}
BENCHMARK(a_hundred_policies_on_each_user)->Iterations(20'000);

void load(benchmark::State& state) {
  const OrganizationData data = Maker({.users = static_cast<std::size_t>(state.range(0))}).make();
  std::size_t names = 0;
  for (const auto& user : data.users)
    names += user.email.size() + user.user_name.size() + user.external_id.size();
  for (auto _ : state) {
    const auto before = mallinfo2().uordblks;
    const auto snapshot = Snapshot::build(data);
    const auto after = mallinfo2().uordblks;
    state.counters["bytes_a_user_beyond_names"] =
        static_cast<double>(after - before - names) / static_cast<double>(data.users.size());
    state.counters["reported_bytes_a_user"] =
        static_cast<double>(snapshot->memory_bytes()) / static_cast<double>(data.users.size());
  }
}
BENCHMARK(load)->Iterations(2)->Arg(100'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

void change_one_user(benchmark::State& state) {
  const OrganizationData data = Maker({.users = 100'000}).make();
  auto snapshot = Snapshot::build(data);
  std::size_t at = 0;
  for (auto _ : state) {
    UserData user = data.users[at++ * 7919 % data.users.size()];
    user.active = at % 2 == 0;
    snapshot = snapshot->with_user(user);
  }
}
BENCHMARK(change_one_user)->Iterations(2000)->Unit(benchmark::kMicrosecond);

void change_one_membership(benchmark::State& state) {
  const OrganizationData data = Maker({.users = 100'000}).make();
  auto snapshot = Snapshot::build(data);
  std::size_t at = 0;
  for (auto _ : state) {
    const auto& user = data.users[at++ * 7919 % data.users.size()];
    snapshot =
        snapshot->with_group_item(data.groups[at % data.groups.size()].id, to_string(user.id));
  }
}
BENCHMARK(change_one_membership)->Iterations(2000)->Unit(benchmark::kMicrosecond);

void change_one_policy(benchmark::State& state) {
  const OrganizationData data = Maker({.users = 100'000}).make();
  auto snapshot = Snapshot::build(data);
  std::size_t at = 0;
  for (auto _ : state) snapshot = snapshot->with_policy(data.policies[at++ % data.policies.size()]);
}
BENCHMARK(change_one_policy)->Iterations(2000)->Unit(benchmark::kMicrosecond);

// Each from the same snapshot: its members are a twenty-fifth of all users.
void remove_one_group(benchmark::State& state) {
  const OrganizationData data = Maker({.users = 100'000}).make();
  const auto snapshot = Snapshot::build(data);
  std::size_t at = 0;
  for (auto _ : state)
    benchmark::DoNotOptimize(snapshot->without_group(data.groups[at++ % data.groups.size()].id));
}
BENCHMARK(remove_one_group)->Iterations(50)->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
