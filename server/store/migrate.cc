#include "store/migrate.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "base/crypto.h"
#include "base/embedded.h"
#include "base/failure.h"
#include "base/log.h"

namespace gatehouse::store {

extern const std::span<const EmbeddedFile> embedded_migrations;

std::span<const Migration> migrations() {
  static const std::vector<Migration> all = [] {
    std::vector<Migration> list;
    for (const EmbeddedFile& file : embedded_migrations)
      list.push_back({std::stoi(std::string(file.name.substr(0, 4))), file.name, file.content});
    std::ranges::sort(list, {}, &Migration::number);
    return list;
  }();
  return all;
}

void migrate(Database& database, Timestamp now) {
  const auto tx = database.begin_write();
  if (database.engine() == Engine::postgres)
    tx->query("select pg_advisory_xact_lock(4715)");  // one node at a time; the number is ours
  tx->execute(
      "create table if not exists schema_migrations (number bigint primary key, name text not "
      "null, "
      "sha256 text not null, applied_at bigint not null)");
  std::size_t applied = 0;
  const auto all = migrations();
  for (const Row& row : tx->query("select number, sha256 from schema_migrations order by number")) {
    if (applied == all.size())
      throw std::runtime_error("the database was made by a newer version of gatehouse");
    const Migration& known = all[applied++];
    if (row.integer(0) != known.number || row.text(1) != to_hex(sha256(known.sql)))
      throw std::runtime_error(
          fmt::format("migration {} differs from the one that made this database", known.name));
  }
  for (const Migration& migration : all.subspan(applied)) {
    tx->run_script(std::string(migration.sql));
    tx->execute(
        "insert into schema_migrations (number, name, sha256, applied_at) values ($1, $2, $3, $4)",
        {migration.number, migration.name, to_hex(sha256(migration.sql)), now});
    log::info("database.migrated", {{"migration", migration.name}});
  }
  tx->commit();
}

}  // namespace gatehouse::store
