// What a first visit loads, and the heaviest page on demand, compressed; ends with 1 above the budget.
import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const dist = new URL('../dist/', import.meta.url)
const kilobyte = 1000
const budget = { 'JavaScript at the start': 330, 'style sheets at the start': 45, 'heaviest page on demand': 130 }

const weight = (file) => gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length / kilobyte
const sum = (files) => files.reduce((total, file) => total + weight(file), 0)

const html = readFileSync(new URL('index.html', dist), 'utf8')
const named = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map(([, file]) => file)
const start = [...new Set(named)]
const scripts = start.filter((file) => file.endsWith('.js'))
const sheets = start.filter((file) => file.endsWith('.css'))
if (scripts.length === 0 || sheets.length === 0) throw new Error('dist/index.html names no script or no style sheet')
const later = readdirSync(new URL('assets/', dist))
  .filter((file) => file.endsWith('.js') && !scripts.includes(`assets/${file}`))
  .map((file) => weight(`assets/${file}`))

const found = {
  'JavaScript at the start': sum(scripts),
  'style sheets at the start': sum(sheets),
  'heaviest page on demand': Math.max(0, ...later),
}
let heavy = false
for (const [what, most] of Object.entries(budget)) {
  const over = found[what] > most
  heavy ||= over
  console.log(`${over ? 'TOO HEAVY' : 'ok'} ${what}: ${found[what].toFixed(1)} kB gz of ${most}`)
}
process.exit(heavy ? 1 : 0)
