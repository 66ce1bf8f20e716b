// Measures the rest of the server: reads, pages, tokens, writes, sign-in, start and memory, with
// nginx, Django and better-auth in the same run. Results go to RESULTS_DIR/server.json.
//   node measure.js [--quick] [--prepare] [--users N] RESULTS_DIR
import { mkdirSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

import {
  freePort, load, machine, pinToLoadCore, residentBytes, sleep, start, stop, until,
} from "../lib/bench.js";
import { callers, deepPages, listUsers, startGatehouse } from "./gatehouse.js";
import { betterAuth, django } from "./peers.js";
import { measureSignIn } from "./sign_in.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: "boolean", default: false },
    prepare: { type: "boolean", default: false },
    users: { type: "string", default: "100000" },
  },
});
const [folder] = positionals;
const effort = values.quick ? { seconds: 1, runs: 1 } : { seconds: 2, runs: 3 };
const users = Number(values.users);
const slow = 200; // requests a second: one run is enough
mkdirSync(folder, { recursive: true });
pinToLoadCore();

const rows = [];
const yardsticks = [];

// One row: what is asked in turn, over how many connections.
async function measure(list, name, child, origin, requests, { headers = {}, connections, target } = {}) {
  const file = join(folder, "requests.txt");
  writeFileSync(file, requests.join("\n") + "\n");
  const options = Object.entries(headers).flatMap(([key, value]) => ["-H", `${key}: ${value}`]);
  const row = { name, target };
  try {
    Object.assign(row, await load(child, origin, { ...effort, slow, connections, options, file }));
  } catch (problem) {
    row.failed = problem.message;
  }
  list.push(row);
  console.error(
    `${name.padEnd(62)} ${row.failed ?? `${Math.round(row.perSecond)}/s  p99 ${row.p99us / 1000} ms  ${Math.round(row.cpuUs)} µs CPU`}`,
  );
}

const common = ["love", "turing", "kim", "garc", "lind", "ada", "mei", "singh", "ross", "olga"];
const rare = Array.from({ length: 500 }, (_, i) => `user${(i * 7919) % users}`);

async function measureGatehouse({ child, credentials }, as) {
  const origin = credentials.baseUrl;
  const base = `/api/organizations/${credentials.organizationId}`;
  const row = (name, requests, how) => measure(rows, name, child, origin, requests, how);
  const pages = (query) => ({
    headers: as.bearer, connections: 16, target: { perSecond: 3000, p99ms: 10 }, query,
  });
  const page = (name, queries) =>
    row(name, queries.map((query) => `${base}/users?pageSize=50&${query}`), pages());

  await row("`GET /healthz`, answered on the I/O thread", ["/healthz"]);
  await row("authorized read: `GET /users/me`, access token", [`${base}/users/me`],
    { headers: as.bearer, target: { perSecond: 40_000 } });
  await row("authorized read: `GET /users/me`, session", [`${base}/users/me`],
    { headers: as.session, target: { perSecond: 40_000 } });
  await row("session check: `GET /session`", ["/api/session"],
    { headers: as.session, target: { perSecond: 40_000 } });
  await measure(rows, "token: `POST /oauth/token`", child, `${origin}/api/oauth/token`,
    ['{"grant_type":"client_credentials"}'],
    { headers: as.basic, target: { perSecond: 20_000 } });

  await page("page of 50 users, newest first", ["sort=-created"]);
  for (const sort of ["name", "email", "-endAccess"])
    await page(`page of 50 users, sort=${sort}`, [`sort=${sort}`]);
  await page("… only INACTIVE, sort=name", ["sort=name&status=INACTIVE"]);
  await page("… by part of a common name, sorted", common.map((q) => `sort=name&q=${q}`));
  await page("… the same with the total", common.map((q) => `sort=name&count=true&q=${q}`));
  await page("… by part of a common name, INACTIVE", common.map((q) => `sort=name&status=INACTIVE&q=${q}`));
  await page("… by part of a rare address, sorted", rare.map((q) => `sort=name&q=${q}`));
  await page("… nobody matches", rare.map((q) => `sort=name&q=nobody${q}`));
  for (const query of ["sort=name", "sort=-created&status=ACTIVE", "sort=name&q=love"]) {
    const deep = await deepPages(origin + base, query, as.bearer, values.quick ? 2 : 5);
    await row(`page from users ${deep.from.toLocaleString("en-US")} to ${deep.to.toLocaleString("en-US")} deep, ${query}`,
      deep.paths.map((path) => base + path), pages());
  }
  await measure(rows, "durable write with its audit event, 64 connections", child,
    `${origin}${base}/serviceusers`, ['{"name":"bench @"}'],
    { headers: as.bearer, connections: 64, target: { perSecond: 3000 } });
}

