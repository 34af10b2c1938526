/**
 * Would `from → to` close a circle? Follows the arrows from `to`; answers the way back to `from`, so
 * that the refusal can name it.
 */
export function circle(
  arrows: ReadonlyMap<string, readonly string[]>,
  from: string,
  to: string,
): string[] | undefined {
  const came = new Map<string, string | undefined>([[to, undefined]])
  const open = [to]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at === from) return wayTo(from, came)
    for (const next of arrows.get(at) ?? []) {
      if (came.has(next)) continue
      came.set(next, at)
      open.push(next)
    }
  }
  return undefined
}

function wayTo(end: string, came: ReadonlyMap<string, string | undefined>): string[] {
  const way: string[] = []
  for (let at: string | undefined = end; at !== undefined; at = came.get(at)) way.unshift(at)
  return way
}
