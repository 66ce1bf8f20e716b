// What the outside can ask, declared once. An endpoint is an input struct whose fields() say where
// each member comes from, a handler `Out f(Context&, const In&)`, and one entry made by
// endpoint<f>. Routing, validation, authorization, audit, the OpenAPI document and the generated
// tests follow.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "api/bind.h"
#include "base/codec.h"
#include "http/message.h"
#include "model/audited.h"

namespace gatehouse::api {

class Context;

/// Who may call an endpoint. There is no default: every endpoint says.
struct Access {
  enum class Kind : std::uint8_t { anyone, session, part_of_organization, permission };
  Kind kind;
  std::string action;    ///< `config:update`
  std::string resource;  ///< `config:user/item/{id}`: placeholders are path parameters

  /// No credentials needed.
  static Access anyone() { return {Kind::anyone, "", ""}; }
  /// A signed-in person, also one who must still choose a password.
  static Access session() { return {Kind::session, "", ""}; }
  /// Any active user or service user of the organization in the path.
  static Access part_of_organization() { return {Kind::part_of_organization, "", ""}; }
  /// Those whose statements allow it.
  static Access permission(std::string action, std::string resource) {
    return {Kind::permission, std::move(action), std::move(resource)};
  }
};

/// What an endpoint says about itself.
struct Declaration {
  http::Method method;
  std::string path;  ///< below /api, `/organizations/{organizationId}/users/{id}`
  Access access;
  std::string summary;
  std::string operation;      ///< `user.create`: operation id and action of the audit event
  bool is_read = false;       ///< a POST that changes nothing: no lock, no audit event
  bool is_kept = false;       ///< a GET whose answer depends on the caller and the data alone
  bool accepts_form = false;  ///< also `application/x-www-form-urlencoded`
  bool is_sensitive = false;  ///< gives rights or a way in: a session must be confirmed recently
};

/// One parameter, for the OpenAPI document.
struct Parameter {
  std::string name;
  Place place;
  std::string doc;
  bool is_required;
  JsonObject schema;
};

struct Endpoint : Declaration {
  std::function<std::string(Context&, const RawInput&)> call;  ///< the body of the answer
  std::function<std::vector<Parameter>(SchemaSet&)> parameters;
  std::function<JsonObject(SchemaSet&)> input_schema;   ///< of the body; empty: no body
  std::function<JsonObject(SchemaSet&)> output_schema;  ///< empty: no body

  bool writes() const { return method != http::Method::get && !is_read; }
};

/// Answered without a body.
struct NoContent {};

template <class T>
struct IsPage : std::false_type {};
template <class T>
struct IsPage<Page<T>> : std::true_type {
  using Item = T;
};

/// The body of the answer.
template <class Out>
std::string to_answer(const Out& out) {
  std::string text;
  if constexpr (std::is_same_v<Out, NoContent>) {
  } else if constexpr (IsPage<Out>::value) {
    text += "{\"data\":";
    codec::append(text, out.data);
    text += ",\"nextToken\":";
    codec::append(text, out.next_token.empty() ? std::nullopt : std::optional(out.next_token));
    if (out.total) text += ",\"total\":" + std::to_string(*out.total);
    text += '}';
  } else {
    codec::append(text, out);
  }
  return text;
}

template <class Out>
JsonObject answer_schema(SchemaSet& named) {
  if constexpr (IsPage<Out>::value) {
    return {
        {"type", "object"},
        {"required", JsonArray{"data", "nextToken"}},
        {"properties",
         JsonObject{{"data", codec::schema_of<decltype(Out::data)>(named)},
                    {"nextToken", JsonObject{{"type", JsonArray{"string", "null"}},
                                             {"description", "Null on the last page."}}},
                    {"total", JsonObject{{"type", "integer"},
                                         {"description", "With `count=true`: all matches."}}}}}};
  } else {
    return codec::schema_of<Out>(named);
  }
}

template <class In>
std::vector<Parameter> parameters_of(SchemaSet& named) {
  std::vector<Parameter> parameters;
  const auto add = [&]<class S, class M, class L>(const Field<S, M, L>& f) {
    if (f.place == Place::body) return;
    JsonObject schema;
    if constexpr (codec::IsOptional<M>::value)
      schema = codec::schema_of<typename M::value_type>(named);
    else
      schema = codec::schema_of<M>(named);
    codec::add_limit(schema, f.limit, false);
    parameters.push_back({f.name, f.place, f.doc,
                          f.place == Place::path || !codec::IsOptional<M>::value,
                          std::move(schema)});
  };
  std::apply([&](const auto&... f) { (add(f), ...); }, In::fields());
  return parameters;
}

template <class In>
constexpr bool has_body() {
  return std::apply([](const auto&... f) { return ((f.place == Place::body) || ...); },
                    In::fields());
}

template <class Function>
struct Signature;
template <class Out_, class In_>
struct Signature<Out_ (*)(Context&, const In_&)> {
  using Out = Out_;
  using In = In_;
};

template <auto handler>
Endpoint endpoint(Declaration declaration) {
  using In = typename Signature<decltype(handler)>::In;
  using Out = typename Signature<decltype(handler)>::Out;
  Endpoint e;
  static_cast<Declaration&>(e) = std::move(declaration);
  e.call = [](Context& context, const RawInput& raw) {
    return to_answer(handler(context, bind<In>(raw)));
  };
  e.parameters = parameters_of<In>;
  if constexpr (has_body<In>()) e.input_schema = codec::object_schema<In>;
  if constexpr (!std::is_same_v<Out, NoContent>) e.output_schema = answer_schema<Out>;
  return e;
}

}  // namespace gatehouse::api
