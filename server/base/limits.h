// Every limit of the program in one place, with its reason. Source unless said otherwise: the
// parameters table in docs/security.md.
#pragma once

#include <chrono>
#include <cstddef>

namespace gatehouse::limits {

using namespace std::chrono_literals;

// HTTP: what one request may cost before we know who sent it.
inline constexpr std::size_t header_bytes = 8 * 1024;
inline constexpr std::size_t header_fields = 64;
inline constexpr std::size_t request_id_bytes = 512;  // a longer X-Request-ID is not taken over
inline constexpr std::size_t target_bytes = 2 * 1024;
inline constexpr std::size_t body_bytes = 256 * 1024;
inline constexpr std::size_t requests_per_connection_pipelined = 100;
inline constexpr auto header_deadline = 10s;
inline constexpr auto body_bytes_per_second = 1024;  // slower senders are cut
inline constexpr auto request_deadline = 30s;
inline constexpr auto keep_alive_idle = 60s;
inline constexpr auto drain_deadline = 10s;  // after SIGTERM

// JSON: bounds that keep parsing linear.
inline constexpr std::size_t json_depth = 32;
inline constexpr std::size_t json_keys_per_object = 1000;
inline constexpr std::size_t json_values = 10'000;

// Registered resources are kept in memory, in the directory.
inline constexpr std::size_t resources = 100'000;  // of an organization
inline constexpr std::size_t resource_properties_bytes = 2048;

// AuthZEN: policies decide what a question costs, so time is counted, not questions. A batch that
// takes longer than the first leaves the I/O thread, whose other requests wait; an organization
// where one question took as long as the second stays away from it for the third.
inline constexpr auto evaluations_at_once = 2ms;
inline constexpr auto evaluation_is_slow = 10ms;
inline constexpr auto evaluation_slow_for = 1s;
inline constexpr auto evaluations_time = 2s;  // then 503: ask fewer at once

// Paging: m3ter's maxima.
inline constexpr int page_size = 200;
inline constexpr int page_size_groups = 100;

// Credentials.
inline constexpr auto token_lifetime = 18'000s;  // m3ter, section 4
inline constexpr auto session_idle = 30min;
inline constexpr auto session_absolute = 12h;
inline constexpr auto step_up_age = 10min;  // N-050: older sign-ins confirm the password
inline constexpr auto reset_lifetime = 30min;
inline constexpr auto temporary_password_lifetime = std::chrono::days{30};  // first seed
inline constexpr auto invitation_lifetime = std::chrono::days{30};          // m3ter, 8.6
inline constexpr std::size_t password_characters_min = 15;  // NIST SP 800-63B-4 3.1.1.2
inline constexpr std::size_t password_bytes_max = 1024;     // refused before hashing
inline constexpr int sign_in_failures = 10;                 // per account in the window
inline constexpr auto sign_in_window = 15min;
inline constexpr std::size_t hashing_queue = 64;  // further sign-ins get 503

}  // namespace gatehouse::limits
