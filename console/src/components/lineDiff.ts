export type DiffLine = { kind: 'same' | 'added' | 'removed'; text: string }

/** A comma at the end of a line tells of the line after it. */
const isSame = (a: string | undefined, b: string | undefined) => a?.replace(/,$/, '') === b?.replace(/,$/, '')

/** What became of a text, line by line: the longest common lines stay. */
export function lineDiff(before: string, after: string): DiffLine[] {
  const a = before === '' ? [] : before.split('\n')
  const b = after === '' ? [] : after.split('\n')
  // common[i][j]: how many lines the rests from i and j have in common.
  const common = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1))
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      common[i]![j] = isSame(a[i], b[j]) ? common[i + 1]![j + 1]! + 1 : Math.max(common[i + 1]![j]!, common[i]![j + 1]!)
    }
  }
  const lines: DiffLine[] = []
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && isSame(a[i], b[j])) {
      lines.push({ kind: 'same', text: b[j++]! })
      i++
    } else if (i < a.length && (j === b.length || common[i + 1]![j]! >= common[i]![j + 1]!)) {
      lines.push({ kind: 'removed', text: a[i++]! })
    } else {
      lines.push({ kind: 'added', text: b[j++]! })
    }
  }
  return lines
}

export type DiffPart = DiffLine | { kind: 'gap'; lines: number }

/** The same without the middle of what stayed: two lines around each change are enough. */
export function shortDiff(before: string, after: string, around = 2): DiffPart[] {
  const lines = lineDiff(before, after)
  const isNear = (index: number) => lines.slice(Math.max(0, index - around), index + around + 1).some(({ kind }) => kind !== 'same')
  const parts: DiffPart[] = []
  lines.forEach((line, index) => {
    if (isNear(index)) return parts.push(line)
    const last = parts.at(-1)
    return last?.kind === 'gap' ? ++last.lines : parts.push({ kind: 'gap', lines: 1 })
  })
  return parts
}
