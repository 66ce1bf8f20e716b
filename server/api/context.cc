#include "api/context.h"

#include <algorithm>

#include "api/rights.h"
#include "audit/trail.h"
#include "base/crypto.h"
#include "directory/loader.h"
#include "policy/grant.h"
#include "store/organizations.h"
#include "store/users.h"

namespace gatehouse::api {
namespace {

[[noreturn]] void refuse(const std::string& action, const std::string& resource,
                         std::string_view outcome) {
  Failure failure(Code::permission_denied, "you are not allowed to do this: it needs `" + action +
                                               "` on `" + resource + "`");
  failure.reason = {{"action", action}, {"resource", resource}, {"outcome", std::string(outcome)}};
  throw failure;
}

[[noreturn]] void refuse_organization() {
  throw Failure(Code::permission_denied, "you have no access to this organization");
}

bool concerns_administrators(const store::DirectoryChange& change,
                             const directory::Snapshot& before) {
  switch (change.kind) {
    case store::ChangeKind::user: {
      const auto id = UserId::parse(change.target);
      return id && before.find_user(*id) &&
             policy::is_administrator(before.statements_of(directory::Subject::user(*id)));
    }
    case store::ChangeKind::group:
    case store::ChangeKind::group_item:
    case store::ChangeKind::policy:
    case store::ChangeKind::application:
    case store::ChangeKind::attachment:
      return true;
    default:
      return false;
  }
}

// Deactivated and ended members are out: told apart from a stranger only by the message.
void refuse_ended(const directory::Snapshot& snapshot, const Actor& actor, Timestamp now) {
  const auto standing = snapshot.decide(actor.subject(), "config:retrieve", "config:user/*", now);
  switch (standing.cause) {
    case policy::Cause::inactive:
    case policy::Cause::ended:
    case policy::Cause::unknown_subject:
      throw Failure(Code::unauthenticated, "your access to this organization has ended");
    default:
      break;
  }
}

}  // namespace

directory::Subject Actor::subject() const {
  if (user_id) return directory::Subject::user(*user_id);
  check(service_user_id.has_value(), "nobody is acting");
  return directory::Subject::service_user(*service_user_id);
}

Context::Context(Services& all, const http::Request& asked, const Endpoint& chosen,
                 auth::Principal caller)
    : services(all),
      request(asked),
      endpoint(chosen),
      principal(std::move(caller)),
      now(all.clock.now()) {}

OrganizationId Context::organization() const {
  check(organization_.has_value(), "the path names no organization");
  return *organization_;
}

// An organization that does not exist is refused like one that the caller is no part of.
directory::SnapshotPointer Context::known_snapshot(OrganizationId organization) const {
  try {
    return services.directory.snapshot(organization);
  } catch (const Failure& failure) {
    if (failure.code == Code::not_found) refuse_organization();
    throw;
  }
}

directory::SnapshotPointer Context::snapshot() const {
  return services.directory.snapshot(organization());
}

void Context::enter(OrganizationId organization) {
  if (principal.kind == auth::PrincipalKind::nobody)
    throw Failure(Code::unauthenticated, "sign in, or send a bearer token");
  const auto snapshot = known_snapshot(organization);
  if (principal.kind == auth::PrincipalKind::service_user) {
    if (principal.organization_id != organization ||
        !snapshot->find_service_user(principal.service_user_id))
      refuse_organization();
    actor_ = {ActorType::service_user,
              to_string(principal.service_user_id),
              {},
              principal.service_user_id};
  } else {
    auto user = services.memberships.find(organization, principal.account_id);
    if (user && !snapshot->find_user(*user)) {
      services.memberships.forget(organization, principal.account_id);
      user = services.memberships.find(organization, principal.account_id);
    }
    if (!user || !snapshot->find_user(*user)) refuse_organization();
    actor_ = {ActorType::user, to_string(*user), *user, {}};
  }
  organization_ = organization;
  refuse_ended(*snapshot, actor_, now);
  authorized_on_ = snapshot;
}

bool Context::may(const std::string& action, const std::string& resource) const {
  return snapshot()->decide(actor_.subject(), action, resource, now).allowed();
}

void Context::require(const std::string& action, const std::string& resource) {
  authorized_on_ = snapshot();
  required_.emplace_back(action, resource);
  const auto decision = authorized_on_->decide(actor_.subject(), action, resource, now);
  if (!decision.allowed()) refuse(action, resource, policy::to_string(decision.outcome));
}

store::Transaction& Context::tx() {
  if (!tx_) {
    tx_ = endpoint.writes() ? services.database.begin_write() : services.database.begin_read();
    if (endpoint.writes() && organization_) lock(*organization_);
  }
  return *tx_;
}

void Context::lock(OrganizationId organization) {
  tx();
  if (locked_.contains(organization)) return;
  if (!store::lock_organization(*tx_, organization)) refuse_organization();
  locked_.insert(organization);
  if (organization_ == organization) authorize_again();
}

// Somebody may have taken the actor's rights between the first question and the lock.
void Context::authorize_again() {
  const auto current = services.directory.snapshot(*organization_);
  if (current == authorized_on_) return;
  refuse_ended(*current, actor_, now);
  for (const auto& [action, resource] : required_) {
    const auto decision = current->decide(actor_.subject(), action, resource, now);
    if (!decision.allowed()) refuse(action, resource, policy::to_string(decision.outcome));
  }
}

void Context::touched(OrganizationId organization, store::ChangeKind kind, std::string target) {
  changes_.emplace_back(organization, store::DirectoryChange{kind, std::move(target)});
}

directory::SnapshotPointer Context::resulting(OrganizationId organization) {
  auto snapshot = services.directory.snapshot(organization);
  for (const auto& change : changes_in(organization))
    snapshot = directory::apply(snapshot, tx(), change);
  return snapshot;
}

std::vector<store::DirectoryChange> Context::changes_in(OrganizationId organization) const {
  std::vector<store::DirectoryChange> changes;
  for (const auto& [where, change] : changes_)
    if (where == organization) changes.push_back(change);
  return changes;
}

void Context::target(std::string type, std::string id, std::string name) {
  target_type_ = std::move(type);
  target_id_ = std::move(id);
  target_name_ = std::move(name);
}

AuditEvent Context::event(Outcome outcome) const {
  return {.id = {},
          .time = now,
          .actor_type = actor_.type,
          .actor_id = actor_.id,
          .actor_name = {},
          .action = endpoint.operation,
          .target_type = target_type_,
          .target_id = target_id_,
          .target_name = target_name_,
          .outcome = outcome,
          .source_address = request.client_address,
          .request_id = request.id,
          .details = details_};
}

void Context::record(OrganizationId organization, AuditEvent event) {
  if (event.actor_name.empty())
    event.actor_name = store::principal_name(tx(), organization, event.actor_id);
  audit::record(tx(), organization, std::move(event));
}

void Context::audit_alone(AuditEvent event) {
  tx_ = services.database.begin_write();
  store::lock_organization(*tx_, organization());
  record(organization(), std::move(event));
  tx_->commit();
  tx_.reset();
}

void run_later(const Context& context, std::function<void(Context&)> act) {
  context.services.later([&services = context.services, request = context.request,
                          &endpoint = context.endpoint, act = std::move(act)] {
    Context later(services, request, endpoint, {});
    act(later);
    later.commit();
  });
}

std::string Context::token_context() const {
  return endpoint.operation + "|" + (organization_ ? to_string(*organization_) : "") + "|" +
         actor_.id + "|" + request.path;
}

// The query apart from where in the list we are: a token must continue the same list.
static std::string without_position(std::string_view query) {
  std::string kept;
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (!pair.starts_with("nextToken=") && !pair.starts_with("pageSize=") &&
        !pair.starts_with("count="))
      kept += std::string(pair) + "&";
  }
  return kept;
}

