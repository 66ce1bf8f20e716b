#include "auth/password.h"

#include <sodium.h>
#include <sys/resource.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <boost/asio/packaged_task.hpp>
#include <boost/asio/post.hpp>
#include <future>
#include <span>

#include "base/crypto.h"
#include "base/embedded.h"
#include "base/failure.h"
#include "base/limits.h"
#include "base/text.h"

namespace gatehouse::auth {

extern const std::span<const EmbeddedFile> embedded_blocklist;

namespace {

constexpr unsigned long long kOperations = 2;      // Argon2's t
constexpr std::size_t kMemory = 19 * 1024 * 1024;  // Argon2's m, in bytes

[[noreturn]] void refuse(const std::string& field, std::string message) {
  throw Failure(Code::invalid_input, std::move(message), field);
}

// The embedded list, lower case, one a line.
struct Blocklist {
  std::vector<std::string_view> sorted;
  std::vector<std::string_view> longest_first;
};

const Blocklist& blocklist() {
  static const Blocklist words = [] {
    std::vector<std::string_view> list;
    std::string_view rest = embedded_blocklist.front().content;
    while (!rest.empty()) {
      const std::size_t end = rest.find('\n');
      if (end > 0) list.push_back(rest.substr(0, end));
      if (end == std::string_view::npos) break;
      rest.remove_prefix(end + 1);
    }
    std::ranges::sort(list);
    Blocklist both{list, list};
    std::ranges::sort(both.longest_first, std::ranges::greater{}, &std::string_view::size);
    return both;
  }();
  return words;
}

// "abcabcabc…": a short piece over and over is no longer than the piece.
bool repeats_itself(std::string_view text) {
  for (std::size_t period = 1; period <= 4 && period < text.size(); ++period) {
    bool is_periodic = true;
    for (std::size_t i = period; i < text.size() && is_periodic; ++i)
      is_periodic = text[i] == text[i - period];
    if (is_periodic) return true;
  }
  return false;
}

bool is_run(std::string_view text) {
  constexpr std::array<std::string_view, 3> runs{
      "01234567890123456789012345678901234567890",
      "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
      "qwertyuiopasdfghjklzxcvbnmqwertyuiopasdfghjklzxcvbnm"};
  const std::string backwards(text.rbegin(), text.rend());
  return std::ranges::any_of(runs, [&](std::string_view run) {
    return run.find(text) != std::string_view::npos ||
           run.find(backwards) != std::string_view::npos;
  });
}

// What is left of the password once every well-known piece is taken out of it.
std::string without(std::string text, std::string_view piece) {
  if (piece.size() < 3) return text;
  for (std::size_t at; (at = text.find(piece)) != std::string::npos;) text.erase(at, piece.size());
  return text;
}

bool is_letter_or_digit(char c) {
  return (c & 0x80) != 0 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

// "Acme Metering" → "acme", "metering": people join the parts as they like.
std::vector<std::string> parts_of(const std::string& lower) {
  std::vector<std::string> parts(1);
  for (char c : lower) {
    if (is_letter_or_digit(c))
      parts.back() += c;
    else if (!parts.back().empty())
      parts.emplace_back();
  }
  return parts;
}

bool is_made_of(const std::string& lower, const std::vector<std::string>& words) {
  constexpr std::size_t enough = 8;  // letters and digits that must remain
  std::string rest = without(lower, "gatehouse");
  for (const std::string& word : words)
    for (const std::string& part : parts_of(to_lower(word))) rest = without(rest, part);
  const bool is_touched = rest.size() < lower.size();
  std::erase_if(rest, [](char c) { return !is_letter_or_digit(c); });
  return is_touched && count_characters(rest) < enough;
}

bool is_well_known(const std::string& lower) {
  if (std::ranges::binary_search(blocklist().sorted, lower)) return true;
  // "password" + "password1": well-known words joined are well known too.
  std::string rest = lower;
  for (std::string_view word : blocklist().longest_first)
    if (word.size() >= 5) rest = without(rest, word);
  return rest.size() <= 3 && lower.size() > rest.size();
}

}  // namespace

std::string prepare_password(std::string_view password) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* nfc = icu::Normalizer2::getNFCInstance(status);
  check(U_SUCCESS(status), "ICU normalization is missing");
  const icu::UnicodeString text =
      nfc->normalize(icu::UnicodeString::fromUTF8(icu::StringPiece(
                         password.data(), static_cast<std::int32_t>(password.size()))),
                     status);
  icu::UnicodeString spaced;
  for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    spaced.append(u_charType(c) == U_SPACE_SEPARATOR ? static_cast<UChar32>(' ') : c);
  }
  std::string prepared;
  spaced.toUTF8String(prepared);
  return prepared;
}

std::string accept_password(std::string_view password, const std::vector<std::string>& words,
                            const std::string& field) {
  if (password.size() > limits::password_bytes_max) refuse(field, "the password is too long");
  const std::string prepared = prepare_password(password);
  if (count_characters(prepared) < limits::password_characters_min)
    refuse(field, "the password needs at least " + std::to_string(limits::password_characters_min) +
                      " characters");
  const std::string lower = to_lower(prepared);
  if (repeats_itself(lower) || is_run(lower))
    refuse(field, "the password repeats itself or follows the keyboard");
  if (is_made_of(lower, words))
    refuse(field, "the password is little more than a name or address that others know");
  if (is_well_known(lower)) refuse(field, "the password is one of those that everybody tries");
  return prepared;
}

// Waits for the result on the caller's thread.
template <class Work>
auto PasswordHasher::run(Work work) {
  constexpr int nice = 10;  // a tenth of what other threads get where there is not enough for all
  if (taken_.fetch_add(1) >= room_) {
    --taken_;
    Failure failure(Code::unavailable, "too many people are signing in, try again");
    failure.retry_after_seconds = 2;
    throw failure;
  }
  auto result = boost::asio::post(pool_, std::packaged_task<decltype(work())()>([&] {
                                    thread_local const int is_set =
                                        setpriority(PRIO_PROCESS, 0, nice);
                                    static_cast<void>(is_set);
                                    return work();
                                  }));
  result.wait();
  --taken_;
  return result.get();
}

std::string PasswordHasher::hash(std::string_view prepared) {
  return run([&] {
    std::string text(crypto_pwhash_STRBYTES, '\0');
    check(crypto_pwhash_str_alg(text.data(), prepared.data(), prepared.size(), kOperations, kMemory,
                                crypto_pwhash_ALG_ARGON2ID13) == 0,
          "Argon2 ran out of memory");
    text.resize(text.find('\0'));
    return text;
  });
}

bool PasswordHasher::verify(std::string_view hash, std::string_view prepared) {
  if (prepared.size() > limits::password_bytes_max) prepared = {};
  if (hash.empty()) {
    this->hash(prepared);
    return false;
  }
  return run([&] {
    return crypto_pwhash_str_verify(std::string(hash).c_str(), prepared.data(), prepared.size()) ==
           0;
  });
}

bool PasswordHasher::is_outdated(std::string_view hash) {
  return crypto_pwhash_str_needs_rehash(std::string(hash).c_str(), kOperations, kMemory) != 0;
}

std::string make_temporary_password() {
  constexpr std::string_view alphabet = "abcdefghjkmnpqrstuvwxyz23456789#";
  static_assert(alphabet.size() == 32);  // 5 bits a character
  const std::string bytes = random_bytes(24);
  std::string password;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i > 0 && i % 6 == 0) password += '-';
    password += alphabet[static_cast<unsigned char>(bytes[i]) % 32];
  }
  return password;
}

}  // namespace gatehouse::auth
