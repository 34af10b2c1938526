export interface Line {
  readonly kind: 'same' | 'added' | 'removed'
  readonly text: string
}

/** Beyond this many changed lines a difference is shown as all gone and all new; nobody reads it. */
const CELLS_MAX = 4_000_000

/** What changed from one list of lines to another, in reading order. */
export function compare(before: readonly string[], after: readonly string[]): Line[] {
  let start = 0
  while (start < before.length && start < after.length && before[start] === after[start]) start++
  let end = 0
  while (
    end < Math.min(before.length, after.length) - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  )
    end++
  const same = (text: string): Line => ({ kind: 'same', text })
  return [
    ...before.slice(0, start).map(same),
    ...middle(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...before.slice(before.length - end).map(same),
  ]
}

/** The longest common lines stay. */
function middle(before: readonly string[], after: readonly string[]): Line[] {
  const removed = (text: string): Line => ({ kind: 'removed', text })
  const added = (text: string): Line => ({ kind: 'added', text })
  if (before.length * after.length > CELLS_MAX) return [...before.map(removed), ...after.map(added)]
  const width = after.length + 1
  const longest = new Uint32Array((before.length + 1) * width)
  for (let b = before.length - 1; b >= 0; b--)
    for (let a = after.length - 1; a >= 0; a--)
      longest[b * width + a] =
        before[b] === after[a]
          ? longest[(b + 1) * width + a + 1]! + 1
          : Math.max(longest[(b + 1) * width + a]!, longest[b * width + a + 1]!)
  const lines: Line[] = []
  let [b, a] = [0, 0]
  while (b < before.length || a < after.length) {
    if (b < before.length && a < after.length && before[b] === after[a]) {
      lines.push({ kind: 'same', text: before[b]! })
      b++
      a++
    } else if (
      b < before.length &&
      (a >= after.length || longest[(b + 1) * width + a]! >= longest[b * width + a + 1]!)
    )
      lines.push(removed(before[b++]!))
    else lines.push(added(after[a++]!))
  }
  return lines
}
