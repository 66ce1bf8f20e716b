// Gatehouse with its demo and many users, and what is needed to ask it.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { freePort, root, start, until } from "./bench.js";

const program = join(root, "build/release/gatehouse");

async function json(url, options) {
  const response = await fetch(url, options);
  if (!response.ok) throw new Error(`${response.status} ${url}: ${await response.text()}`);
  return { body: await response.json(), headers: response.headers };
}

/// Starts it; the database stays in `folder` for the next time.
export async function startGatehouse(folder, users) {
  const port = await freePort();
  const config = join(folder, "gatehouse.toml");
  writeFileSync(config, '[server]\nlog_requests = false\ntrusted_proxies = ["127.0.0.1"]\n');
  const credentialsFile = join(folder, "credentials.json");
  const data = join(folder, users > 0 ? "gatehouse" : "gatehouse-small");
  const child = start(
    [program, "serve", "--config", config, "--demo", "--demo-users", `${users}`, "--port", `${port}`,
      "--data-dir", data, "--credentials", credentialsFile],
    join(folder, "gatehouse.log"),
  );
  const began = performance.now();
  const readyMs = await until(
    async () => (await fetch(`http://127.0.0.1:${port}/healthz`)).ok, child, began, 120,
  );
  return { child, readyMs, credentials: JSON.parse(readFileSync(credentialsFile, "utf8")) };
}

export const signIn = (credentials, email, password, address) =>
  json(`${credentials.apiUrl}/session`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Forwarded-For": address },
    body: JSON.stringify({ email, password }),
  });

/// Headers of a service user's access token, and of an administrator's session.
export async function callers(credentials) {
  const { accessKeyId, apiSecret, apiUrl, adminEmail, adminPassword } = credentials;
  const basic = `Basic ${Buffer.from(`${accessKeyId}:${apiSecret}`).toString("base64")}`;
  const { body } = await json(`${apiUrl}/oauth/token`, {
    method: "POST",
    headers: { Authorization: basic, "Content-Type": "application/json" },
    body: '{"grant_type":"client_credentials"}',
  });
  const { headers } = await signIn(credentials, adminEmail, adminPassword, "10.0.0.1");
  const cookie = headers.getSetCookie().map((line) => line.split(";")[0]).join("; ");
  return {
    basic: { Authorization: basic },
    bearer: { Authorization: `Bearer ${body.access_token}` },
    session: { Cookie: cookie },
  };
}

/// All users of the demo, so that the peers hold the same.
export async function listUsers(base, headers) {
  const users = [];
  let token = "";
  do {
    const { body } = await json(`${base}/users?pageSize=200${token}`, { headers });
    users.push(
      ...body.data.map(({ firstName, lastName, email, status }) => ({
        firstName, lastName, email, status,
      })),
    );
    token = body.nextToken ? `&nextToken=${encodeURIComponent(body.nextToken)}` : "";
  } while (token);
  return users;
}

/// Paths of pages of 50 from deep in the list: as far as `seconds` of walking goes.
export async function deepPages(base, query, headers, seconds) {
  const paths = [];
  const end = performance.now() + seconds * 1000;
  let token = "";
  while (performance.now() < end) {
    const path = `/users?pageSize=50&${query}${token}`;
    paths.push(path);
    const { body } = await json(base + path, { headers });
    if (!body.nextToken) break;
    token = `&nextToken=${encodeURIComponent(body.nextToken)}`;
  }
  const deep = paths.slice(Math.floor(paths.length / 2));
  return { paths: deep, from: (paths.length - deep.length) * 50, to: paths.length * 50 };
}
