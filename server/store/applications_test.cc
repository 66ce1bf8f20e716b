#include "store/applications.h"

#include "testing/rows.h"

namespace gatehouse::store {
namespace {

using namespace testing;

class ApplicationsTest : public TwoOrganizations {
 protected:
  RegisteredApplication make(OrganizationId organization, const std::string& service) const {
    RegisteredApplication application;
    application.id = ApplicationId::generate(now);
    application.organization_id = organization;
    application.service = service;
    application.name = "Application " + service;
    application.types = {"record", "folder"};
    application.actions = {"read"};
    application.created_at = application.modified_at = now;
    application.created_by = application.modified_by = "SYSTEM";
    return application;
  }
  RegisteredApplication add(OrganizationId organization, const std::string& service) {
    const RegisteredApplication application = make(organization, service);
    EXPECT_TRUE(write([&](Transaction& tx) { return insert_application(tx, application); }));
    return application;
  }
  std::optional<RegisteredApplication> find(OrganizationId organization, ApplicationId id) {
    return read([&](Transaction& tx) { return find_application(tx, organization, id); });
  }
};
ON_EVERY_ENGINE(ApplicationsTest);

TEST_P(ApplicationsTest, an_application_reads_back_as_written) {
  const RegisteredApplication written = add(acme, "records");
  const auto found = find(acme, written.id);
  ASSERT_TRUE(found);
  EXPECT_EQ(to_json(*found), to_json(written));
  EXPECT_EQ(found->organization_id, acme);
}

TEST_P(ApplicationsTest, a_service_is_in_an_organization_once) {
  add(acme, "records");
  EXPECT_FALSE(
      write([&](Transaction& tx) { return insert_application(tx, make(acme, "records")); }));
  add(globex, "records");
  read([&](Transaction& tx) {
    EXPECT_TRUE(has_application(tx, acme, "records"));
    EXPECT_FALSE(has_application(tx, acme, "record"));
  });
}

TEST_P(ApplicationsTest, another_organization_neither_finds_nor_changes_it) {
  RegisteredApplication application = add(acme, "records");
  EXPECT_FALSE(find(globex, application.id));
  EXPECT_FALSE(find(acme, ApplicationId::generate(now)));
  EXPECT_FALSE(read([&](Transaction& tx) { return has_application(tx, globex, "records"); }));
  application.organization_id = globex;
  write([&](Transaction& tx) {
    EXPECT_FALSE(update_application(tx, application));
    remove_application(tx, application);
  });
  EXPECT_TRUE(find(acme, application.id));
}

TEST_P(ApplicationsTest, of_several_updates_of_one_version_one_wins) {
  RegisteredApplication application = add(acme, "records");
  application.name = "Archive";
  application.types = {};
  application.actions = {"read", "write"};
  application.modified_at = now + 1s;
  application.modified_by = "changer";
  EXPECT_EQ(winners(5, [&](Transaction& tx) { return update_application(tx, application); }), 1);
  application.version = 2;
  EXPECT_EQ(to_json(*find(acme, application.id)), to_json(application));
}

TEST_P(ApplicationsTest, what_any_subject_of_it_holds_goes_with_it) {
  const RegisteredApplication application = add(acme, "records");
  const PermissionPolicy policy = write([&](Transaction& tx) {
    PermissionPolicy made = add_policy(tx, acme, "P");
    attach(tx, acme, made.id, PrincipalType::any_subject, "records");
    attach(tx, acme, made.id, PrincipalType::any_subject, "other");
    return made;
  });
  write([&](Transaction& tx) { remove_application(tx, application); });
  EXPECT_FALSE(find(acme, application.id));
  EXPECT_EQ(read([&](Transaction& tx) {
              return find_permission_policy(tx, acme, policy.id)->attachments.any_subject_of;
            }),
            std::vector<std::string>{"other"});
}

TEST_P(ApplicationsTest, pages_are_newest_first_and_new_ones_shift_nothing) {
  std::vector<ApplicationId> newest_first;
  for (const char* service : {"one", "two", "three"})
    newest_first.insert(newest_first.begin(), add(acme, service).id);
  add(globex, "elsewhere");
  const auto paged = every_page(
      2,
      [&](const PageRequest& page) {
        return read([&](Transaction& tx) { return list_applications(tx, acme, "", page); });
      },
      [&] { add(acme, "late"); });
  EXPECT_EQ(ids_of(paged), newest_first);
  read([&](Transaction& tx) {
    EXPECT_EQ(list_applications(tx, acme, "two", {}).data.size(), 1u);
    EXPECT_TRUE(list_applications(tx, acme, "%", {}).data.empty());
  });
}

}  // namespace
}  // namespace gatehouse::store
