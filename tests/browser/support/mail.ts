// What arrived: files of the SMTP server or of the outbox folder, read by Python's e-mail parser.
import { expect } from "@playwright/test";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

export type Mail = { to: string[]; subject: string; text: string; html: string; link: string };

const parser = new URL("../../parse_mail.py", import.meta.url).pathname;
const parsed = new Map<string, Mail>();

type Parsed = { headers: [string, string][]; text: string; html: string; addresses: string[]; defects: string[] };

function read(file: string): Mail {
  const known = parsed.get(file);
  if (known) return known;
  const mail = JSON.parse(execFileSync("/usr/bin/python3", [parser, file], { encoding: "utf8" })) as Parsed;
  if (mail.defects.length > 0) throw new Error(`${file}: ${mail.defects.join(", ")}`);
  const result = {
    to: mail.addresses,
    subject: mail.headers.find(([name]) => name === "Subject")?.[1] ?? "",
    text: mail.text,
    html: mail.html,
    link: /https?:\/\/\S+/.exec(mail.text)?.[0] ?? "",
  };
  parsed.set(file, result);
  return result;
}

export function mailsIn(folder: string): Mail[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((name) => name.endsWith(".eml") && !name.startsWith("."));
  const ordered = files.sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  return ordered.map((name) => read(join(folder, name)));
}

/** The newest mail to this address with this subject, once it is there. */
export async function mailTo(folder: string, address: string, subject: RegExp, count = 1): Promise<Mail> {
  const matching = () => mailsIn(folder).filter((mail) => mail.to.includes(address) && subject.test(mail.subject));
  await expect
    .poll(() => matching().length, { message: `mail ${subject} to ${address}`, timeout: 30_000 })
    .toBeGreaterThanOrEqual(count);
  return matching().at(-1)!;
}
