// Users, as administrators see and change them.
#include "store/users.h"

#include "api/context.h"
#include "api/endpoints.h"
#include "api/mails.h"
#include "api/membership.h"
#include "api/rights.h"
#include "base/email.h"
#include "base/text.h"
#include "model/resource_group.h"
#include "policy/statement.h"
#include "store/accounts.h"
#include "store/organizations.h"
#include "store/permission_policies.h"
#include "store/resource_groups.h"

namespace gatehouse::api {
namespace {

constexpr int kResendsOfUser = 3;            // an hour
constexpr int kResendsOfAdministrator = 20;  // an hour
constexpr auto kResendWindow = std::chrono::hours{1};

enum class Sort : std::uint8_t {
  by_name,
  name_down,
  email,
  email_down,
  created,
  created_down,
  end,
  end_down
};

}  // namespace
}  // namespace gatehouse::api

template <>
struct gatehouse::EnumNames<gatehouse::api::Sort> {
  static constexpr bool ignore_case = false;
  static constexpr std::array names{std::pair{gatehouse::api::Sort::by_name, "name"},
                                    std::pair{gatehouse::api::Sort::name_down, "-name"},
                                    std::pair{gatehouse::api::Sort::email, "email"},
                                    std::pair{gatehouse::api::Sort::email_down, "-email"},
                                    std::pair{gatehouse::api::Sort::created, "created"},
                                    std::pair{gatehouse::api::Sort::created_down, "-created"},
                                    std::pair{gatehouse::api::Sort::end, "endAccess"},
                                    std::pair{gatehouse::api::Sort::end_down, "-endAccess"}};
};

