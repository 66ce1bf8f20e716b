// What the measuring scripts share: starting servers on one core and stopping them by process id,
// loading them with wrk from the other core, and reading what the kernel says of a process.
import { execFileSync, spawn } from "node:child_process";
import { openSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { cpus, totalmem } from "node:os";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));
export const serverCore = "0";
const loadCore = "1";

const running = new Set();
const stopAll = () => running.forEach((child) => child.kill("SIGKILL"));
process.on("exit", stopAll);
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));

export const sleep = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

export function freePort() {
  return new Promise((found) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => found(port));
    });
  });
}

/// A process on the server's core; its output goes to `log`.
export function start(command, log, options = {}) {
  const file = openSync(log, "w");
  const child = spawn("taskset", ["-c", serverCore, ...command], {
    stdio: ["ignore", file, file],
    ...options,
  });
  running.add(child);
  child.ended = new Promise((done) => child.on("exit", done)).then(() => running.delete(child));
  return child;
}

export async function stop(child) {
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), 3000);
  await child.ended;
  clearTimeout(timer);
}

/// Milliseconds from `since` until `isThere` says yes; throws after `limit` seconds or when the
/// process ends.
/// Keeps a process to the core of the load.
export const pinToLoadCore = (pid = process.pid) =>
  execFileSync("taskset", ["-apc", loadCore, `${pid}`], { stdio: "ignore" });

export async function until(isThere, child, since, limit) {
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error("ended while starting");
    if (await isThere().catch(() => false)) return performance.now() - since;
    if (performance.now() - since > limit * 1000) throw new Error(`no answer in ${limit} s`);
    await sleep(3);
  }
}

/// wrk's own options come before the URL. What it says is {perSecond, p50us, p99us, refused,
/// broken}; the median run of `runs` is taken, or the first when it is below `slow`. CPU is the
/// server's, for each request.
export async function load(child, url, how) {
  const { seconds, runs, slow = 0, connections = 32, options = [], file } = how;
  const script = new URL("load.lua", import.meta.url).pathname;
  const once = async () => {
    const before = cpuSeconds(child.pid);
    const result = await wrk([
      `-t1`, `-c${connections}`, `-d${seconds}s`, "--latency", "--timeout", "60s", ...options,
      ...(file ? ["-s", script, url, "--", file] : [url]),
    ]);
    const requests = result.perSecond * seconds;
    return { ...result, cpuUs: ((cpuSeconds(child.pid) - before) / requests) * 1e6 };
  };
  const results = [];
  while (results.length < runs && !(results[0]?.perSecond < slow)) results.push(await once());
  results.sort((a, b) => a.perSecond - b.perSecond);
  const middle = results[results.length >> 1];
  if (middle.refused > 0 || middle.broken > 0)
    throw new Error(`${middle.refused} requests refused, ${middle.broken} broken`);
  if (middle.perSecond === 0) throw new Error(`no answer in ${seconds} s`);
  return middle;
}

function wrk(parameters) {
  return new Promise((done, fail) => {
    const child = spawn("taskset", ["-c", loadCore, "wrk", ...parameters]);
    running.add(child);
    let text = "";
    child.stdout.on("data", (part) => (text += part));
    child.stderr.on("data", (part) => (text += part));
    child.on("exit", (code) => {
      running.delete(child);
      const line = text.match(/^RESULT (.*)$/m);
      if (code !== 0 || !line) fail(new Error(`wrk: ${text.slice(-300)}`));
      else done(JSON.parse(line[1]));
    });
  });
}

// A process and its children: gunicorn's worker is one.
function family(pid) {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
  return [pid, ...(children ? children.split(" ").flatMap(family) : [])];
}

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

function cpuSeconds(pid) {
  const ticks = (member) => {
    const fields = readFileSync(`/proc/${member}/stat`, "utf8").split(") ")[1].split(" ");
    return Number(fields[11]) + Number(fields[12]);
  };
  return sum(family(pid).map(ticks)) / 100;
}

export function residentBytes(pid) {
  const kilobytes = (member) =>
    Number(readFileSync(`/proc/${member}/status`, "utf8").match(/VmRSS:\s+(\d+)/)[1]);
  return sum(family(pid).map(kilobytes)) * 1024;
}

const output = (program, ...parameters) => {
  try {
    return execFileSync(program, parameters, { encoding: "utf8", stdio: "pipe" }).trim();
  } catch {
    return null;
  }
};

export const hasProgram = (name) => output("which", name) !== null;

/// Where and with what it was measured, for the head of a report.
export function machine() {
  const [cpu] = cpus();
  const commit = output("git", "-C", root, "rev-parse", "--short", "HEAD");
  const dpkg = (name) => output("dpkg-query", "-W", "-f", "${Version}", name);
  return {
    date: new Date().toISOString().slice(0, 16).replace("T", " ") + " UTC",
    cpu: `${cpu.model.trim()}, ${cpus().length} cores`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GB`,
    kernel: output("uname", "-r"),
    commit,
    versions: {
      Gatehouse: output(`${root}build/release/gatehouse`, "--version"),
      nginx: dpkg("nginx"), wrk: dpkg("wrk"), "Node.js": process.version,
    },
  };
}