store::PageRequest Context::page(const std::optional<std::int64_t>& size,
                                 const std::optional<std::string>& token, int size_max) const {
  store::PageRequest page{
      .size = static_cast<int>(size.value_or(size_max)), .after_key = {}, .after_id = {}};
  if (page.size < 1 || page.size > size_max)
    throw Failure(Code::invalid_input,
                  "`pageSize` must be between 1 and " + std::to_string(size_max), "pageSize");
  if (!token || token->empty()) return page;
  const auto position =
      unseal(services.keys.page, *token, token_context() + "|" + without_position(request.query));
  if (!position)
    throw Failure(Code::invalid_cursor, "`nextToken` does not continue this list", "nextToken");
  const std::size_t split = position->rfind('\n');  // a key may hold another one
  page.after_key = position->substr(0, split);
  page.after_id = position->substr(split + 1);
  return page;
}

std::string Context::seal_token(const std::string& position) const {
  return seal(services.keys.page, position,
              token_context() + "|" + without_position(request.query));
}

void Context::forget_credentials(const store::DirectoryChange& change) {
  if (change.kind == store::ChangeKind::access_key)
    services.authenticator.forget_access_key(*AccessKeyId::parse(change.target));
  if (change.kind == store::ChangeKind::session)
    services.authenticator.forget_sessions(*AccountId::parse(change.target));
}

void Context::commit() {
  if (!tx_) return;
  if (!endpoint.writes()) {
    tx_.reset();
    return;
  }
  std::set<OrganizationId> organizations;
  for (const auto& [organization, change] : changes_) organizations.insert(organization);
  std::vector<directory::SnapshotPointer> next;
  for (OrganizationId organization : organizations) {
    const auto before = services.directory.snapshot(organization);
    next.push_back(resulting(organization));
    const auto own = changes_in(organization);
    if (organization == organization_) require_change_within_own(*this, *before, *next.back(), own);
    const bool is_concerned = std::ranges::any_of(
        own, [&](const auto& change) { return concerns_administrators(change, *before); });
    if (is_concerned) require_administrator_left(*tx_, *next.back());
  }
  if (organization_ && locked_.contains(*organization_))
    record(*organization_, event(Outcome::success));
  for (OrganizationId organization : organizations)
    store::insert_directory_changes(*tx_, services.database.engine(), organization,
                                    changes_in(organization), now);
  const auto forget_all_credentials = [&] {
    for (const auto& [organization, change] : changes_) forget_credentials(change);
  };
  std::vector<directory::Directory::Hold> held;
  tx_->commit(
      [&] {
        // No other writer of the organization has begun since `next` was made.
        for (const auto& snapshot : next) held.push_back(services.directory.publish(snapshot));
        forget_all_credentials();
      },
      [&] {  // the next look asks the database
        for (OrganizationId organization : organizations) services.directory.forget(organization);
        forget_all_credentials();
      });
  tx_.reset();
  forget_all_credentials();  // what was read again while the change was published and not stored
  for (const auto& act : after_commit_) act();
}

}  // namespace gatehouse::api
