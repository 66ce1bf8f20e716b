// Reading the audit trail.
#include "store/audit_events.h"

#include "api/context.h"
#include "api/endpoints.h"

namespace gatehouse::api {
namespace {

struct ListEvents : Paging {
  OrganizationId organization_id;
  std::optional<std::string> actor;
  std::optional<std::string> target;
  std::optional<std::string> action;
  std::optional<Outcome> outcome;
  std::optional<Timestamp> from;
  std::optional<Timestamp> to;
  std::optional<std::string> user;
  std::optional<std::string> source_address;
  static constexpr auto fields() {
    return std::tuple_cat(
        std::tuple{
            path("organizationId", &ListEvents::organization_id),
            query("actor", &ListEvents::actor, "Id of who did it.", Length{0, 100}),
            query("target", &ListEvents::target, "Id of what it was done to.", Length{0, 200}),
            query("action", &ListEvents::action,
                  "`user.deactivate`, or `user.` for everything about users.", Length{0, 100}),
            query("outcome", &ListEvents::outcome, "Outcome."),
            query("from", &ListEvents::from, "From this time on."),
            query("to", &ListEvents::to, "Before this time."),
            query("user", &ListEvents::user, "Id of who did it or to whom it was done.",
                  Length{0, 100}),
            query("sourceAddress", &ListEvents::source_address, "Network address of the caller.",
                  Length{0, 100}),
        },
        paging_fields<limits::page_size>());
  }
};

Page<AuditEvent> list_events(Context& context, const ListEvents& in) {
  const store::AuditFilter filter{in.actor.value_or(""),
                                  in.target.value_or(""),
                                  in.action.value_or(""),
                                  in.outcome,
                                  in.from,
                                  in.to,
                                  in.user.value_or(""),
                                  in.source_address.value_or("")};
  auto page =
      store::list_audit_events(context.tx(), in.organization_id, filter,
                               context.page(in.page_size, in.next_token, limits::page_size));
  if (in.wants_count())
    page.total = store::count_audit_events(context.tx(), in.organization_id, filter);
  return context.sealed(std::move(page));
}

AuditEvent get_event(Context& context, const OneOf<AuditEventId>& in) {
  const auto event = store::find_audit_event(context.tx(), in.organization_id, in.id);
  if (!event) refuse_unknown_id("audit event");
  return *event;
}

}  // namespace

std::vector<Endpoint> audit_event_endpoints() {
  using enum http::Method;
  return {
      endpoint<list_events>({.method = get,
                             .path = "/organizations/{organizationId}/auditevents",
                             .access = Access::permission("audit:retrieve", "audit:auditevent/*"),
                             .summary = "The audit trail, newest first.",
                             .operation = "auditevent.list"}),
      endpoint<get_event>(
          {.method = get,
           .path = "/organizations/{organizationId}/auditevents/{id}",
           .access = Access::permission("audit:retrieve", "audit:auditevent/item/{id}"),
           .summary = "One audit event.",
           .operation = "auditevent.get"}),
  };
}

}  // namespace gatehouse::api
