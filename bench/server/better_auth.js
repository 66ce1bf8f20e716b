// better-auth behind node:http, on SQLite through better-sqlite3, as its documentation sets it up,
// with the admin plugin for the list of users.
//   node better_auth.js DATABASE USERS_FILE CREDENTIALS PORT [cached]
// Makes the database when it is not there, and writes an administrator's cookie to CREDENTIALS.
// `cached`: sessions are also kept in a signed cookie for five minutes, its advice for speed.
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";

import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { toNodeHandler } from "better-auth/node";
import { admin } from "better-auth/plugins";
import Database from "better-sqlite3";

const [file, usersFile, credentials, port, mode] = process.argv.slice(2);
const database = new Database(file);
database.pragma("journal_mode = WAL");
const options = {
  database,
  secret: "only-for-measuring-on-loopback-0123456789",
  baseURL: `http://127.0.0.1:${port}`,
  emailAndPassword: { enabled: true },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  plugins: [admin()],
  ...(mode === "cached" ? { session: { cookieCache: { enabled: true, maxAge: 300 } } } : {}),
};
const auth = betterAuth(options);
const email = "admin@people.example";
const password = "Bench-only-password-1";

async function fill() {
  await (await getMigrations(options)).runMigrations();
  await auth.api.signUpEmail({ body: { email, password, name: "Ada Berger" } });
  database.prepare(`update "user" set role = 'admin' where email = ?`).run(email);
  const insert = database.prepare(
    `insert into "user" (id, name, email, emailVerified, createdAt, updatedAt, role)
     values (?, ?, ?, 1, ?, ?, 'user')`,
  );
  const now = new Date().toISOString();
  const users = JSON.parse(readFileSync(usersFile, "utf8"));
  database.transaction(() =>
    users.forEach((user, i) =>
      insert.run(`u${i}`, `${user.firstName} ${user.lastName}`, user.email, now, now),
    ),
  )();
}

const tables = database.prepare("select count(*) as count from sqlite_master").get();
if (tables.count === 0) await fill();
const { headers } = await auth.api.signInEmail({ body: { email, password }, returnHeaders: true });
const cookie = headers.getSetCookie().map((line) => line.split(";")[0]).join("; ");
writeFileSync(credentials, JSON.stringify({ cookie }), { mode: 0o600 });
createServer(toNodeHandler(auth)).listen(Number(port), "127.0.0.1");