async function measureNginx() {
  const port = await freePort();
  const conf = join(folder, "nginx.conf");
  writeFileSync(conf, `daemon off; master_process off; pid ${folder}/nginx.pid; error_log ${folder}/nginx.log;
    events { worker_connections 512; }
    http { access_log off; keepalive_requests 100000000;
      client_body_temp_path ${folder}; proxy_temp_path ${folder}; fastcgi_temp_path ${folder};
      uwsgi_temp_path ${folder}; scgi_temp_path ${folder};
      server { listen 127.0.0.1:${port}; location / { return 200 "ok"; } } }`);
  const began = performance.now();
  const child = start(["nginx", "-p", folder, "-c", conf, "-e", `${folder}/nginx.log`], join(folder, "nginx.out"));
  const origin = `http://127.0.0.1:${port}`;
  await until(async () => (await fetch(origin)).ok, child, began, 10);
  await measure(rows, "nginx `return 200`", child, origin, ["/"]);
  await stop(child);
}

async function measurePeer(make) {
  let peer;
  try {
    peer = make();
  } catch (problem) {
    yardsticks.push({ name: make.name, failed: problem.message.split("\n")[0] });
    return;
  }
  const port = await freePort();
  const [command, options] = peer.start(port);
  const began = performance.now();
  const child = start(command, join(folder, "peer.log"), options);
  const origin = `http://127.0.0.1:${port}`;
  try {
    await until(async () => {
      const answer = await fetch(origin + peer.ownUser, { headers: peer.headers(), redirect: "manual" });
      return answer.status === 200 && (await answer.text()).includes("Ada");
    }, child, began, 60);
    const headers = peer.headers();
    await measure(yardsticks, `${peer.name}: session check, own user`, child, origin, [peer.ownUser], { headers });
    await measure(yardsticks, `${peer.name}: page of 50 by part of a name, sorted, with the total`, child,
      origin, common.map(peer.page), { headers, connections: 16 });
  } catch (problem) {
    yardsticks.push({ name: peer.name, failed: problem.message });
  } finally {
    await stop(child);
  }
}

// Without users: how soon it answers, and what it takes.
async function measureSmall() {
  await stop((await startGatehouse(folder, 0)).child); // makes the database
  const { child, readyMs } = await startGatehouse(folder, 0);
  await sleep(500);
  const bytes = residentBytes(child.pid);
  await stop(child);
  return { readyMs, residentBytes: bytes };
}

const usersFile = join(folder, "users.json");
const server = await startGatehouse(folder, users);
const as = await callers(server.credentials);
if (!existsSync(usersFile)) {
  const { apiUrl, organizationId } = server.credentials;
  const list = await listUsers(`${apiUrl}/organizations/${organizationId}`, as.bearer);
  writeFileSync(usersFile, JSON.stringify(list));
}
const peers = [
  function Django() { return django(folder, usersFile); },
  function betterAuthPlain() { return betterAuth(folder, usersFile, ""); },
  function betterAuthCached() { return betterAuth(folder, usersFile, "cached"); },
];
if (!values.prepare) {
  await measureNginx();
  await measureGatehouse(server, as);
  const { baseUrl, organizationId } = server.credentials;
  const signIn = await measureSignIn(server.credentials,
    `${baseUrl}/api/organizations/${organizationId}/users/me`, as.bearer, values.quick ? 2 : 4);
  console.error("sign-in", JSON.stringify(signIn));
  const bytes = residentBytes(server.child.pid);
  await stop(server.child);
  const small = await measureSmall();
  for (const peer of peers) await measurePeer(peer);
  writeFileSync(join(folder, "server.json"), JSON.stringify(
    { users, effort, machine: machine(), rows, yardsticks, signIn, small, residentBytes: bytes,
      readyMs: server.readyMs }, null, 1));
} else {
  await stop(server.child);
  for (const peer of peers) peer();
}
