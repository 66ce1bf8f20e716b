// A library as a contender.
//   node peer.js serve NAME CONFIGURATION WORLD PORT   behind the plainest HTTP server, which
//                        answers AuthZEN's evaluation and evaluations on 127.0.0.1
//   node peer.js ask NAME CONFIGURATION WORLD SECONDS  in process; prints answers and rates as JSON
import { readFileSync } from "node:fs";
import { createServer } from "node:http";

const [mode, name, configuration, file, last] = process.argv.slice(2);
const world = JSON.parse(readFileSync(file, "utf8"));
const begin = performance.now();
const { open } = await import(`./peers/${name}.js`);
const { decide, decideMany } = await open(world, configuration);
const loadSeconds = (performance.now() - begin) / 1000;
const many =
  decideMany ??
  (async (questions) => {
    const answers = [];
    for (const question of questions) answers.push(await decide(question));
    return answers;
  });

const questionOf = ({ subject, action, resource }) => ({
  user: subject.id,
  action: action.name,
  type: resource.type,
  id: resource.id,
});

async function answer(path, body) {
  if (path === "/access/v1/evaluation") return { decision: await decide(questionOf(body)) };
  const questions = body.evaluations.map((item) => questionOf({ ...body, ...item }));
  return { evaluations: (await many(questions)).map((decision) => ({ decision })) };
}

function serve(port) {
  createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8");
    request.on("data", (part) => (text += part));
    request.on("end", async () => {
      try {
        const result = JSON.stringify(await answer(request.url, JSON.parse(text)));
        response.writeHead(200, {
          "Content-Type": "application/json",
          "Content-Length": Buffer.byteLength(result),
        });
        response.end(result);
      } catch (problem) {
        response.writeHead(500).end(String(problem));
      }
    });
  }).listen(port, "127.0.0.1");
}

// Awaits only what is a promise, so that a synchronous library does not pay for a microtask.
async function ask(seconds) {
  const { questions } = world;
  const answers = [];
  const end = performance.now() + 3000;
  for (const question of questions) {
    if (answers.length >= 20 && performance.now() > end) break;
    answers.push(await decide(question));
  }
  const times = [];
  const start = performance.now();
  let at = 0;
  while (performance.now() - start < seconds * 1000 || times.length < 20) {
    const before = process.hrtime.bigint();
    const result = decide(questions[at++ % questions.length]);
    if (typeof result !== "boolean") await result;
    times.push(Number(process.hrtime.bigint() - before));
  }
  const took = (performance.now() - start) / 1000;
  times.sort((a, b) => a - b);
  const part = (share) => times[Math.floor(times.length * share)];
  const result = { answers, perSecond: at / took, p50ns: part(0.5), p99ns: part(0.99), loadSeconds };
  process.stdout.write(JSON.stringify(result), () => process.exit(0));
}

if (mode === "serve") serve(Number(last));
else await ask(Number(last));
