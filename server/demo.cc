#include "demo.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "api/bootstrap.h"
#include "auth/authenticate.h"
#include "auth/password.h"
#include "base/crypto.h"
#include "base/failure.h"
#include "base/limits.h"
#include "store/accounts.h"
#include "store/organizations.h"
#include "store/permission_policies.h"
#include "store/resource_groups.h"
#include "store/service_users.h"
#include "store/users.h"

namespace gatehouse {
namespace {

std::string credentials_file(const Config& config) {
  return config.data_dir + "/demo-credentials.json";
}

void write_private(const std::string& path, const std::string& text) {
  const std::string draft = path + ".new";
  const int file = open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const bool is_written =
      file >= 0 && write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  if (file >= 0) close(file);
  if (!is_written || rename(draft.c_str(), path.c_str()) != 0)
    throw std::runtime_error("cannot write " + path);
}

Json read_json(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot read " + path + ": the database holds no demo");
  std::stringstream text;
  text << file.rdbuf();
  return boost::json::parse(text.str());
}

// Four words and a number would do; this is never typed by hand.
std::string make_password() { return "Demo-" + auth::make_temporary_password(); }

ResourceGroupId make_group(store::Transaction& tx, OrganizationId organization,
                           const std::string& name, Timestamp now) {
  ResourceGroup group;
  group.organization_id = organization;
  group.id = ResourceGroupId::generate(now);
  group.type = "user";
  group.name = name;
  group.created_at = now;
  group.created_by = "SYSTEM";
  store::insert_resource_group(tx, group);
  return group.id;
}

void join(store::Transaction& tx, OrganizationId organization, ResourceGroupId group,
          const std::string& user, Timestamp now) {
  store::add_group_item(tx, organization, group,
                        {.target_id = user,
                         .target_type = TargetType::item,
                         .target_name = {},
                         .created_at = now,
                         .created_by = "SYSTEM"});
}

void make_policy(store::Transaction& tx, OrganizationId organization, const std::string& name,
                 std::vector<Statement> statements, Timestamp now) {
  PermissionPolicy policy;
  policy.organization_id = organization;
  policy.id = PermissionPolicyId::generate(now);
  policy.name = name;
  policy.statements = std::move(statements);
  policy.created_at = now;
  policy.created_by = "SYSTEM";
  store::insert_permission_policy(tx, policy);
}

// Returns what programs need to know of the organization.
JsonObject make_organization(store::Database& database, auth::PasswordHasher& hasher,
                             const std::string& name, const std::string& domain, Timestamp now) {
  const std::string admin_password = make_password();
  const std::string member_password = make_password();
  const std::string admin_hash = hasher.hash(auth::prepare_password(admin_password));
  const std::string member_hash = hasher.hash(auth::prepare_password(member_password));
  const std::string nobodys_hash = hasher.hash(to_base64url(random_bytes(32)));

  const auto tx = database.begin_write();
  const Organization organization =
      api::create_organization(*tx, name, name.substr(0, name.find(' ')), "Europe/Berlin", now);
  const OrganizationId id = organization.id;
  const auto user = [&](const char* first, const char* last, const std::string& hash,
                        const char* policy, const char* title,
                        std::optional<std::string> initials = {}) {
    std::string local = first;
    local[0] = static_cast<char>(local[0] | 0x20);
    return api::create_first_user(*tx, id,
                                  {.email = local + "@" + domain,
                                   .first_name = first,
                                   .last_name = last,
                                   .password_hash = hash,
                                   .policy = policy,
                                   .company = name,
                                   .initials = std::move(initials),
                                   .title = title},
                                  now);
  };
  const User admin = user("Ada", "Berger", admin_hash, "Administrator", "Head of IT");
  const User member = user("Miriam", "Okafor", member_hash, "ReadOnly", "Analyst", "MO");
  const User grace = user("Grace", "Lindqvist", nobodys_hash, "", "Accountant", "GL");
  const User tomas = user("Tomas", "Novak", nobodys_hash, "", "Support lead");
  const User newcomer = user("Nadia", "Haddad", "", "ReadOnly", "Trainee");
  store::set_temporary_password(*tx, newcomer.account_id,
                                auth::secret_hash(auth::make_temporary_password()), now,
                                now + limits::temporary_password_lifetime);

  make_policy(*tx, id, "BillingOperator",
              {{Effect::allow,
                {"config:retrieve", "config:update"},
                {"config:account/*", "billing:bill/*"},
                {}}},
              now);
  make_policy(*tx, id, "UserManager",
              {{Effect::allow,
                {"config:create", "config:retrieve", "config:update"},
                {"config:user/*", "config:orguserinvitation/*"},
                {}},
               {Effect::allow, {"config:retrieve"}, {"config:*"}, {}}},
              now);
  make_policy(*tx, id, "NoPricing",
              {{Effect::deny, {"all"}, {"config:pricing/*", "config:plan/*"}, {}}}, now);
  const ResourceGroupId finance = make_group(*tx, id, "Finance", now);
  const ResourceGroupId support = make_group(*tx, id, "Customer support", now);
  join(*tx, id, finance, to_string(grace.id), now);
  join(*tx, id, support, to_string(tomas.id), now);
  api::attach_by_name(*tx, id, "BillingOperator", "USERGROUP", to_string(finance), now);
  api::attach_by_name(*tx, id, "NoPricing", "USERGROUP", to_string(support), now);
  api::attach_by_name(*tx, id, "UserManager", "USER", to_string(tomas.id), now);

  ServiceUser service_user;
  service_user.organization_id = id;
  service_user.id = ServiceUserId::generate(now);
  service_user.name = "Automation";
  service_user.created_at = now;
  service_user.created_by = "SYSTEM";
  store::insert_service_user(*tx, service_user);
  api::attach_by_name(*tx, id, "Administrator", "SERVICEUSER", to_string(service_user.id), now);
  AccessKey key;
  key.organization_id = id;
  key.id = AccessKeyId::generate(now);
  key.service_user_id = service_user.id;
  key.created_at = now;
  key.created_by = "SYSTEM";
  const std::string secret = auth::make_secret("sk");
  store::insert_access_key(*tx, key, auth::secret_hash(secret));
  tx->commit();
  return {{"organizationId", to_string(id)},
          {"adminEmail", admin.email},
          {"adminPassword", admin_password},
          {"accessKeyId", to_string(key.id)},
          {"apiSecret", secret},
          {"memberEmail", member.email},
          {"memberPassword", member_password}};
}

// ---- many users ----

constexpr std::array kFirst{"Ada",  "Björn",   "Chidi",   "Daria", "Émile", "Fatima", "Göran",
                            "Hana", "Ivo",     "Jun",     "Kwame", "Lucía", "Mei",    "Nuno",
                            "Olga", "Priya",   "Quentin", "Rosa",  "Søren", "Tariq",  "Uma",
                            "Vera", "Wanjiru", "Ximena",  "Yusuf", "Zoë",   "Αλέξης", "Μαρία",
                            "Иван", "Олена",   "太郎",    "美咲",  "민준",  "서연",   "أحمد",
                            "ليلى", "דוד",     "נועה",    "अर्जुन",  "अनन्या", "Ngọc",   "Łukasz"};
constexpr std::array kLast{
    "Müller",   "O'Brien",  "Okonkwo", "García",   "Novák",    "Haddad",  "Sørensen",
    "Tanaka",   "Kim",      "Nguyễn",  "Silva",    "Kowalski", "Rossi",   "Dubois",
    "van Dijk", "Öztürk",   "Singh",   "Mensah",   "Larsson",  "Popescu", "Παπαδόπουλος",
    "Иванова",  "Шевченко", "山田",    "佐藤",     "박",       "이",      "حداد",
    "כהן",      "शर्मा",     "Hopper",  "Lovelace", "Turing"};

constexpr std::array kCompanies{"Northwind Trading", "Müller & Söhne KG", "Okonkwo Engineering",
                                "山田商事"};
constexpr std::array kTitles{"Engineer", "Project manager", "Field technician", "Buyer",
                             "Safety officer"};

struct Spread {
  std::vector<ResourceGroupId> groups;
  std::vector<std::string> policies;
};

Spread make_spread(store::Transaction& tx, OrganizationId organization, Timestamp now) {
  Spread spread;
  for (int i = 1; i <= 48; ++i)
    spread.groups.push_back(make_group(tx, organization, fmt::format("Team {:02}", i), now));
  for (const char* name : {"Meter", "Account", "Product", "Aggregation", "Contract"}) {
    std::string type = name;
    type[0] = static_cast<char>(type[0] | 0x20);
    make_policy(
        tx, organization, std::string(name) + "Editor",
        {{Effect::allow, {"config:retrieve", "config:update"}, {"config:" + type + "/*"}, {}}},
        now);
    spread.policies.push_back(std::string(name) + "Editor");
  }
  for (std::size_t i = 0; i < spread.groups.size(); ++i)
    api::attach_by_name(tx, organization, spread.policies[i % spread.policies.size()], "USERGROUP",
                        to_string(spread.groups[i]), now);
  return spread;
}

void add_user(store::Transaction& tx, OrganizationId organization, const Spread& spread, int number,
              const std::string& hash, Timestamp now) {
  const auto n = static_cast<std::size_t>(number);
  const std::size_t mixed = n * 2654435761u;  // Knuth's multiplier: spreads without a generator
  Account account{.id = AccountId::generate(now),
                  .email = fmt::format("user{}@people.example", number),
                  .email_key = fmt::format("user{}@people.example", number),
                  .first_name = kFirst[mixed % kFirst.size()],
                  .last_name = kLast[mixed / 64 % kLast.size()],
                  .created_at = now};
  if (!store::insert_account(tx, account)) return;
  store::set_demo_password(tx, account.id, hash, now);
  User user;
  user.organization_id = organization;
  user.id = UserId::generate(now);
  user.account_id = account.id;
  user.email = account.email;
  user.first_name = account.first_name;
  user.last_name = account.last_name;
  if (n % 3 != 0) user.company = kCompanies[mixed / 8 % kCompanies.size()];
  if (n % 2 == 0) user.title = kTitles[mixed / 32 % kTitles.size()];
  user.is_active = n % 11 != 0;
  if (n % 7 == 0) user.end_at = now + std::chrono::days{static_cast<int>(n % 700) - 60};
  user.created_at = now;
  user.created_by = "SYSTEM";
  store::insert_user(tx, user);
  join(tx, organization, spread.groups[mixed % spread.groups.size()], to_string(user.id), now);
  if (n % 10 == 0)
    api::attach_by_name(tx, organization, spread.policies[n / 10 % spread.policies.size()], "USER",
                        to_string(user.id), now);
}

void draw_progress(int done, int count) {
  if (!isatty(STDERR_FILENO)) return;
  const int width = 40;
  const int filled = static_cast<int>(static_cast<std::int64_t>(done) * width / count);
  fmt::print(stderr, "\r  demo users [{}{}] {}/{}{}",
             std::string(static_cast<std::size_t>(filled), '#'),
             std::string(static_cast<std::size_t>(width - filled), ' '), done, count,
             done == count ? "\n" : "");
}

}  // namespace

void make_demo(store::Database& database, const Config& config, Timestamp now) {
  {
    const auto tx = database.begin_read();
    if (!store::list_organization_ids(*tx).empty()) return;
  }
  auth::PasswordHasher hasher(2);
  JsonObject credentials =
      make_organization(database, hasher, "Northwind Trading", "northwind.example", now);
  credentials["otherOrganization"] =
      make_organization(database, hasher, "Contoso Energy", "contoso.example", now);
  write_private(credentials_file(config), to_text(credentials));
}

void add_demo_users(store::Database& database, const Config& config, int count, Timestamp now) {
  const Json demo = read_json(credentials_file(config));
  const auto organization =
      *OrganizationId::parse(std::string(demo.at("organizationId").as_string()));
  auth::PasswordHasher hasher(2);
  const std::string hash = hasher.hash(to_base64url(random_bytes(32)));
  Spread spread;
  {
    const auto tx = database.begin_write();
    if (store::count_resource_groups(*tx, organization, "user", "team ") > 0)
      return;  // done before
    spread = make_spread(*tx, organization, now);
    tx->commit();
  }
  constexpr int batch = 2000;
  for (int done = 0; done < count;) {
    const auto tx = database.begin_write();
    for (const int end = std::min(done + batch, count); done < end; ++done)
      add_user(*tx, organization, spread, done + 1, hash, now);
    tx->commit();
    draw_progress(done, count);
  }
}

void write_demo_credentials(const Config& config, const std::string& base_url,
                            const std::string& path) {
  Json credentials = read_json(credentials_file(config));
  JsonObject& object = credentials.as_object();
  object["baseUrl"] = base_url;
  object["apiUrl"] = base_url + "/api";
  object["outboxDir"] = std::filesystem::absolute(config.outbox_dir()).string();
  write_private(path, to_text(credentials) + "\n");
}

std::string describe_demo(const Config& config, const std::string& base_url) {
  const Json demo = read_json(credentials_file(config));
  return fmt::format(
      "\n  Gatehouse runs at   {}\n"
      "  Sign in as          {}\n"
      "  with the password   {}\n\n"
      "  Mails are written to {}\n"
      "  Stop with Ctrl+C. Start again with ./run: everything is kept.\n\n",
      base_url, demo.at("adminEmail").as_string().c_str(),
      demo.at("adminPassword").as_string().c_str(), config.outbox_dir());
}

}  // namespace gatehouse
