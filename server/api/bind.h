// From the parts of a request to an input struct: every member read, checked and named in errors.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/codec.h"
#include "http/message.h"

namespace gatehouse::api {

/// The parts of a request that an input struct is read from.
struct RawInput {
  std::map<std::string, std::string> path;
  std::map<std::string, std::string> query;
  JsonObject body;
};

/// Percent-decoded; Failure(invalid_input) for bad escapes, NUL, invalid UTF-8, or a name given
/// twice.
std::map<std::string, std::string> read_query(std::string_view query);
/// Throws Failure(invalid_input) at `field` for broken escapes, NUL, and what is not UTF-8.
std::string decode_percent(std::string_view text, const std::string& field);

/// Whether a Content-Type says `expected`, and nothing but UTF-8 when it names a charset.
bool is_media_type(std::string_view content_type, std::string_view expected);

/// The JSON or form body as an object; empty when there is none. Failure for another media type
/// (unsupported_media_type) or anything but an object.
JsonObject read_body(const http::Request& request, bool accepts_form);

void refuse_unknown_query(const std::map<std::string, std::string>& given,
                          const std::vector<std::string_view>& known);

template <class In, class S, class M, class L>
void bind_member(In& in, const Field<S, M, L>& f, const RawInput& raw, std::size_t& taken) {
  if (f.place == Place::body) {
    codec::read_member(in, f, raw.body, "", taken);
    return;
  }
  const auto& source = f.place == Place::path ? raw.path : raw.query;
  const auto found = source.find(f.name);
  if (found == source.end()) {
    if constexpr (!codec::IsOptional<M>::value)
      throw Failure(Code::invalid_input, "`" + std::string(f.name) + "` is required", f.name);
    return;
  }
  // An id in the path that is no id is just a thing that is not there.
  if constexpr (codec::IsId<M>::value) {
    if (f.place == Place::path) {
      const auto id = M::parse(found->second);
      if (!id) throw Failure(Code::not_found, "there is nothing with this id");
      in.*(f.member) = *id;
      return;
    }
  }
  if constexpr (!codec::IsPatch<M>::value && !codec::IsVector<M>::value) {
    in.*(f.member) = codec::read_text<M>(found->second, f.name);
    codec::check_limits(in.*(f.member), f.limit, f.name);
  }
}

template <class In>
In bind(const RawInput& raw) {
  In in{};
  std::size_t taken = 0;
  std::vector<std::string_view> in_body;
  std::vector<std::string_view> in_query;
  std::apply(
      [&](const auto&... f) {
        ((f.place == Place::body    ? in_body.push_back(f.name)
          : f.place == Place::query ? in_query.push_back(f.name)
                                    : void(),
          bind_member(in, f, raw, taken)),
         ...);
      },
      In::fields());
  if (taken != raw.body.size()) codec::refuse_unknown(raw.body, in_body, "");
  refuse_unknown_query(raw.query, in_query);
  return in;
}

}  // namespace gatehouse::api
