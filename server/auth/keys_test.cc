#include "auth/keys.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "base/crypto.h"

namespace gatehouse::auth {
namespace {

class KeysTest : public ::testing::Test {
 protected:
  void SetUp() override {
    init_crypto();
    std::string pattern =
        (std::filesystem::temp_directory_path() / "gatehouse-keys-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    path = folder_ + "/secret.key";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  void put(const std::string& text) {
    std::ofstream(path) << text;
    chmod(path.c_str(), 0600);
  }
  std::string path;

 private:
  std::string folder_;
};

TEST_F(KeysTest, a_missing_key_is_made_once_for_the_owner_alone) {
  const std::string made = load_or_create_master_key(path);
  EXPECT_EQ(made.size(), 32u);
  EXPECT_EQ(load_or_create_master_key(path), made);
  struct stat info{};
  ASSERT_EQ(stat(path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
}

TEST_F(KeysTest, a_key_that_others_can_read_is_refused) {
  load_or_create_master_key(path);
  for (const mode_t mode : {0640u, 0604u, 0660u}) {
    chmod(path.c_str(), mode);
    EXPECT_THROW(load_or_create_master_key(path), std::runtime_error) << mode;
  }
}

TEST_F(KeysTest, a_file_that_holds_no_key_is_refused_and_left_alone) {
  for (const std::string& text :
       {std::string(), std::string("short"), std::string(43, '*'),
        to_base64url(std::string(31, 'k')), to_base64url(std::string(33, 'k'))}) {
    put(text);
    EXPECT_THROW(load_or_create_master_key(path), std::runtime_error) << text;
    EXPECT_EQ(std::filesystem::file_size(path), text.size());
  }
}

TEST_F(KeysTest, a_folder_that_cannot_be_written_is_told) {
  EXPECT_THROW(load_or_create_master_key(path + "/below/secret.key"), std::runtime_error);
}

TEST_F(KeysTest, each_purpose_has_a_key_of_its_own_that_follows_from_the_master) {
  const Keys keys = Keys::derive(std::string(32, 'k'));
  const std::set<std::string> all{keys.token, keys.csrf, keys.page, keys.idempotency, keys.mail};
  EXPECT_EQ(all.size(), 5u);
  EXPECT_EQ(Keys::derive(std::string(32, 'k')).token, keys.token);
  EXPECT_NE(Keys::derive(std::string(32, 'j')).token, keys.token);
}

}  // namespace
}  // namespace gatehouse::auth