namespace gatehouse::api {
namespace {

struct ListUsers : Paging {
  OrganizationId organization_id;
  std::optional<std::string> ids;
  std::optional<std::string> text;
  std::optional<UserStatus> status;
  std::optional<Timestamp> ends_before;
  std::optional<Sort> sort;
  static constexpr auto fields() {
    return std::tuple_cat(
        std::tuple{
            path("organizationId", &ListUsers::organization_id),
            query("ids", &ListUsers::ids, "Only these, separated by commas.", Length{0, 7600}),
            query("q", &ListUsers::text, "Part of name, user name, e-mail address or id.",
                  Length{0, 200}),
            query("status", &ListUsers::status, "Effective status."),
            query("endsBefore", &ListUsers::ends_before,
                  "Only those whose access ends, and before this."),
            query("sort", &ListUsers::sort, "Order; newest first when left out."),
        },
        paging_fields<limits::page_size>());
  }
};

directory::UserFilter filter_of(const ListUsers& in) {
  using directory::UserSort;
  directory::UserFilter filter{
      .text = in.text.value_or(""), .status = in.status, .ends_before = in.ends_before};
  switch (in.sort.value_or(Sort::created_down)) {
    case Sort::by_name:
    case Sort::name_down:
      filter.sort = UserSort::name;
      break;
    case Sort::email:
    case Sort::email_down:
      filter.sort = UserSort::email;
      break;
    case Sort::end:
    case Sort::end_down:
      filter.sort = UserSort::end_access;
      break;
    case Sort::created:
    case Sort::created_down:
      break;
  }
  filter.is_descending = codec::enum_name(in.sort.value_or(Sort::created_down)).starts_with('-');
  return filter;
}

// Newest first, each once.
std::vector<UserId> read_ids(std::string_view text) {
  std::vector<UserId> ids;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(','), text.size());
    const auto id = UserId::parse(text.substr(0, end));
    if (!id) codec::refuse("ids", "a list of ids separated by commas");
    ids.push_back(*id);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  if (ids.size() > limits::page_size) codec::refuse("ids", "at most 200 ids");
  std::ranges::sort(ids, std::ranges::greater());
  ids.erase(std::ranges::unique(ids).begin(), ids.end());
  return ids;
}

// m3ter's `ids`: unknown ones are left out of the answer.
Page<User> find_listed(Context& context, const ListUsers& in) {
  if (in.text || in.status || in.ends_before || in.sort)
    throw Failure(Code::invalid_input, "`ids` goes with no filter and no `sort`", "ids");
  const auto request = context.page(in.page_size, in.next_token, limits::page_size);
  std::vector<User> found;
  for (UserId id : read_ids(*in.ids))
    if (auto user = store::find_user(context.tx(), in.organization_id, id, context.now))
      found.push_back(std::move(*user));
  const auto total = static_cast<std::int64_t>(found.size());
  if (!request.after_id.empty())
    std::erase_if(found, [&](const User& user) { return to_string(user.id) >= request.after_id; });
  auto page = store::to_page(
      std::move(found), request, [](const User&) { return ""; },
      [](const User& user) { return to_string(user.id); });
  if (in.wants_count()) page.total = total;
  return context.sealed(std::move(page));
}

Page<User> list_users(Context& context, const ListUsers& in) {
  if (in.ids && !in.ids->empty()) return find_listed(context, in);
  const directory::UserFilter filter = filter_of(in);
  const auto list = context.services.user_lists.of(in.organization_id);
  auto page = list->page(context.tx(), filter,
                         context.page(in.page_size, in.next_token, limits::page_size), context.now);
  if (in.wants_count()) page.total = list->count(context.tx(), filter, context.now);
  return context.sealed(std::move(page));
}

User found_user(Context& context, OrganizationId organization, UserId id) {
  auto user = store::find_user(context.tx(), organization, id, context.now);
  if (!user) refuse_unknown_id("user");
  return *user;
}

User get_user(Context& context, const OneOf<UserId>& in) {
  User user = found_user(context, in.organization_id, in.id);
  user.created_by_name = store::principal_name(context.tx(), in.organization_id, user.created_by);
  user.modified_by_name = store::principal_name(context.tx(), in.organization_id, user.modified_by);
  return user;
}

struct CreateUser {
  OrganizationId organization_id;
  std::string email;
  std::string first_name;
  std::string last_name;
  std::optional<std::string> contact_number;
  std::optional<std::string> company;
  std::optional<std::string> external_id;
  std::optional<std::vector<PermissionPolicyId>> policy_ids;
  std::optional<std::vector<ResourceGroupId>> group_ids;
  std::optional<Timestamp> end_at;
  std::optional<std::int64_t> version;
  static constexpr auto fields() {
    return std::tuple{
        path("organizationId", &CreateUser::organization_id),
        body("email", &CreateUser::email, "Where the temporary password is sent.", Length{3, 254}),
        body("firstName", &CreateUser::first_name, "First name.", Length{1, 100}),
        body("lastName", &CreateUser::last_name, "Last name.", Length{1, 100}),
        body("contactNumber", &CreateUser::contact_number, "Telephone number.", Length{0, 50}),
        body("company", &CreateUser::company, "May become part of the user name.", property_length),
        body("externalId", &CreateUser::external_id, "Your own id; unique.", Length{1, 255}),
        body("permissionPolicyIds", &CreateUser::policy_ids, "Policies to attach.", Length{0, 50}),
        body("userGroupIds", &CreateUser::group_ids, "User groups to join.", Length{0, 50}),
        body("dtEndAccess", &CreateUser::end_at, "When access ends; left out: never."),
        body("version", &CreateUser::version, "Ignored."),
    };
  }
};

Account account_for(Context& context, const CreateUser& in, const EmailAddress& email) {
  if (auto existing = store::find_account_by_email(context.tx(), email.key)) return *existing;
  Account account{.id = AccountId::generate(context.now),
                  .email = email.display,
                  .email_key = email.key,
                  .first_name = read_required_name(in.first_name, "firstName"),
                  .last_name = read_required_name(in.last_name, "lastName"),
                  .contact_number = in.contact_number.value_or(""),
                  .created_at = context.now};
  store::insert_account(context.tx(), account);
  return account;
}

// Who asks about a user by name must not get another one's answer: AuthZEN's subjects are found by
// external id first.
void require_own_external_id(const Context& context, const std::optional<std::string>& external_id,
                             std::optional<UserId> own) {
  if (!external_id) return;
  const auto snapshot = context.snapshot();
  const auto email = parse_email(*external_id);  // also as people write it
  for (const auto* named : {snapshot->find_user_named(*external_id),
                            snapshot->find_user_by_user_name(to_lower(*external_id)),
                            email ? snapshot->find_user_by_email(email->key) : nullptr})
    if (named && named->id != own)
      throw Failure(Code::already_exists, "another user is known by this name", "externalId");
}

User create_user(Context& context, const CreateUser& in) {
  const auto email = parse_email(in.email);
  if (!email) codec::refuse("email", "an e-mail address");
  require_future(in.end_at, context.now, "dtEndAccess");
  const Grants grants{in.policy_ids.value_or(std::vector<PermissionPolicyId>{}),
                      in.group_ids.value_or(std::vector<ResourceGroupId>{})};
  check_grants(context, grants);
  const auto organization = store::find_organization(context.tx(), in.organization_id);
  require_own_external_id(context, in.external_id, {});
  const Account account = account_for(context, in, *email);
  const User user = join_organization(context, {.organization_id = in.organization_id,
                                                .account = account,
                                                .company = read_property(in.company, "company"),
                                                .external_id = in.external_id,
                                                .end_at = in.end_at,
                                                .grants = grants,
                                                .by = context.actor().id});
  if (!account.has_password)
    issue_temporary_password(context, account, in.organization_id, organization->name);
  else
    write_joined(context, account, in.organization_id, organization->name);
  context.target("user", to_string(user.id), shown_name(user));
  const User created = found_user(context, in.organization_id, user.id);
  context.after(to_json(created));
  return created;
}

struct UpdateUser {
  OrganizationId organization_id;
  UserId id;
  std::int64_t version = 0;
  Patch<Timestamp> end_at;
  std::optional<std::vector<Statement>> statements;
  Patch<std::string> external_id;
  Patch<std::string> full_name;
  Patch<std::string> company;
  Patch<std::string> initials;
  Patch<std::string> title;
  static constexpr auto fields() {
    return std::tuple{
        path("organizationId", &UpdateUser::organization_id),
        path("id", &UpdateUser::id),
        body("version", &UpdateUser::version, "As read."),
        body("dtEndAccess", &UpdateUser::end_at, "When access ends; null: never."),
        body("permissionPolicy", &UpdateUser::statements, "Inline statements.", Length{0, 100}),
        body("externalId", &UpdateUser::external_id, "Your own id; null: none.", Length{1, 255}),
        body("fullName", &UpdateUser::full_name,
             "How others see the name; null: first and last name.", property_length),
        body("company", &UpdateUser::company, "Where the user is employed; null: not said.",
             property_length),
        body("initials", &UpdateUser::initials, "As others see them; null: not said.",
             Length{1, 10}),
        body("title", &UpdateUser::title, "The user's job title; null: not said.", property_length),
    };
  }
};

// Nothing from before may work again after a reactivation, or when an end date that has passed is
// moved on (docs/security.md N-069, N-072).
void end_every_way_in(Context& context, const User& user) {
  store::remove_sessions(context.tx(), user.account_id);
  store::remove_temporary_password(context.tx(), user.account_id);
  store::remove_links(context.tx(), user.account_id);
  context.touched(store::ChangeKind::session, to_string(user.account_id));
}

void apply_property(std::optional<std::string>& property, const Patch<std::string>& in,
                    const char* field) {
  if (in.given)
    property = in.is_null ? std::nullopt : std::optional(read_required_name(in.value, field));
}

void apply_update(Context& context, const UpdateUser& in, User& user) {
  if (in.end_at.given) {
    const std::optional<Timestamp> end =
        in.end_at.is_null ? std::nullopt : std::optional(in.end_at.value);
    if (end != user.end_at) {
      if (context.actor().user_id == user.id)
        throw Failure(Code::permission_denied, "nobody can change their own access end date");
      require_future(end, context.now, "dtEndAccess");
      if (user.end_at && *user.end_at <= context.now) end_every_way_in(context, user);
    }
    user.end_at = end;
  }
  if (in.statements) {
    user.statements = policy::parse_statements(
        to_json(*in.statements), context.snapshot()->vocabulary(), "permissionPolicy", 0);
  }
  if (in.external_id.given) {
    user.external_id = in.external_id.is_null ? std::nullopt : std::optional(in.external_id.value);
    require_own_external_id(context, user.external_id, user.id);
  }
  apply_property(user.full_name, in.full_name, "fullName");
  apply_property(user.company, in.company, "company");
  apply_property(user.initials, in.initials, "initials");
  apply_property(user.title, in.title, "title");
}

User update_user(Context& context, const UpdateUser& in) {
  User user = found_user(context, in.organization_id, in.id);
  context.target("user", to_string(user.id), shown_name(user));
  context.before(to_json(user));
  require_not_stronger(context, directory::Subject::user(user.id));
  if (user.version != in.version) refuse_stale_version();
  apply_update(context, in, user);
  user.modified_at = context.now;
  user.modified_by = context.actor().id;
  if (!store::update_user(context.tx(), user)) refuse_stale_version();
  context.touched(store::ChangeKind::user, to_string(user.id));
  const User updated = found_user(context, in.organization_id, in.id);
  context.after(to_json(updated));
  return updated;
}

User set_active(Context& context, const OneOf<UserId>& in, bool is_active) {
  User user = found_user(context, in.organization_id, in.id);
  context.target("user", to_string(user.id), shown_name(user));
  require_not_stronger(context, directory::Subject::user(user.id));
  if (user.is_active == is_active) return user;
  context.before(JsonObject{{"status", codec::enum_name(user.status)}});
  user.is_active = is_active;
  user.modified_at = context.now;
  user.modified_by = context.actor().id;
  if (!store::update_user(context.tx(), user)) refuse_stale_version();
  context.touched(store::ChangeKind::user, to_string(user.id));
  if (!is_active) end_every_way_in(context, user);
  const User updated = found_user(context, in.organization_id, in.id);
  context.after(JsonObject{{"status", codec::enum_name(updated.status)}});
  return updated;
}

User activate_user(Context& context, const OneOf<UserId>& in) {
  return set_active(context, in, true);
}

User deactivate_user(Context& context, const OneOf<UserId>& in) {
  return set_active(context, in, false);
}

NoContent resend_password(Context& context, const OneOf<UserId>& in) {
  const User user = found_user(context, in.organization_id, in.id);
  context.target("user", to_string(user.id), shown_name(user));
  // First seed: only who holds the Administrator policy may resend; the rule about the stronger
  // says the same for everybody else's rights.
  require_not_stronger(context, directory::Subject::user(user.id));
  if (user.status != UserStatus::active)
    throw Failure(Code::conflict, "this user is not active: activate the user first");
  const auto of_user = store::reserve_attempt(context.tx(), "resend:" + to_string(user.id),
                                              context.now, kResendWindow);
  const auto of_actor = store::reserve_attempt(context.tx(), "resends_by:" + context.actor().id,
                                               context.now, kResendWindow);
  if (of_user > kResendsOfUser || of_actor > kResendsOfAdministrator) {
    Failure failure(Code::too_many_requests,
                    "too many temporary passwords were sent, wait an hour");
    failure.retry_after_seconds = 3600;
    throw failure;
  }
  const auto account = store::find_account(context.tx(), user.account_id);
  const auto organization = store::find_organization(context.tx(), in.organization_id);
  issue_temporary_password(context, *account, in.organization_id, organization->name);
  return {};
}

Page<PermissionPolicy> list_permissions(Context& context, const PageOfOne<UserId>& in) {
  found_user(context, in.organization_id, in.id);
  return context.sealed(store::list_attached_policies(
      context.tx(), in.organization_id, PrincipalType::user, to_string(in.id),
      context.page(in.page_size, in.next_token, limits::page_size)));
}

struct ListUserGroups : PageOfOne<UserId> {
  std::optional<bool> inherited;
  static constexpr auto fields() {
    return std::tuple_cat(PageOfOne<UserId>::fields(),
                          std::tuple{query("inherited", &ListUserGroups::inherited,
                                           "Also the groups that hold these groups.")});
  }
};

Page<ResourceGroup> list_user_groups(Context& context, const ListUserGroups& in) {
  found_user(context, in.organization_id, in.id);
  return context.sealed(store::list_groups_of(
      context.tx(), in.organization_id, to_string(in.id), in.inherited.value_or(false),
      context.page(in.page_size, in.next_token, limits::page_size)));
}

}  // namespace

