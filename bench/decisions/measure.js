// Starts each contender with the same world, checks that it answers the same questions with the
// same answers, and only then times it. One JSON file of results for each world.
//   node measure.js [--quick] [--worlds small,users,policies] [--only Cedar,…] RESULTS_DIR
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

import {
  freePort, load, machine, residentBytes, root, serverCore, start, stop, until,
} from "../lib/bench.js";
import { contenders, prepareGatehouse } from "./contenders.js";
import { makeWorld } from "./world.js";

const worlds = {
  small: { users: 1000, policies: 100 },
  users: { users: 100_000, policies: 100 },
  policies: { users: 1000, policies: 10_000 },
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: "boolean", default: false },
    prepare: { type: "boolean", default: false }, // only make the worlds
    worlds: { type: "string", default: Object.keys(worlds).join(",") },
    only: { type: "string" },
  },
});
const directory = resolve(positionals[0]);
const effort = values.quick
  ? { seconds: 1, runs: 1, inProcess: 0.5, check: 1.5 }
  : { seconds: 1, runs: 3, inProcess: 1, check: 2.5 };
const startLimit = 30; // seconds until the first answer
const slow = 3000; // decisions a second: one run is enough, and batches are asked in turn

function prepare(name) {
  const folder = join(directory, name);
  mkdirSync(folder, { recursive: true });
  const { users, policies } = worlds[name];
  const world = makeWorld(users, policies);
  const files = { folder, world: join(folder, "world.json") };
  const text = JSON.stringify(world);
  if (!existsSync(files.world) || readFileSync(files.world, "utf8") !== text) {
    rmSync(folder, { recursive: true, force: true }); // a database of another world too
    mkdirSync(folder, { recursive: true });
    writeFileSync(files.world, text);
  }
  prepareGatehouse(files);
  return { world, files };
}

function asker(port, headers) {
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  const ask = (path, body) =>
    new Promise((done, fail) => {
      const text = JSON.stringify(body);
      const call = request(
        {
          agent, host: "127.0.0.1", port, path, method: "POST",
          headers: {
            "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text), ...headers,
          },
        },
        (response) => {
          let answer = "";
          response.on("data", (part) => (answer += part));
          response.on("end", () =>
            response.statusCode === 200
              ? done(JSON.parse(answer))
              : fail(new Error(`${response.statusCode}: ${answer.slice(0, 200)}`)),
          );
        },
      );
      call.on("error", fail);
      call.end(text);
    });
  return { ask, close: () => agent.destroy() };
}

// As many questions as fit in the time, at least a few; throws at the first wrong answer.
async function check(speaker, ask, world, seconds) {
  const end = performance.now() + seconds * 1000;
  let next = 0;
  let checked = 0;
  const worker = async () => {
    while (next < world.questions.length && (next < 20 || performance.now() < end)) {
      const at = next++;
      const question = world.questions[at];
      const answer = speaker.read(await ask(speaker.path, speaker.one(question)));
      if (answer !== world.answers[at])
        throw new Error(`answers ${answer} to ${JSON.stringify(question)}`);
      ++checked;
    }
  };
  await Promise.all(Array.from({ length: 16 }, worker));
  const answers = speaker.readMany(await ask(speaker.manyPath, speaker.many(world.batches[0])));
  if (String(answers) !== String(world.batchAnswers[0])) throw new Error("answers a batch wrongly");
  return checked;
}

function checkAnswers(answers, world) {
  const wrong = answers.findIndex((answer, at) => answer !== world.answers[at]);
  if (wrong >= 0) throw new Error(`in process: wrong about ${JSON.stringify(world.questions[wrong])}`);
  return answers.length;
}

function askInProcess(contender, files, world) {
  const [program, ...parameters] = contender.inProcess(files, effort.inProcess);
  const text = execFileSync("taskset", ["-c", "0", program, ...parameters], {
    encoding: "utf8", maxBuffer: 2 ** 28, timeout: 60_000, stdio: ["ignore", "pipe", "ignore"],
  });
  const { answers, ...result } = JSON.parse(text.slice(text.indexOf('{"answers')));
  return { ...result, checked: checkAnswers(answers, world) };
}

const linesOf = (bodies) => bodies.map((body) => JSON.stringify(body)).join("\n") + "\n";

