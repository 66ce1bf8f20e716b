// Horizontal bars on a logarithmic axis, as SVG that reads on light and dark pages.
const width = 860;
const left = 215;
const right = 150;
const rowHeight = 26;
const ink = "#1f2937";
const quiet = "#6b7280";

const escape = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
const short = (value) =>
  value >= 1e6 ? `${value / 1e6}M` : value >= 1e3 ? `${value / 1e3}k` : `${value}`;

/// rows: {label, value, color, note}; `value` above 0. Answers the SVG's text.
export function bars({ title, unit, rows }) {
  const values = rows.map((row) => row.value);
  const low = 10 ** Math.floor(Math.log10(Math.min(...values)) - 0.01);
  const high = 10 ** Math.ceil(Math.log10(Math.max(...values)));
  const x = (value) =>
    left + ((width - left - right) * Math.log10(value / low)) / Math.log10(high / low);
  const top = 56;
  const bottom = top + rows.length * rowHeight;
  const ticks = [];
  for (let tick = low; tick <= high; tick *= 10) ticks.push(tick);
  const text = (at, y, anchor, words, fill = ink, more = "") =>
    `<text x="${at.toFixed(1)}" y="${y}" text-anchor="${anchor}" fill="${fill}"${more}>${escape(words)}</text>`;
  const grid = ticks.map(
    (tick) =>
      `<line x1="${x(tick).toFixed(1)}" x2="${x(tick).toFixed(1)}" y1="${top - 4}" y2="${bottom}" stroke="#e5e7eb"/>` +
      text(x(tick), bottom + 18, "middle", short(tick), quiet),
  );
  const bar = ({ label, value, color, note }, number) => {
    const y = top + number * rowHeight;
    return (
      text(left - 10, y + 16, "end", label) +
      `<rect x="${left}" y="${y + 4}" width="${(x(value) - left).toFixed(1)}" height="${rowHeight - 9}" rx="2" fill="${color}"/>` +
      text(x(value) + 7, y + 16, "start", note)
    );
  };
  const height = bottom + 32;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" font-size="13" role="img" aria-label="${escape(title)}">
<rect width="${width}" height="${height}" fill="#ffffff"/>
${text(left, 22, "start", title, ink, ' font-size="15" font-weight="600"')}
${text(left, 41, "start", `${unit}, logarithmic`, quiet)}
${grid.join("\n")}
${rows.map(bar).join("\n")}
</svg>
`;
}

export const colors = { ours: "#2563eb", ceiling: "#9ca3af", peer: "#d9a441" };
