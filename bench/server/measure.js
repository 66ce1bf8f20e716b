// Measures the rest of the server: reads, pages, tokens, writes, sign-in, start and memory, with
// nginx, Django and better-auth in the same run. Results go to RESULTS_DIR/server.json.
//   node measure.js [--quick] [--prepare] [--users N] RESULTS_DIR
import { mkdirSync, existsSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

import {
  freePort, load, machine, pinToLoadCore, residentBytes, sleep, start, stop, until,
} from "../lib/bench.js";
import { callers, deepPages, listUsers, startGatehouse } from "../lib/gatehouse.js";
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
const folder = resolve(positionals[0]);
const effort = { seconds: 1, runs: values.quick ? 1 : 3 };
const walkSeconds = values.quick ? 1 : 3; // into the depth of a list
const users = Number(values.users);
const slow = 200; // requests a second: one run is enough
mkdirSync(folder, { recursive: true });
pinToLoadCore();

const rows = [];
const yardsticks = [];

const describe = ({ failed, perSecond, p99us, cpuUs }) =>
  failed ?? `${Math.round(perSecond)}/s  p99 ${p99us / 1000} ms  ${Math.round(cpuUs)} µs CPU`;

// One row: the requests that are sent in turn, by whom, and over how many connections.
async function measure(list, name, child, url, requests, how = {}) {
  const { headers = {}, connections, target } = how;
  const file = join(folder, "requests.txt");
  writeFileSync(file, requests.join("\n") + "\n");
  const options = Object.entries(headers).flatMap(([key, value]) => ["-H", `${key}: ${value}`]);
  const row = { name, target };
  try {
    Object.assign(row, await load(child, url, { ...effort, slow, connections, options, file }));
  } catch (problem) {
    row.failed = problem.message;
  }
  list.push(row);
  console.error(`${name.padEnd(64)} ${describe(row)}`);
}

const common = ["love", "turing", "kim", "garc", "lind", "ada", "mei", "singh", "ross", "olga"];
const rare = Array.from({ length: 500 }, (_, i) => `user${(i * 7919) % users}`);

const readTarget = { perSecond: 40_000 };
const pageTarget = { perSecond: 3000, p99ms: 10 };

async function measureGatehouse({ child, credentials }, as) {
  const { baseUrl, organizationId } = credentials;
  const base = `/api/organizations/${organizationId}`;
  const row = (name, requests, how) => measure(rows, name, child, baseUrl, requests, how);
  const ownUser = [`${base}/users/me`];

  await row("`GET /healthz`, answered on the I/O thread", ["/healthz"]);
  await row("authorized read: `GET /users/me`, access token", ownUser,
    { headers: as.bearer, target: readTarget });
  await row("authorized read: `GET /users/me`, session", ownUser,
    { headers: as.session, target: readTarget });
  await row("session check: `GET /session`", ["/api/session"],
    { headers: as.session, target: readTarget });
  await measure(rows, "token: `POST /oauth/token`", child, `${baseUrl}/api/oauth/token`,
    ['{"grant_type":"client_credentials"}'],
    { headers: as.basic, target: { perSecond: 20_000 } });
  await measurePages(row, baseUrl + base, base, as.bearer);
  await measure(rows, "durable write with its audit event, 64 connections", child,
    `${baseUrl}${base}/serviceusers`, ['{"name":"bench @"}'],
    { headers: as.bearer, connections: 64, target: { perSecond: 3000 } });
}

async function measurePages(row, url, base, headers) {
  const how = { headers, connections: 16, target: pageTarget };
  const page = (name, queries) =>
    row(name, queries.map((query) => `${base}/users?pageSize=50&${query}`), how);
  const each = (words, query) => words.map((word) => `${query}&q=${word}`);

  await fetch(`${url}/users?pageSize=50`, { headers }); // reads the list, which takes a second
  await page("page of 50 users, newest first", ["sort=-created"]);
  for (const sort of ["name", "email", "-endAccess"])
    await page(`page of 50 users, sort=${sort}`, [`sort=${sort}`]);
  await page("… only INACTIVE, sort=name", ["sort=name&status=INACTIVE"]);
  await page("… by part of a common name, sorted", each(common, "sort=name"));
  await page("… the same with the total", each(common, "sort=name&count=true"));
  await page("… by part of a common name, INACTIVE", each(common, "sort=name&status=INACTIVE"));
  await page("… by part of a rare address, sorted", each(rare, "sort=name"));
  await page("… nobody matches", rare.map((word) => `sort=name&q=nobody${word}`));
  for (const query of ["sort=name", "sort=-created&status=ACTIVE", "sort=name&q=love"]) {
    const { paths, from, to } = await deepPages(url, query, headers, walkSeconds);
    const depth = `${from.toLocaleString("en-US")} to ${to.toLocaleString("en-US")}`;
    await row(`page from users ${depth} deep, ${query}`, paths.map((path) => base + path), how);
  }
}

async function measureNginx() {
  const port = await freePort();
  const own = join(folder, "nginx"); // which it gives to its user when it runs as root
  mkdirSync(own, { recursive: true });
  const conf = join(own, "nginx.conf");
  writeFileSync(conf, `daemon off; master_process off; pid ${own}/pid; error_log ${own}/error.log;
    events { worker_connections 512; }
    http { access_log off; keepalive_requests 100000000;
      client_body_temp_path ${own}; proxy_temp_path ${own}; fastcgi_temp_path ${own};
      uwsgi_temp_path ${own}; scgi_temp_path ${own};
      server { listen 127.0.0.1:${port}; location / { return 200 "ok"; } } }`);
  const began = performance.now();
  const command = ["nginx", "-p", own, "-c", conf, "-e", join(own, "error.log")];
  const child = start(command, join(own, "out"));
  const url = `http://127.0.0.1:${port}`;
  await until(async () => (await fetch(url)).ok, child, began, 10);
  await measure(rows, "nginx `return 200`", child, url, ["/"]);
  await stop(child);
}

async function measurePeer(name, make) {
  let peer;
  try {
    peer = make();
  } catch (problem) {
    yardsticks.push({ name, failed: problem.message.split("\n")[0] });
    return;
  }
  const port = await freePort();
  const [command, options] = peer.start(port);
  const began = performance.now();
  const child = start(command, join(folder, "peer.log"), options);
  const origin = `http://127.0.0.1:${port}`;
  try {
    await until(async () => {
      const headers = peer.headers();
      const answer = await fetch(origin + peer.ownUser, { headers, redirect: "manual" });
      return answer.status === 200 && (await answer.text()).includes("Ada");
    }, child, began, 60);
    const headers = peer.headers();
    await measure(yardsticks, `${peer.name}: session check, own user`, child, origin,
      [peer.ownUser], { headers });
    await measure(yardsticks, `${peer.name}: page of 50 by part of a name, sorted, with the total`,
      child, origin, common.map(peer.page), { headers, connections: 16 });
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

async function prepare() {
  const server = await startGatehouse(folder, users);
  const as = await callers(server.credentials);
  if (!existsSync(usersFile)) {
    const { apiUrl, organizationId } = server.credentials;
    const list = await listUsers(`${apiUrl}/organizations/${organizationId}`, as.bearer);
    writeFileSync(usersFile, JSON.stringify(list));
  }
  return [server, as];
}

async function measureAll(server, as) {
  await measureNginx();
  await measureGatehouse(server, as);
  const { baseUrl, organizationId } = server.credentials;
  const ownUser = `${baseUrl}/api/organizations/${organizationId}/users/me`;
  const seconds = values.quick ? 2 : 4;
  const signIn = await measureSignIn(server.credentials, ownUser, as.bearer, seconds);
  const bytes = residentBytes(server.child.pid);
  await stop(server.child);
  const small = await measureSmall();
  for (const [name, make] of Object.entries(peers)) await measurePeer(name, make);
  return {
    users, effort, machine: machine(), rows, yardsticks, signIn, small, residentBytes: bytes,
    readyMs: server.readyMs,
  };
}

const usersFile = join(folder, "users.json");
const peers = {
  Django: () => django(folder, usersFile),
  "better-auth": () => betterAuth(folder, usersFile, ""),
  "better-auth, cookie cache": () => betterAuth(folder, usersFile, "cached"),
};
const [server, as] = await prepare();
if (values.prepare) {
  await stop(server.child);
  for (const make of Object.values(peers)) make();
} else {
  writeFileSync(join(folder, "server.json"), JSON.stringify(await measureAll(server, as), null, 1));
}
