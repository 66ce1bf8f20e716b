// The program: `gatehouse serve`, and the few things that are done without a running server.
#include <fcntl.h>
#include <fmt/format.h>
#include <malloc.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <filesystem>

#include "api/bootstrap.h"
#include "api/endpoints.h"
#include "api/openapi.h"
#include "app.h"
#include "audit/trail.h"
#include "base/codec.h"
#include "base/crypto.h"
#include "base/email.h"
#include "base/log.h"
#include "base/processors.h"
#include "base/text.h"
#include "check.h"
#include "demo.h"
#include "http/forwarded.h"
#include "store/backup.h"
#include "store/migrate.h"
#include "store/organizations.h"

namespace gatehouse {
namespace {

struct ServeOptions {
  std::string config_file;
  std::string data_dir;
  std::optional<std::uint16_t> port;
  bool is_demo = false;
  std::string credentials;
  int demo_users = 0;
};

Config config_of(const ServeOptions& options) {
  Config config;
  if (!options.config_file.empty()) config = read_config(options.config_file);
  if (!options.data_dir.empty()) config.data_dir = options.data_dir;
  if (options.port) config.listener.port = *options.port;
  if (options.is_demo) config.logs_requests = false;
  return config;
}

// Blocks the stop signals in every thread; the main thread waits for one.
sigset_t block_stop_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);  // a full quota is an error to handle, not the end
  std::signal(SIGHUP, SIG_IGN);
  return signals;
}

void prepare_demo(const Config& config, const ServeOptions& options, const Clock& clock) {
  const auto database = open_database(config, clock);
  make_demo(*database, config, clock.now());
  if (options.demo_users > 0) add_demo_users(*database, config, options.demo_users, clock.now());
}

int serve(const ServeOptions& options) {
  const sigset_t signals = block_stop_signals();
  prctl(PR_SET_DUMPABLE, 0);  // no core file, no tracing: memory holds keys
  // Else each worker keeps in a heap of its own what its largest request took.
  mallopt(M_ARENA_MAX, static_cast<int>(std::max(2U, usable_processors())));
  const Config config = config_of(options);
  const SystemClock clock;
  if (options.is_demo) prepare_demo(config, options, clock);

  App app(config, clock);
  if (!options.credentials.empty())
    write_demo_credentials(config, app.public_url(), options.credentials);
  if (options.is_demo && isatty(STDOUT_FILENO))
    fmt::print("{}", describe_demo(config, app.public_url()));
  fmt::print("READY {}\n", app.public_url());
  std::fflush(stdout);
  log::info("server.started", {{"url", app.public_url()}, {"version", GATEHOUSE_VERSION}});

  int signal = 0;
  sigwait(&signals, &signal);
  log::info("server.stopping", {{"signal", signal}});
  app.stop();
  return 0;
}

struct InitOptions {
  std::string config_file = "gatehouse.toml";
  std::string data_dir = "data";
  std::string public_url;  ///< empty: made from address and port
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;
  std::string postgres_file;
  std::string organization;
  std::string email;
  std::string first_name = "First";
  std::string last_name = "Administrator";
};

// Before anything is made, so that a refused one may simply be tried again.
InitOptions checked(InitOptions options) {
  constexpr Length name{1, 100};
  const auto read = [&](std::string& text, const char* option) {
    text = read_required_name(text, option);
    codec::check_limit(text, name, option);
  };
  read(options.organization, "--organization");
  read(options.first_name, "--first-name");
  read(options.last_name, "--last-name");
  http::check_address(options.address);
  if (options.public_url.empty()) {
    if (http::is_any_address(options.address))
      throw std::runtime_error("`--public-url` is needed: nobody types `" + options.address + "`");
    options.public_url = url_of({.address = options.address}, options.port);
  }
  try {
    read_public_url(options.public_url);
  } catch (const std::runtime_error& problem) {
    throw std::runtime_error(std::string("`--public-url` ") + problem.what());
  }
  if (!parse_email(options.email))
    throw std::runtime_error("`" + options.email + "` is not an e-mail address");
  return options;
}

void write_new_file(const std::string& path, const std::string& text) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  const bool is_written =
      file >= 0 && write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  if (file >= 0) close(file);
  if (!is_written) throw std::runtime_error("cannot write " + path);
}

