/** Which columns a list shows, in which order and how wide in pixels: `name,email:240,status`. */
export type Layout = { key: string; width?: number }[]

export const narrowest = 60
const widest = 1200

/** The first of the known columns is always there, and first; what is unknown or said twice is left out. */
export function readLayout(text: string, known: string[]): Layout {
  const said = text.split(',').map((part) => {
    const [key = '', width] = part.split(':')
    const pixels = Number(width)
    return width !== undefined && pixels >= narrowest && pixels <= widest ? { key, width: Math.round(pixels) } : { key }
  })
  const first = said.find(({ key }) => key === known[0]) ?? { key: known[0]! }
  const others = said.filter(({ key }, index) => key !== known[0] && known.includes(key) && said.findIndex((other) => other.key === key) === index)
  return [first, ...others]
}

export const writeLayout = (layout: Layout) => layout.map(({ key, width }) => (width === undefined ? key : `${key}:${width}`)).join(',')

/** Moves a column by one place; the first stays first. */
export function moved(layout: Layout, key: string, by: 1 | -1): Layout {
  const from = layout.findIndex((column) => column.key === key)
  const to = from + by
  if (from < 1 || to < 1 || to >= layout.length) return layout
  return layout.with(from, layout[to]!).with(to, layout[from]!)
}

export const resized = (layout: Layout, key: string, width: number): Layout =>
  layout.map((column) => (column.key === key ? { key, width: Math.min(widest, Math.max(narrowest, Math.round(width))) } : column))
