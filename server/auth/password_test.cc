#include "auth/password.h"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <set>
#include <thread>

#include "base/crypto.h"
#include "base/failure.h"
#include "base/limits.h"

namespace gatehouse::auth {
namespace {

// Empty when the password is accepted.
std::string refusal(const std::string& password, const std::vector<std::string>& words = {}) {
  try {
    accept_password(password, words, "password");
    return "";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.code, Code::invalid_input);
    EXPECT_EQ(failure.field, "password");
    EXPECT_EQ(failure.message.find(password), std::string::npos) << "never repeated";
    return failure.message;
  }
}

TEST(Password, any_long_unusual_text_is_accepted_whatever_its_characters) {
  for (const char* good :
       {"tuesday giraffe harbour", "äöüß ÄÖÜ çéñ 漢字かな", "7391 4826 5502 9917 3",
        "qX7!qX8?qX9#qX1$z", "😀 three hearts and a moon"})
    EXPECT_EQ(refusal(good), "") << good;
}

TEST(Password, length_is_counted_in_characters_from_15) {
  EXPECT_NE(refusal("tuesday giraff"), "");
  EXPECT_EQ(refusal("tuesday giraffe"), "");
  EXPECT_NE(refusal("äöüxäzüñéçâêîø"), "") << "14 characters are more bytes";
  std::string long_one;
  while (long_one.size() + 9 <= limits::password_bytes_max)
    long_one += "w" + std::to_string(10'000'000 + long_one.size() * 7919);
  EXPECT_EQ(refusal(long_one), "");
  EXPECT_NE(refusal(long_one + std::string(20, '!')), "");
}

TEST(Password, repetition_and_runs_of_the_keyboard_are_refused) {
  for (const char* bad : {"aaaaaaaaaaaaaaaaaaaa", "abababababababababab", "abcdabcdabcdabcdabcd",
                          "abcdefghijklmnopqrst", "tsrqponmlkjihgfedcba", "01234567890123456789",
                          "QWERTYUIOPASDFGHJKL"})
    EXPECT_NE(refusal(bad), "") << bad;
}

TEST(Password, well_known_ones_are_refused_alone_and_joined) {
  for (const char* bad : {"passwordpassword", "PASSWORDpassword1", "passwordqwerty123"})
    EXPECT_NE(refusal(bad), "") << bad;
}

TEST(Password, what_others_know_of_the_person_is_refused) {
  const std::vector<std::string> words{"Grace", "Hopper", "grace.hopper@northwind.example",
                                       "Northwind Metering"};
  for (const char* bad : {"grace.hopper@northwind.example", "GraceHopperNorthwind",
                          "Northwind-Metering-1", "gatehouse-northwind-2026"})
    EXPECT_NE(refusal(bad, words), "") << bad;
  EXPECT_EQ(refusal("grace walks along the canal", words), "");
}

TEST(Password, spellings_of_the_same_text_are_one_password) {
  EXPECT_EQ(prepare_password("e\u0301clair"), prepare_password("\u00e9clair"));
  EXPECT_EQ(prepare_password("two\u00a0words\u3000here"), "two words here");
  EXPECT_EQ(prepare_password("Case and  spaces stay "), "Case and  spaces stay ");
}

class Hashing : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { init_crypto(); }
};

TEST_F(Hashing, a_hash_is_of_its_password_and_of_no_other) {
  PasswordHasher hasher(1);
  const std::string hash = hasher.hash("tuesday giraffe harbour");
  EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << hash;
  EXPECT_TRUE(hasher.verify(hash, "tuesday giraffe harbour"));
  EXPECT_FALSE(hasher.verify(hash, "tuesday giraffe harbouR"));
  EXPECT_FALSE(hasher.verify(hash, ""));
  EXPECT_FALSE(hasher.verify("", "tuesday giraffe harbour"));
  EXPECT_NE(hasher.hash("tuesday giraffe harbour"), hash) << "salted";
}

TEST_F(Hashing, weaker_parameters_are_told_apart) {
  EXPECT_FALSE(PasswordHasher::is_outdated(PasswordHasher(1).hash("x")));
  EXPECT_TRUE(
      PasswordHasher::is_outdated("$argon2id$v=19$m=8192,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA$"
                                  "aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g"));
}

TEST_F(Hashing, who_comes_when_the_queue_is_full_is_told_to_come_again) {
  constexpr int people = 120;  // the queue takes 64, one is served
  PasswordHasher hasher(1);
  std::atomic<int> served = 0, refused = 0;
  {
    std::latch all_here(people);
    std::vector<std::jthread> threads;
    for (int i = 0; i < people; ++i)
      threads.emplace_back([&] {
        all_here.arrive_and_wait();
        try {
          hasher.hash("x");
          ++served;
        } catch (const Failure& failure) {
          EXPECT_EQ(failure.code, Code::unavailable);
          EXPECT_GT(failure.retry_after_seconds, 0);
          ++refused;
        }
      });
  }
  EXPECT_EQ(served + refused, people);
  EXPECT_GE(served, static_cast<int>(limits::hashing_queue));
  EXPECT_GT(refused, 0);
  EXPECT_NO_THROW(hasher.hash("x")) << "afterwards there is room again";
}

TEST_F(Hashing, a_temporary_password_is_easy_to_type_and_never_the_same) {
  std::set<std::string> seen;
  for (int i = 0; i < 50; ++i) {
    const std::string password = make_temporary_password();
    EXPECT_EQ(password.size(), 24u + 3u) << "four groups of six";
    EXPECT_EQ(password.find_first_of("0O1lIi"), std::string::npos) << password;
    seen.insert(password);
  }
  EXPECT_EQ(seen.size(), 50u);
}

}  // namespace
}  // namespace gatehouse::auth