std::vector<Endpoint> user_endpoints() {
  using enum http::Method;
  const std::string users = "/organizations/{organizationId}/users";
  const std::string user = users + "/{id}";
  return {
      endpoint<list_users>({.method = get,
                            .path = users,
                            .access = Access::permission("config:retrieve", "config:user/*"),
                            .summary = "Users of the organization.",
                            .operation = "user.list"}),
      endpoint<create_user>({.method = post,
                             .path = users,
                             .access = Access::permission("config:create", "config:user/*"),
                             .summary = "Create a user; a temporary password is mailed.",
                             .operation = "user.create",
                             .is_sensitive = true}),
      endpoint<get_user>({.method = get,
                          .path = user,
                          .access = Access::permission("config:retrieve", "config:user/item/{id}"),
                          .summary = "One user.",
                          .operation = "user.get"}),
      endpoint<update_user>(
          {.method = put,
           .path = user,
           .access = Access::permission("config:update", "config:user/item/{id}"),
           .summary = "Change access end date, inline statements, external id, properties.",
           .operation = "user.update",
           .is_sensitive = true}),
      endpoint<activate_user>(
          {.method = post,
           .path = user + "/activate",
           .access = Access::permission("config:update", "config:user/item/{id}"),
           .summary = "Let a deactivated user in again.",
           .operation = "user.activate",
           .is_sensitive = true}),
      endpoint<deactivate_user>(
          {.method = post,
           .path = user + "/deactivate",
           .access = Access::permission("config:update", "config:user/item/{id}"),
           .summary = "Shut a user out at once; the user stays in the organization.",
           .operation = "user.deactivate"}),
      endpoint<resend_password>(
          {.method = put,
           .path = user + "/password/resend",
           .access = Access::permission("config:update", "config:user/item/{id}"),
           .summary = "Mail a new temporary password, good for 30 days.",
           .operation = "user.password.resend",
           .is_sensitive = true}),
      endpoint<list_permissions>(
          {.method = get,
           .path = user + "/permissions",
           .access = Access::permission("config:retrieve", "config:user/item/{id}"),
           .summary = "Permission policies attached to the user itself.",
           .operation = "user.permissions"}),
      endpoint<list_user_groups>(
          {.method = get,
           .path = user + "/usergroups",
           .access = Access::permission("config:retrieve", "config:user/item/{id}"),
           .summary = "User groups of the user.",
           .operation = "user.usergroups"}),
  };
}

}  // namespace gatehouse::api
