// Measures the list of users in Debian's Chromium against the release binary: the first row, End,
// scrolling, DOM and heap. Results go to RESULTS_DIR/console.json.
//   node measure.js [--quick] [--users N] RESULTS_DIR
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

import { machine, stop } from "../lib/bench.js";
import { startGatehouse } from "../lib/gatehouse.js";
import { browserVersion, openUsers, signIn, withBrowser } from "./browser.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: "boolean", default: false },
    users: { type: "string", default: "100000" },
  },
});
const folder = resolve(positionals[0]);
const runs = values.quick ? 1 : 3;
const users = Number(values.users);
mkdirSync(folder, { recursive: true });

const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
const medians = (results) =>
  Object.fromEntries(Object.keys(results[0]).map((key) => [key, median(results.map((result) => result[key]))]));

async function repeat(name, once) {
  const results = [];
  while (results.length < runs) results.push(await once());
  const result = medians(results);
  console.error(name.padEnd(28), JSON.stringify(result));
  return result;
}

async function measureAll(credentials) {
  const session = await signIn(credentials);
  const inList = (use) =>
    withBrowser(async (browser) => use(await openUsers(browser, credentials, session)));
  const scroll = (speed, pixels) => () => inList((list) => list.scroll(speed, pixels));

  const afterStart = await inList((list) => list.firstRow());
  const first = await repeat("first row", () =>
    inList(async (list) => ({
      cold: await list.firstRow(), again: await list.reload(), ...(await list.size()),
    })));
  const reading = await repeat("scrolling, 2,000 px/s", scroll(2000, 10_000));
  const seeking = await repeat("scrolling, 10,000 px/s", scroll(10_000, 50_000));
  const end = await repeat("End", () => inList((list) => list.end()));
  const middle = await inList((list) => list.middle());
  console.error("the middle".padEnd(28), JSON.stringify(middle));
  const deep = await inList(async (list) => {
    const rows = await list.readOn();
    const size = await list.size();
    return { rows, ...size, scroll: await list.scroll(2000, -10_000) };
  });
  console.error("many rows read".padEnd(28), JSON.stringify(deep));
  return { afterStart, first, reading, seeking, end, middle, deep };
}

const server = await startGatehouse(folder, users);
try {
  const results = await measureAll(server.credentials);
  const versions = { ...machine(), chromium: await browserVersion() };
  writeFileSync(
    join(folder, "console.json"), JSON.stringify({ users, runs, machine: versions, ...results }, null, 1));
} finally {
  await stop(server.child);
}