int init(const InitOptions& given) {
  const InitOptions options = checked(given);
  if (std::filesystem::exists(options.config_file))
    throw std::runtime_error(options.config_file + " exists already");
  std::filesystem::create_directories(options.data_dir);
  Config config;
  config.data_dir = std::filesystem::absolute(options.data_dir).string();
  config.postgres = read_postgres(options.postgres_file);
  const SystemClock clock;
  const auto database = open_database(config, clock);
  {
    const auto tx = database->begin_read();
    if (!store::list_organization_ids(*tx).empty())
      throw std::runtime_error("the database holds an organization already");
  }
  auth::load_or_create_master_key(config.data_dir + "/secret.key");
  const auto tx = database->begin_write();
  const auto organization =
      api::create_organization(*tx, options.organization, options.organization, "UTC", clock.now());
  const User user = api::create_first_user(
      *tx, organization.id,
      {options.email, options.first_name, options.last_name, "", "Administrator"}, clock.now());
  const std::string link =
      api::make_setup_link(*tx, user.account_id, options.public_url, clock.now());
  const std::string postgres_file = options.postgres_file.empty()
                                        ? ""
                                        : std::filesystem::absolute(options.postgres_file).string();
  write_new_file(options.config_file, config_template({.data_dir = config.data_dir,
                                                       .public_url = options.public_url,
                                                       .address = options.address,
                                                       .port = options.port,
                                                       .postgres_file = postgres_file}));
  tx->commit();
  fmt::print(
      "wrote {}\nstart the server:   gatehouse serve --config {}\n"
      "then open this link once, within a day, to choose the administrator's password:\n  {}\n",
      options.config_file, options.config_file, link);
  return 0;
}

// The schema that all migrations make together, as SQLite has it.
int print_schema() {
  const auto folder =
      std::filesystem::temp_directory_path() / ("gatehouse-schema-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  {
    const auto database =
        store::open_sqlite({.path = (folder / "schema.db").string(), .is_durable = false});
    store::migrate(*database, Timestamp{});
    fmt::print("-- Made from server/store/migrations by `gatehouse schema`. Do not edit.\n");
    const auto tx = database->begin_read();
    for (const auto& row :
         tx->query("select sql from sqlite_master where sql is not null order by type desc, name"))
      fmt::print("\n{};\n", row.text(0));
  }
  std::filesystem::remove_all(folder);
  return 0;
}

// Where a command finds the data: a configuration, a folder, or both.
struct DataOptions {
  std::string config_file;
  std::string data_dir;
};

Config config_of(const DataOptions& options) {
  Config config;
  if (!options.config_file.empty()) config = read_config(options.config_file);
  if (!options.data_dir.empty()) config.data_dir = options.data_dir;
  return config;
}

int verify_audit(const DataOptions& options) {
  const Config config = config_of(options);
  const auto database = open_database(config, SystemClock());
  const auto tx = database->begin_read();
  bool is_intact = true;
  for (OrganizationId organization : store::list_organization_ids(*tx)) {
    const auto result = audit::verify(*tx, organization);
    is_intact = is_intact && result.is_intact;
    fmt::print("{} {} events, root {}{}\n", to_string(organization), result.size, result.root,
               result.is_intact ? ", intact" : ", BROKEN: " + result.problem);
  }
  return is_intact ? 0 : 1;
}

int back_up(const DataOptions& options, const std::string& target) {
  const Config config = config_of(options);
  if (!config.postgres.empty())
    throw std::runtime_error("the data is in PostgreSQL: use pg_dump, or your service's backups");
  store::back_up_sqlite(config.database_file(), target);
  fmt::print("wrote {}\nkeep it with secret.key and the configuration\n", target);
  return 0;
}

