#include "store/applications.h"

#include "base/codec.h"
#include "store/audit_set.h"
#include "store/find.h"

namespace gatehouse::store {
namespace {

constexpr std::string_view kApplication =
    "select organization_id, id, service, name, types, actions, version, created_at, modified_at, "
    "created_by, modified_by from applications ";

// The engines' `like` and `lower` know different letters: both sides get the same treatment.
constexpr std::string_view kContains =
    "where organization_id = $1 and (service like lower($2) escape '\\' or "
    "lower(name) like lower($2) escape '\\')";

std::vector<std::string> words_of(const std::string& text) {
  return codec::read<std::vector<std::string>>(parse_json(text), "");
}

std::string words_text(const std::vector<std::string>& words) { return to_text(to_json(words)); }

RegisteredApplication application_of(const Row& row) {
  RegisteredApplication application;
  application.organization_id = row.id<OrganizationId>(0);
  application.id = row.id<ApplicationId>(1);
  application.service = row.text(2);
  application.name = row.text(3);
  application.types = words_of(row.text(4));
  application.actions = words_of(row.text(5));
  read_audit_set(application, row, 6);
  return application;
}

}  // namespace

bool insert_application(Transaction& tx, const RegisteredApplication& application) {
  return tx.execute(
             "insert into applications (organization_id, id, service, name, types, actions, "
             "version, created_at, modified_at, created_by, modified_by) "
             "values ($1, $2, $3, $4, $5, $6, 1, $7, $8, $9, $10) "
             "on conflict (organization_id, service) do nothing",
             {application.organization_id, application.id, application.service, application.name,
              words_text(application.types), words_text(application.actions),
              application.created_at, application.created_at, application.created_by,
              application.created_by}) == 1;
}

std::optional<RegisteredApplication> find_application(Transaction& tx, OrganizationId organization,
                                                      ApplicationId id) {
  return find_one(tx, kApplication, "where organization_id = $1 and id = $2", {organization, id},
                  application_of);
}

bool update_application(Transaction& tx, const RegisteredApplication& application) {
  return tx.execute(
             "update applications set name = $4, types = $5, actions = $6, version = version + 1, "
             "modified_at = $7, modified_by = $8 "
             "where organization_id = $1 and id = $2 and version = $3",
             {application.organization_id, application.id, application.version, application.name,
              words_text(application.types), words_text(application.actions),
              application.modified_at, application.modified_by}) == 1;
}

void remove_application(Transaction& tx, const RegisteredApplication& application) {
  tx.execute(
      "delete from principal_permissions where organization_id = $1 and "
      "principal_type = 'ANYSUBJECT' and principal_id = $2",
      {application.organization_id, application.service});
  tx.execute("delete from applications where organization_id = $1 and id = $2",
             {application.organization_id, application.id});
}

Page<RegisteredApplication> list_applications(Transaction& tx, OrganizationId organization,
                                              std::string_view text, const PageRequest& page) {
  std::vector<RegisteredApplication> applications;
  for (const Row& row : tx.query(
           std::string(kApplication) + std::string(kContains) +
               " and ($3 = '' or id < $4) order by id desc limit $5",
           {organization, contains_pattern(text), page.after_id, page.after_id, page.size + 1}))
    applications.push_back(application_of(row));
  return to_page(
      std::move(applications), page, [](const auto&) { return ""; },
      [](const auto& application) { return to_string(application.id); });
}

std::int64_t count_applications(Transaction& tx, OrganizationId organization,
                                std::string_view text) {
  return tx
      .query_one("select count(*) from applications " + std::string(kContains),
                 {organization, contains_pattern(text)})
      ->integer(0);
}

bool has_application(Transaction& tx, OrganizationId organization, std::string_view service) {
  return tx
      .query_one("select 1 from applications where organization_id = $1 and service = $2",
                 {organization, service})
      .has_value();
}

}  // namespace gatehouse::store
