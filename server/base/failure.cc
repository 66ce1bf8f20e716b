#include "base/failure.h"

#include <fmt/format.h>

#include <array>
#include <stdexcept>
#include <utility>

namespace gatehouse {
namespace {

struct CodeEntry {
  Code code;
  std::string_view name;
  int status;
};

constexpr std::array kCodes{
    CodeEntry{Code::invalid_json, "invalid_json", 400},
    CodeEntry{Code::invalid_input, "invalid_input", 400},
    CodeEntry{Code::unknown_field, "unknown_field", 400},
    CodeEntry{Code::invalid_cursor, "invalid_cursor", 400},
    CodeEntry{Code::unauthenticated, "unauthenticated", 401},
    CodeEntry{Code::permission_denied, "permission_denied", 403},
    CodeEntry{Code::password_change_required, "password_change_required", 403},
    CodeEntry{Code::step_up_required, "step_up_required", 403},
    CodeEntry{Code::csrf_failed, "csrf_failed", 403},
    CodeEntry{Code::grant_exceeds_own, "grant_exceeds_own", 403},
    CodeEntry{Code::not_found, "not_found", 404},
    CodeEntry{Code::method_not_allowed, "method_not_allowed", 405},
    CodeEntry{Code::request_timeout, "request_timeout", 408},
    CodeEntry{Code::conflict, "conflict", 409},
    CodeEntry{Code::already_exists, "already_exists", 409},
    CodeEntry{Code::stale_version, "stale_version", 409},
    CodeEntry{Code::last_administrator, "last_administrator", 409},
    CodeEntry{Code::gone, "gone", 410},
    CodeEntry{Code::payload_too_large, "payload_too_large", 413},
    CodeEntry{Code::unsupported_media_type, "unsupported_media_type", 415},
    CodeEntry{Code::idempotency_mismatch, "idempotency_mismatch", 422},
    CodeEntry{Code::header_too_large, "header_too_large", 431},
    CodeEntry{Code::too_many_requests, "too_many_requests", 429},
    CodeEntry{Code::internal, "internal", 500},
    CodeEntry{Code::not_implemented, "not_implemented", 501},
    CodeEntry{Code::unavailable, "unavailable", 503},
    CodeEntry{Code::storage_full, "storage_full", 503},
    CodeEntry{Code::outcome_unknown, "outcome_unknown", 503},
};

const CodeEntry& entry_of(Code code) {
  for (const CodeEntry& entry : kCodes)
    if (entry.code == code) return entry;
  std::unreachable();
}

}  // namespace

std::string_view to_string(Code code) { return entry_of(code).name; }

int status_of(Code code) { return entry_of(code).status; }

Failure::Failure(Code failure_code, std::string failure_message, std::string failure_field)
    : code(failure_code), message(std::move(failure_message)), field(std::move(failure_field)) {}

void check(bool condition, std::string_view what, std::source_location where) {
  if (!condition)
    throw std::logic_error(fmt::format("{} ({}:{})", what, where.file_name(), where.line()));
}

}  // namespace gatehouse
