// Makes the tables and plots of docs/performance.md from measure.js's results.
//   node report.js RESULTS_DIR
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { root } from "../lib/bench.js";
import { describeMachine, number, replacePart, table } from "../lib/page.js";
import { bars, colors } from "../lib/plot.js";

const [directory] = process.argv.slice(2);
const titles = {
  small: "1 000 users, 50 nested groups, 100 policies × 10 statements",
  users: "100 000 users, 100 policies",
  policies: "1 000 users, 10 000 policies",
};

const labelOf = ({ name, configuration }) => (configuration ? `${name} (${configuration})` : name);
const isOurs = ({ name }) => name === "Gatehouse";
const rate = (result) => result.http?.one.perSecond;
const milliseconds = (microseconds) => number(microseconds / 1000);
const times = (ratio) =>
  !Number.isFinite(ratio) || ratio <= 0
    ? "–"
    : `${ratio >= 10 ? Math.round(ratio).toLocaleString("en-US") : ratio.toFixed(1)} ×`;

function rowOf(result, ours, ceiling) {
  const { http, inProcess } = result;
  if (!http) return [labelOf(result), ...Array(8).fill("–")];
  const label = isOurs(result) ? `**${labelOf(result)}**` : labelOf(result);
  const ratio = isOurs(result)
    ? `${number((rate(ours) / rate(ceiling)) * 100)} % of nginx`
    : times(result === ceiling ? 0 : rate(ours) / rate(result));
  return [
    label,
    number(http.one.perSecond),
    ratio,
    `${milliseconds(http.one.p50us)} / ${milliseconds(http.one.p99us)}`,
    `${number(http.one.cpuUs)} / ${number(http.many.cpuUs / 100)}`,
    number(http.many.perSecond * 100),
    inProcess ? number(inProcess.perSecond) : "–",
    number(http.residentBytes / 2 ** 20),
    number(http.firstMs / 1000),
  ];
}

const head = [
  "contender", "decisions/s", "Gatehouse is", "p50 / p99 ms", "CPU µs, alone / in a batch", "in batches of 100, /s",
  "in process, /s", "memory MB", "first answer s",
];

function section(name, { results, effort }) {
  const ours = results.find(isOurs);
  const ceiling = results.find((result) => result.name === "nginx");
  const rows = results.map((result) => rowOf(result, ours, ceiling));
  const failed = results
    .filter((result) => result.failed)
    .map((result) => `- ${labelOf(result)}: ${result.failed}`);
  const { p50ns, p99ns, directoryBytes } = ours.inProcess ?? {};
  return [
    `### ${titles[name]}`,
    table(head, rows),
    p50ns
      ? `Gatehouse in process: p50 ${number(p50ns)} ns, p99 ${number(p99ns)} ns (medians of 64); its directory takes ${number(directoryBytes / 2 ** 20)} MB. ${effort.runs > 1 ? `Medians of ${effort.runs} runs of ${effort.seconds} s.` : `One run of ${effort.seconds} s.`}`
      : "",
    failed.length > 0 ? `Not measured, or not wholly:\n\n${failed.join("\n")}` : "",
  ].filter(Boolean).join("\n\n");
}

function plot(file, title, unit, results, valueOf) {
  const rows = results
    .map((result) => ({ result, value: valueOf(result) }))
    .filter(({ value }) => value > 0)
    .sort((a, b) => b.value - a.value)
    .map(({ result, value }) => ({
      label: labelOf(result),
      value,
      note: number(value),
      color: isOurs(result) ? colors.ours : result.name === "nginx" ? colors.ceiling : colors.peer,
    }));
  writeFileSync(join(root, "docs/pictures", file), bars({ title, unit, rows }));
}

const worlds = Object.keys(titles)
  .map((name) => [name, join(directory, `${name}.json`)])
  .filter(([, file]) => existsSync(file))
  .map(([name, file]) => [name, JSON.parse(readFileSync(file, "utf8"))]);
const [, small] = worlds[0];

plot("decisions-http.svg", "Decisions over HTTP, one core for the server", "decisions a second",
  small.results, rate);
plot("decisions-in-process.svg", "Decisions in process, one thread", "decisions a second",
  small.results, (result) => result.inProcess?.perSecond);

