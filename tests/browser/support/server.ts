// Starts the real binary and the real SMTP server, each in a folder of its own, and stops them by
// process id.
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const repository = new URL("../../../", import.meta.url).pathname;
const binary = process.env["GATEHOUSE_BINARY"] ?? join(repository, "build/release/gatehouse");
const startTime = 60_000;

/** A started program and the last thing it said. */
export type Program = { ready: string; stop: () => Promise<void> };

export type Credentials = {
  organizationId: string;
  adminEmail: string;
  adminPassword: string;
  accessKeyId: string;
  apiSecret: string;
  memberEmail: string;
  memberPassword: string;
};

export type Demo = Credentials & { baseUrl: string; apiUrl: string; outboxDir: string; otherOrganization: Credentials };

export function makeFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), "gatehouse-browser-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

/** Waits for its `READY …` line; a program that ends before is an error with what it wrote. */
async function start(command: string, args: string[]): Promise<Program> {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
  const stop = () => stopped(child);
  let output = "";
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-20_000);
  };
  child.stderr.on("data", keep);
  const ready = new Promise<string>((done, failed) => {
    const timer = setTimeout(() => failed(new Error(`${command} is not ready in time\n${output}`)), startTime);
    child.on("error", failed);
    child.on("exit", (code) => failed(new Error(`${command} ended with ${code}\n${output}`)));
    child.stdout.on("data", (chunk: Buffer) => {
      keep(chunk);
      const line = /^READY (\S+)\n/m.exec(output);
      if (!line) return;
      clearTimeout(timer);
      done(line[1]!);
    });
  });
  try {
    return { ready: await ready, stop };
  } catch (problem) {
    await stop();
    throw problem;
  }
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => child.once("exit", done));
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), 15_000);
  await gone;
  clearTimeout(timer);
}

/** A server with the demo organizations and so many more users; mails are files in its outbox. */
export async function startDemo(folder: string, users = 0): Promise<Program & { demo: Demo }> {
  const file = join(folder, "credentials.json");
  const port = String(await freePort());
  const program = await start(binary, [
    "serve", "--demo", "--port", port, "--data-dir", join(folder, "data"), "--credentials", file,
    "--demo-users", String(users),
  ]);
  return { ...program, demo: JSON.parse(readFileSync(file, "utf8")) as Demo };
}

export const startSmtp = (folder: string) =>
  start("/usr/bin/python3", [join(repository, "tests/smtp_server.py"), "--dir", folder]);

/** An organization made by `gatehouse init`, its mail sent through SMTP. */
export async function startProduction(folder: string, smtpPort: string, organization: string, email: string) {
  const config = join(folder, "gatehouse.toml");
  const port = String(await freePort());
  const said = execFileSync(binary, [
    "init", "--config", config, "--data-dir", join(folder, "data"), "--organization", organization,
    "--email", email, "--public-url", `http://127.0.0.1:${port}`, "--port", port,
  ], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  const setUpLink = /http\S+\/reset#\S+/.exec(said)?.[0];
  if (!setUpLink) throw new Error(`no set-up link in\n${said}`);
  appendFileSync(config, `
[smtp]
host = "127.0.0.1"
port = ${smtpPort}
security = "none"
from = "access@gatehouse.example"
`);
  const program = await start(binary, ["serve", "--config", config]);
  return { ...program, setUpLink, baseUrl: `http://127.0.0.1:${port}` };
}