int run(int argc, char** argv) {
  CLI::App program("Gatehouse: user and access management for organizations.", "gatehouse");
  program.set_version_flag("--version", GATEHOUSE_VERSION);
  program.require_subcommand(1);

  ServeOptions serve_options;
  auto* serve_command = program.add_subcommand("serve", "Run the server.");
  serve_command->add_option("--config", serve_options.config_file, "Configuration file (TOML)");
  serve_command->add_option("--data-dir", serve_options.data_dir, "Database, keys and mails");
  serve_command->add_option("--port", serve_options.port, "Port to listen on");
  serve_command->add_flag("--demo", serve_options.is_demo,
                          "Make demo organizations in an empty database");
  serve_command
      ->add_option("--credentials", serve_options.credentials,
                   "Write the demo's sign-ins to this file")
      ->needs("--demo");
  serve_command->add_option("--demo-users", serve_options.demo_users, "Add so many demo users")
      ->check(CLI::Range(0, 5'000'000))
      ->needs("--demo");

  InitOptions init_options;
  auto* init_command = program.add_subcommand("init", "Make a configuration and an organization.");
  init_command->add_option("--config", init_options.config_file, "Configuration file to write");
  init_command->add_option("--data-dir", init_options.data_dir, "Database, keys and mails");
  init_command->add_option("--public-url", init_options.public_url,
                           "Address that people type; left out: of address and port");
  init_command->add_option("--address", init_options.address, "Address to listen on");
  init_command->add_option("--port", init_options.port, "Port to listen on");
  init_command->add_option("--postgres-file", init_options.postgres_file,
                           "PostgreSQL instead of SQLite: file with the connection string");
  init_command->add_option("--organization", init_options.organization, "Its name")->required();
  init_command->add_option("--email", init_options.email, "Of the first administrator")->required();
  init_command->add_option("--first-name", init_options.first_name, "Of the administrator");
  init_command->add_option("--last-name", init_options.last_name, "Of the administrator");

  auto* openapi_command = program.add_subcommand("openapi", "Print the OpenAPI document.");
  auto* schema_command = program.add_subcommand("schema", "Print the database schema.");
  DataOptions audit_options;
  auto* audit_command =
      program.add_subcommand("audit", "Verify the audit trails of a stopped server.");
  audit_command->add_option("--config", audit_options.config_file, "Configuration file (TOML)");
  audit_command->add_option("--data-dir", audit_options.data_dir, "Database, keys and mails");

  DataOptions backup_options;
  std::string backup_target;
  auto* backup_command =
      program.add_subcommand("backup", "Copy the SQLite database, also of a running server.");
  backup_command->add_option("--config", backup_options.config_file, "Configuration file (TOML)");
  backup_command->add_option("--data-dir", backup_options.data_dir, "Database, keys and mails");
  backup_command->add_option("target", backup_target, "New file to write")->required();
  CheckOptions check_options;
  auto* check_command = program.add_subcommand(
      "check", "May the subject do the action on the resource? 0 yes, 1 no, 2 cannot be asked.");
  check_command->add_option("subject", check_options.subject, "Id or e-mail")->required();
  check_command->add_option("action", check_options.action, "`read` or `records:read`")->required();
  check_command->add_option("resource", check_options.resource, "`records:record/item/r-1`")
      ->required();
  check_command->add_option("--subject-type", check_options.subject_type, "`user` if left out");
  check_command->add_option("--context", check_options.context, "JSON object for conditions");
  auto* whom = check_command->add_option_group("whom to ask")->require_option(1);
  whom->add_option("--policies", check_options.policies, "A folder of policy files, or one");
  whom->add_option("--credentials", check_options.credentials,
                   "Ask a server: file with apiUrl, accessKeyId and apiSecret");
  std::string cases_file;
  auto* policy_command = program.add_subcommand("policy", "Work with policy files.");
  policy_command->require_subcommand(1);
  auto* policy_test_command = policy_command->add_subcommand(
      "test", "Run cases: 0 all passed, 1 some failed, 2 cannot be run.");
  policy_test_command->add_option("cases", cases_file, "The file with the cases")->required();

  CLI11_PARSE(program, argc, argv);
  init_crypto();
  if (serve_command->parsed()) return serve(serve_options);
  if (init_command->parsed()) return init(init_options);
  if (openapi_command->parsed()) {
    fmt::print("{}", api::openapi_document(api::all_endpoints()));
    return 0;
  }
  if (schema_command->parsed()) return print_schema();
  if (backup_command->parsed()) return back_up(backup_options, backup_target);
  if (audit_command->parsed()) return verify_audit(audit_options);
  if (check_command->parsed()) return check_access(check_options);
  if (policy_test_command->parsed()) return test_policies(cases_file);
  return 2;
}

}  // namespace
}  // namespace gatehouse

int main(int argc, char** argv) {
  umask(077);
  try {
    return gatehouse::run(argc, argv);
  } catch (const std::exception& problem) {
    fmt::print(stderr, "gatehouse: {}\n", problem.what());
    return 1;
  }
}
