// Sign-ins as fast as they go, and what becomes of other calls meanwhile. Each sign-in comes from
// another network (through X-Forwarded-For), because one network may only try a hundred an hour.
import { execFileSync } from "node:child_process";
import { Agent, get } from "node:http";
import { join } from "node:path";

import { root, sleep } from "../lib/bench.js";
import { signIn } from "../lib/gatehouse.js";

const program = join(root, "build/release/hash_limit");
const atOnce = 16; // below the ten open attempts that one account may have
let network = 0;
const nextAddress = () => `10.${(++network >> 16) & 255}.${(network >> 8) & 255}.${network & 255}`;
const nextNetwork = () => {
  network += 255;
  return nextAddress();
};

const hashesPerSecond = (seconds) =>
  Number(execFileSync("taskset", ["-c", "0", program, "1", `${seconds}`], { encoding: "utf8" }));

// 200 reads of the own user a second, evenly; latencies in milliseconds.
async function read(url, headers, until) {
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  const once = () =>
    new Promise((done, fail) => {
      const begin = performance.now();
      get(url, { agent, headers }, (response) => {
        response.resume();
        response.on("end", () =>
          response.statusCode === 200
            ? done(performance.now() - begin)
            : fail(new Error(`a read got ${response.statusCode}`)),
        );
      }).on("error", fail);
    });
  const pending = [];
  for (let at = performance.now(); at < until; at += 5) {
    await sleep(Math.max(0, at - performance.now()));
    pending.push(once());
  }
  const times = (await Promise.all(pending)).sort((a, b) => a - b);
  agent.destroy();
  const part = (share) => times[Math.floor(times.length * share)];
  return { p50ms: part(0.5), p99ms: part(0.99) };
}

// 16 people at a time, all the time until then.
async function signInUntil(credentials, end) {
  const { adminEmail, adminPassword, memberEmail, memberPassword, otherOrganization } = credentials;
  const people = [
    [adminEmail, adminPassword], [memberEmail, memberPassword],
    [otherOrganization.adminEmail, otherOrganization.adminPassword],
    [otherOrganization.memberEmail, otherOrganization.memberPassword],
  ];
  const times = [];
  const began = performance.now();
  const worker = async (_, number) => {
    const [email, password] = people[number % people.length];
    while (performance.now() < end) {
      const start = performance.now();
      await signIn(credentials, email, password, nextNetwork());
      times.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  const perSecond = (times.length / (performance.now() - began)) * 1000;
  times.sort((a, b) => a - b);
  return { perSecond, p99ms: times[Math.floor(times.length * 0.99)] };
}

// The machine itself is not always as fast, so the hash and the sign-ins take turns.
export async function measureSignIn(credentials, url, headers, seconds) {
  const from = (duration) => performance.now() + duration * 1000;
  const before = await read(url, headers, from(seconds));
  const rounds = [];
  for (let i = 0; i < 5; ++i)
    rounds.push({
      hashLimit: hashesPerSecond(seconds / 2),
      ...(await signInUntil(credentials, from(seconds / 2))),
    });
  rounds.sort((a, b) => a.perSecond / a.hashLimit - b.perSecond / b.hashLimit);
  const [during] = await Promise.all([
    read(url, headers, from(seconds)), signInUntil(credentials, from(seconds)),
  ]);
  return { ...rounds[rounds.length >> 1], before, during };
}