// Batches one after the other: with 32 at once a slow contender would not finish one in time.
async function askInTurn(speaker, port, headers, world) {
  const { ask, close } = asker(port, headers);
  const times = [];
  const begin = performance.now();
  while (performance.now() - begin < effort.seconds * 1000) {
    const before = performance.now();
    await ask(speaker.manyPath, speaker.many(world.batches[times.length % world.batches.length]));
    times.push((performance.now() - before) * 1000);
  }
  close();
  times.sort((a, b) => a - b);
  const perSecond = (times.length / (performance.now() - begin)) * 1000;
  return { perSecond, p50us: times[times.length >> 1], p99us: times.at(-1) };
}

async function askOverHttp(contender, world, files) {
  const ports = [await freePort(), await freePort()];
  const speaker = contender.speak?.(world) ?? contender;
  const ones = join(files.folder, "one.txt");
  const manies = join(files.folder, "many.txt");
  writeFileSync(ones, linesOf(world.questions.map(speaker.one)));
  writeFileSync(manies, linesOf(world.batches.map(speaker.many)));

  const command = contender.start(world, files, ports);
  const began = performance.now();
  const child = start(command, join(files.folder, `${contender.name}.log`));
  try {
    let headers = {};
    const firstMs = await until(
      async () => {
        if (contender.signIn) headers = await contender.signIn(files, ports);
        const first = asker(ports[0], headers);
        await first.ask(speaker.path, speaker.one(world.questions[0])).finally(first.close);
        return true;
      },
      child, began, startLimit,
    );
    const { ask, close } = asker(ports[0], headers);
    const checked = contender.decidesNothing ? 0 : await check(speaker, ask, world, effort.check);
    close();
    const options = Object.entries(headers).flatMap(([key, value]) => ["-H", `${key}: ${value}`]);
    const url = (path) => `http://127.0.0.1:${ports[0]}${path}`;
    const one = await load(child, url(speaker.path), { ...effort, slow, options, file: ones });
    const many =
      one.perSecond < slow
        ? await askInTurn(speaker, ports[0], headers, world)
        : await load(child, url(speaker.manyPath), { ...effort, options, file: manies });
    return { firstMs, checked, one, many, residentBytes: residentBytes(child.pid) };
  } finally {
    await stop(child);
  }
}

async function measure(contender, world, files) {
  const { name, configuration, what, failed } = contender;
  const result = { name, configuration, what };
  try {
    if (failed) throw new Error(failed);
    result.version = contender.version?.();
    result.http = await askOverHttp(contender, world, files);
    if (contender.inProcess) result.inProcess = askInProcess(contender, files, world);
  } catch (problem) {
    result.failed = problem.message.split("\n")[0];
  }
  return result;
}

const line = ({ name, configuration, failed, http, inProcess }) =>
  `${name} ${configuration}`.padEnd(18) +
  (http
    ? `${Math.round(http.one.perSecond)}/s  p99 ${http.one.p99us} µs  ${http.one.cpuUs.toFixed(1)} µs CPU` +
      `  batch ${Math.round(http.many.perSecond * 100)}/s  checked ${http.checked}` +
      `  ${Math.round(http.residentBytes / 2 ** 20)} MB  first ${Math.round(http.firstMs)} ms` +
      (inProcess ? `  in process ${Math.round(inProcess.perSecond)}/s` : "")
    : "") + (failed ? `  NOT MEASURED: ${failed}` : "");

// The engine alone, on the worlds of bench/policy_bench.cc: {name, p50ns, …} of each.
function measureEngine() {
  const text = execFileSync(
    "taskset",
    ["-c", serverCore, join(root, "build/release/policy_bench"), "--benchmark_format=json",
      "--benchmark_filter=-load/1000000"],
    { encoding: "utf8", maxBuffer: 2 ** 26, timeout: 180_000, stdio: ["ignore", "pipe", "ignore"] },
  );
  writeFileSync(join(directory, "engine.json"), text);
}

const only = values.only?.split(",");
for (const name of values.worlds.split(",")) {
  const { world, files } = prepare(name);
  if (values.prepare) continue;
  console.error(`\n${name}: ${world.users.length} users, ${world.policies.length} policies`);
  const results = [];
  for (const contender of await contenders()) {
    if (only && !only.includes(contender.name)) continue;
    if (contender.smallWorldOnly && name !== "small") continue;
    const result = await measure(contender, world, files);
    console.error(line(result));
    results.push(result);
  }
  const file = join(directory, `${name}.json`);
  writeFileSync(file, JSON.stringify({ ...worlds[name], effort, machine: machine(), results }, null, 1));
}
if (!values.prepare && !only && values.worlds.includes("small")) measureEngine();
