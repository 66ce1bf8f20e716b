// Makes the table of the console part of docs/performance.md.
//   node report.js RESULTS_DIR
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { root } from "../lib/bench.js";
import { describeMachine, number, replacePart, table } from "../lib/page.js";

const [directory] = process.argv.slice(2);
const result = JSON.parse(readFileSync(join(directory, "console.json"), "utf8"));
const { users, runs, first, reading, seeking, end, middle, deep, afterStart } = result;
const read = deep.rows.toLocaleString("en-US");
const isLast = end.row === end.last;

const ms = (value) => `${number(value)} ms`;
const megabytes = (bytes) => `${number(bytes / 2 ** 20)} MB`;
const verdict = (isMet) => (isMet ? "met" : "**missed**");
const mostNodes = Math.max(first.nodes, reading.nodes, seeking.nodes, deep.nodes, deep.scroll.nodes);

const rows = [
  ["first row, in a browser without cache", "1,500 ms", ms(first.cold), verdict(first.cold < 1500)],
  ["… again, from its cache", "", ms(first.again), ""],
  ["… the server's first list since it started", "", ms(afterStart), ""],
  ["End, until the last row has the focus", "1,000 ms", isLast ? ms(end.ms) : `row ${number(end.row)}`,
    verdict(isLast && end.ms < 1000)],
  ["scroll bar dragged to the middle, until its rows are there", "", ms(middle.ms), ""],
  ["heap, first page read", "60 MB", megabytes(first.heapBytes), verdict(first.heapBytes < 60 * 2 ** 20)],
  [`… ${read} rows read by scrolling`, "60 MB", megabytes(deep.heapBytes),
    verdict(deep.heapBytes < 60 * 2 ** 20)],
  ["DOM nodes, at most", "2,500", number(mostNodes), verdict(mostNodes < 2500)],
];
const scrolled = [
  ["reading: 2,000 px/s", reading], ["seeking: 10,000 px/s", seeking],
  [`2,000 px/s with ${read} rows read`, deep.scroll],
].map(([name, seen]) => [
  name, number(seen.cpuMs), verdict(seen.cpuMs < 16), `${number(seen.p50)} / ${number(seen.p95)}`,
  number(seen.longest), number(seen.longTasks), `${number(seen.waiting * 100)} %`,
]);

replacePart(
  join(root, "docs/performance.md"),
  "console",
  [
    `Measured ${describeMachine(result.machine)}; Chromium ${result.machine.chromium} without a graphics card, window 1440 × 900; ${runs > 1 ? `medians of ${runs} runs` : "one run"}, the middle and the many rows once.`,
    table(["the list of users", "target", "measured", ""], rows),
    table(
      ["scrolling", "CPU ms for each frame", "target 16 ms", "frame p50 / p95 ms", "longest ms", "long tasks",
        "frames with rows not yet read"], scrolled),
  ].join("\n\n"),
);
