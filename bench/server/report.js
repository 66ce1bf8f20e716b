// Makes the tables and the plot of the server part of docs/performance.md.
//   node report.js RESULTS_DIR
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { root } from "../lib/bench.js";
import { describeMachine, number, replacePart, table } from "../lib/page.js";
import { bars, colors } from "../lib/plot.js";

const [directory] = process.argv.slice(2);
const result = JSON.parse(readFileSync(join(directory, "server.json"), "utf8"));
const { rows, yardsticks, signIn, small, users, effort } = result;
const [nginx] = rows;
const count = users.toLocaleString("en-US");

function verdict({ target, perSecond, p99us }) {
  if (!target) return "";
  const isMet = perSecond >= target.perSecond && !(target.p99ms && p99us / 1000 > target.p99ms);
  const goal = `${number(target.perSecond)}/s${target.p99ms ? ` and ${target.p99ms} ms` : ""}`;
  return isMet ? `${goal}: met` : `${goal}: **missed**`;
}

const cells = (row) =>
  row.perSecond === undefined
    ? [row.name, row.failed, "", "", "", ""]
    : [
        row.name, number(row.perSecond), `${number((row.perSecond / nginx.perSecond) * 100)} %`,
        `${number(row.p50us / 1000)} / ${number(row.p99us / 1000)}`, number(row.cpuUs), verdict(row),
      ];

const share = signIn.perSecond / signIn.hashLimit;
const lines = [
  `- sign-in, 16 at a time: ${number(signIn.perSecond)}/s, ${number(share * 100)} % of the ${number(signIn.hashLimit)} hashes/s that one core makes (target 90 %${share >= 0.9 ? ": met" : ", **missed**"}), p99 ${number(signIn.p99ms)} ms. Reads of the own user meanwhile: p50 ${number(signIn.during.p50ms)} ms, p99 ${number(signIn.during.p99ms)} ms; before: ${number(signIn.before.p50ms)} and ${number(signIn.before.p99ms)} ms (200 a second).`,
  `- small database: ${number(small.readyMs)} ms from start to the first answer (target 100), ${number(small.residentBytes / 2 ** 20)} MB resident (target 30).`,
  `- with ${count} users: ${number(result.readyMs)} ms to the first answer, ${number(result.residentBytes / 2 ** 20)} MB resident after all of the above.`,
];

const pick = (list, part) => list.filter(({ name, perSecond }) => perSecond && name.includes(part));
const bar = (color) => ({ name, perSecond }) => ({
  label: "", value: perSecond, note: number(perSecond), color, name,
});
function plot(file, title, ours, theirs) {
  const shown = [...ours.map(bar(colors.ours)), ...theirs.map(bar(colors.peer))]
    .map((row) => ({ ...row, label: row.color === colors.ours ? "Gatehouse" : row.name.split(":")[0] }))
    .sort((a, b) => b.value - a.value);
  writeFileSync(join(root, "docs/pictures", file), bars({ title, unit: "requests a second", rows: shown }));
}
plot("server-session.svg", "Session checked, own user answered", pick(rows, "`GET /users/me`, session"),
  pick(yardsticks, "session check"));
plot("server-page.svg", `A page of 50 among ${count} users, by part of a name, with the total`,
  pick(rows, "the same with the total"), pick(yardsticks, "page of 50"));

replacePart(
  join(root, "docs/performance.md"),
  "server",
  [
    `Measured ${describeMachine(result.machine)}; ${count} users in the organization, 32 connections (pages 16), ${effort.runs > 1 ? `medians of ${effort.runs} runs of ${effort.seconds} s` : `one run of ${effort.seconds} s`}.`,
    table(["what", "requests/s", "of nginx", "p50 / p99 ms", "CPU µs", "target"], rows.map(cells)),
    lines.join("\n"),
    `Yardsticks in the same run, with the same users on SQLite. better-auth lists by e-mail or name, not both.`,
    table(["what", "requests/s", "of nginx", "p50 / p99 ms", "CPU µs", ""], yardsticks.map(cells)),
    "![Session checked](pictures/server-session.svg)",
    "![A page of users](pictures/server-page.svg)",
  ].join("\n\n"),
);
