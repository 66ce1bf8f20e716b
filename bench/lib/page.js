// Writing measured parts into a page between `<!-- NAME begin -->` and `<!-- NAME end -->`, so that
// the prose around them stays.
import { readFileSync, writeFileSync } from "node:fs";

export function replacePart(page, name, text) {
  const [begin, end] = [`<!-- ${name} begin -->`, `<!-- ${name} end -->`];
  const whole = readFileSync(page, "utf8");
  const [from, to] = [whole.indexOf(begin), whole.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${page} has no part ${name}`);
  writeFileSync(page, `${whole.slice(0, from + begin.length)}\n${text.trim()}\n${whole.slice(to)}`);
}

export const table = (head, rows) =>
  [head, head.map((_, column) => (column === 0 ? "---" : "---:")), ...rows]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");

/// 1,234 · 12.3 · 0.12: three digits at most behind a small number.
export function number(value) {
  if (value === undefined || value === null || Number.isNaN(value)) return "–";
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return value.toLocaleString("en-US", { maximumFractionDigits: digits });
}

export const describeMachine = ({ date, cpu, memory, kernel, commit }) =>
  `${date}, ${cpu}, ${memory}, Linux ${kernel}, commit ${commit}`;
