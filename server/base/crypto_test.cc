#include "base/crypto.h"

#include <gtest/gtest.h>

#include <set>

namespace gatehouse {
namespace {

class Crypto : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { init_crypto(); }
  const std::string key = std::string(32, 'k');
};

TEST_F(Crypto, sha256_agrees_with_the_standard) {  // FIPS 180-4, examples "" and "abc"
  EXPECT_EQ(to_hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(to_hex(sha256("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_F(Crypto, hexadecimal_comes_back) {
  const std::string bytes("\x00\x7f\x80\xff", 4);
  EXPECT_EQ(to_hex(bytes), "007f80ff");
  EXPECT_EQ(from_hex("007f80ff"), bytes);
}

TEST_F(Crypto, base64_agrees_with_rfc_4648_section_10) {
  const std::pair<const char*, const char*> examples[] = {
      {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}, {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, encoded] : examples) {
    EXPECT_EQ(to_base64(plain), encoded);
    std::string back;
    EXPECT_TRUE(from_base64(encoded, back));
    EXPECT_EQ(back, plain);
    std::string unpadded = encoded;
    unpadded.erase(std::min(unpadded.find('='), unpadded.size()));
    EXPECT_EQ(to_base64url(plain), unpadded);
    EXPECT_EQ(from_base64url(unpadded), plain);
  }
  EXPECT_EQ(to_base64url("\xfb\xff"), "-_8");
}

TEST_F(Crypto, base64_that_is_not_canonical_is_refused) {
  std::string bytes;
  for (const char* text : {"Zg", "Zg=", "Zh==", "Zg==\n", "Z g==", "Zm9v=", "-_8="})
    EXPECT_FALSE(from_base64(text, bytes)) << text;
  for (const char* text : {"Zg==", "Zh", "+/8", "Zm9vYg\n", "Z"})
    EXPECT_EQ(from_base64url(text), "") << text;
}

TEST_F(Crypto, random_bytes_are_as_many_as_asked_for_and_never_the_same) {
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) {
    const std::string bytes = random_bytes(16);
    EXPECT_EQ(bytes.size(), 16u);
    seen.insert(bytes);
  }
  EXPECT_EQ(seen.size(), 100u);
}

TEST_F(Crypto, comparison_knows_equal_from_different) {
  EXPECT_TRUE(equal_constant_time("secret", "secret"));
  EXPECT_FALSE(equal_constant_time("secret", "secreT"));
  EXPECT_FALSE(equal_constant_time("secret", "secre"));
  EXPECT_FALSE(equal_constant_time("", "s"));
}

TEST_F(Crypto, a_mac_depends_on_the_key_and_on_every_byte) {
  EXPECT_EQ(mac(key, "message").size(), 32u);
  EXPECT_EQ(mac(key, "message"), mac(key, "message"));
  EXPECT_NE(mac(key, "message"), mac(key, "messagE"));
  EXPECT_NE(mac(key, "message"), mac(std::string(32, 'j'), "message"));
}

TEST_F(Crypto, what_is_sealed_opens_with_its_key_and_context_only) {
  const std::string sealed = seal(key, "plain", "context");
  EXPECT_EQ(unseal(key, sealed, "context"), "plain");
  EXPECT_NE(seal(key, "plain", "context"), sealed) << "equal texts do not show";
  EXPECT_FALSE(unseal(key, sealed, "other"));
  EXPECT_FALSE(unseal(std::string(32, 'j'), sealed, "context"));
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    std::string altered = sealed;
    altered[i] = static_cast<char>(altered[i] ^ 1);
    EXPECT_FALSE(unseal(key, altered, "context")) << i;
    EXPECT_FALSE(unseal(key, sealed.substr(0, i), "context")) << i;
  }
}

}  // namespace
}  // namespace gatehouse