// What policy_bench printed, one row for each of its worlds.
function engineSection(file) {
  const benchmarks = JSON.parse(readFileSync(file, "utf8")).benchmarks.map((benchmark) => ({
    ...benchmark,
    name: benchmark.name.replace(/\/iterations:\d+/, ""),
  }));
  const decisions = benchmarks.filter(({ p50_ns }) => p50_ns !== undefined);
  const changes = benchmarks.filter(({ name }) => /^(change|remove)_/.test(name));
  const loads = benchmarks.filter(({ name }) => name.startsWith("load"));
  return [
    "### The engine alone",
    table(
      ["world of `policy_bench`", "p50 ns", "p99 ns"],
      decisions.map(({ name, p50_ns, p99_ns }) => [name.replace("/", ", "), number(p50_ns), number(p99_ns)]),
    ),
    [...changes, ...loads]
      .map(({ name, real_time, time_unit, bytes_a_user_beyond_names: bytes }) =>
        `${name.replaceAll("_", " ").replace("/", " of ")} users: ${number(real_time)} ${time_unit}${bytes ? `, ${number(bytes)} bytes a user beyond its names` : ""}`.replace(/((change|remove) .*) users/, "$1"),
      )
      .join("; ") + ".",
  ].join("\n\n");
}

// The targets of the design, and what became of them.
function verdicts(results, byName) {
  const ours = results.find(isOurs);
  const best = (name) =>
    Math.max(...results.filter((r) => r.name === name && rate(r)).map(rate));
  const peers = [...new Set(results.map(({ name }) => name))].filter(
    (name) => name !== "nginx" && name !== "Gatehouse" && best(name) > 0,
  );
  const fastest = peers.reduce((a, b) => (best(a) > best(b) ? a : b), peers[0]);
  const nginx = results.find(({ name }) => name === "nginx");
  const share = rate(ours) / rate(nginx);
  const cpuShare = nginx.http.one.cpuUs / ours.http.one.cpuUs;
  const batch = ours.http.many.perSecond * 100;
  const { p50ns } = ours.inProcess;
  // Beside nginx in the same minutes: the host gives more or less from one world to the next.
  const shareIn = (world) => {
    const { results: those = [] } = byName[world] ?? {};
    return rate(those.find(isOurs) ?? {}) / rate(those.find(({ name }) => name === "nginx") ?? {});
  };
  const flatness = ["users", "policies"].map((world) => shareIn(world) / share);
  const row = (what, target, measured, isMet) =>
    [what, target, measured, isMet ? "met" : "**missed**"];
  const rows = [
    row("HTTP decision, of nginx's `return 200`", "≥ 70 %",
      `${number(share * 100)} % of its requests, ${number(cpuShare * 100)} % by CPU`, share >= 0.7),
    row("… beside Cerbos at its best", "≥ 30 ×", times(rate(ours) / best("Cerbos")),
      rate(ours) / best("Cerbos") >= 30),
    row(`… beside the fastest peer, ${fastest}`, "≥ 9 ×", times(rate(ours) / best(fastest)),
      rate(ours) / best(fastest) >= 9),
    row("decisions in batches of 100", "≥ 1,500,000/s", `${number(batch)}/s`, batch >= 1.5e6),
    row("in process, this world, p50", "≤ 150 ns", `${number(p50ns)} ns`, p50ns <= 150),
  ];
  if (flatness.every((part) => part > 0))
    rows.push(row("flat: 100 times the users, 100 times the policies", "about 100 %",
      `${flatness.map((part) => `${number(part * 100)} %`).join(" and ")} of the small world's share of nginx`,
      flatness.every((part) => part >= 0.9)));
  return table(["what", "target", "measured", ""], rows);
}

const engine = join(directory, "engine.json");
const versions = {
  ...small.machine.versions,
  ...Object.fromEntries(
    small.results.filter((result) => result.version).map(({ name, version }) => [name, version]),
  ),
};
const what = small.results
  .filter((result) => result.what)
  .map((result) => `- **${labelOf(result)}**: ${result.what}`);

replacePart(
  join(root, "docs/performance.md"),
  "decisions",
  [
    `Measured ${describeMachine(small.machine)}. ${Object.entries(versions).map(([name, version]) => `${name} ${version}`).join(", ")}.`,
    "![Decisions over HTTP](pictures/decisions-http.svg)",
    "![Decisions in process](pictures/decisions-in-process.svg)",
    verdicts(small.results, Object.fromEntries(worlds)),
    ...worlds.map(([name, world]) => section(name, world)),
    ...(existsSync(engine) ? [engineSection(engine)] : []),
    "### The contenders",
    what.join("\n"),
  ].join("\n\n"),
);
