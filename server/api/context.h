// What a handler works with: who calls, when, on which organization, and the one transaction. A
// handler cannot change an organization without its lock, its audit event and a look at the
// resulting state: all three happen here.
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "api/endpoint.h"
#include "api/services.h"
#include "auth/authenticate.h"
#include "directory/snapshot.h"
#include "model/audit_event.h"
#include "store/directory_rows.h"
#include "store/page.h"

namespace gatehouse::api {

/// The caller as a member of the organization in the path.
struct Actor {
  ActorType type = ActorType::anonymous;
  std::string id;  ///< of the user or service user
  std::optional<UserId> user_id;
  std::optional<ServiceUserId> service_user_id;

  directory::Subject subject() const;
};

class Context {
 public:
  Context(Services& services, const http::Request& request, const Endpoint& endpoint,
          auth::Principal principal);
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  Services& services;
  const http::Request& request;
  const Endpoint& endpoint;
  const auth::Principal principal;
  const Timestamp now;

  // The organization in the path.

  /// Finds the caller in the organization; Failure(permission_denied) when it has no part in it,
  /// whether it exists or not.
  void enter(OrganizationId organization);
  bool has_organization() const { return organization_.has_value(); }
  OrganizationId organization() const;
  const Actor& actor() const { return actor_; }
  /// Throws Failure(permission_denied) with the reason unless the actor may.
  void require(const std::string& action, const std::string& resource);
  bool may(const std::string& action, const std::string& resource) const;
  directory::SnapshotPointer snapshot() const;

  // The transaction.

  /// Begins on first use. On an endpoint that writes in an organization: locks the organization
  /// and asks again whether the actor may, since that may have changed meanwhile.
  store::Transaction& tx();
  /// For endpoints without an organization in the path: locks one, to change or audit it.
  void lock(OrganizationId organization);
  /// Tells the directory, when this is committed, to read again what was touched.
  void touched(OrganizationId organization, store::ChangeKind kind, std::string target);
  void touched(store::ChangeKind kind, std::string target) {
    touched(organization(), kind, std::move(target));
  }
  /// Runs after a successful commit.
  void after_commit(std::function<void()> act) { after_commit_.push_back(std::move(act)); }

  // The audit event of this request; who, where, when and outcome are known.

  void target(std::string type, std::string id, std::string name);
  void before(Json value) { details_["before"] = std::move(value); }
  void after(Json value) { details_["after"] = std::move(value); }
  void detail(std::string_view name, Json value) { details_[name] = std::move(value); }
  /// Also in an organization that is not in the path.
  void record(OrganizationId organization, AuditEvent event);
  /// Writes and commits an event that no change goes with.
  void audit_alone(AuditEvent event);
  AuditEvent event(Outcome outcome) const;

  // The answer.

  void set_header(std::string name, std::string value) {
    headers_.emplace_back(std::move(name), std::move(value));
  }
  const std::vector<std::pair<std::string, std::string>>& headers() const { return headers_; }
  /// When time alone changes the answer; for endpoints that say `is_kept`.
  Timestamp good_until() const { return good_until_; }
  void is_good_until(Timestamp time) { good_until_ = std::min(good_until_, time); }

  /// Page of a list: size within `size_max`, position unsealed.
  store::PageRequest page(const std::optional<std::int64_t>& size,
                          const std::optional<std::string>& token, int size_max) const;
  /// Seals the position of a page, bound to caller, endpoint and query.
  std::string seal_token(const std::string& position) const;
  template <class T>
  Page<T> sealed(Page<T> page) const {
    if (!page.next_token.empty()) page.next_token = seal_token(page.next_token);
    return page;
  }

  /// Writes the audit event, checks the invariants on the resulting state, commits, publishes.
  void commit();

 private:
  directory::SnapshotPointer known_snapshot(OrganizationId organization) const;
  std::vector<store::DirectoryChange> changes_in(OrganizationId organization) const;
  /// The organization's state as it will be when this is committed.
  directory::SnapshotPointer resulting(OrganizationId organization);
  void authorize_again();
  void forget_credentials(const store::DirectoryChange& change);
  std::string token_context() const;

  std::optional<OrganizationId> organization_;
  Actor actor_;
  directory::SnapshotPointer authorized_on_;  // the snapshot that require() asked
  std::vector<std::pair<std::string, std::string>> required_;
  std::unique_ptr<store::Transaction> tx_;
  std::set<OrganizationId> locked_;
  std::vector<std::pair<OrganizationId, store::DirectoryChange>> changes_;
  std::vector<std::function<void()>> after_commit_;
  std::string target_type_, target_id_, target_name_;
  JsonObject details_;
  std::vector<std::pair<std::string, std::string>> headers_;
  Timestamp good_until_ = Timestamp::max();
};

/// Acts after the answer, in a context and transaction of its own: what would tell by its time who
/// exists.
void run_later(const Context& context, std::function<void(Context&)> act);

}  // namespace gatehouse::api
