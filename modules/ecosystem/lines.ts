import type { Context, Module } from '#kernel'

interface Line {
  readonly from: string
  readonly to: string
  readonly count: number
}

/** Who hears whom: one line from each module to each that subscribed to an event of it. */
export function linesOf(
  registry: Context['registry'],
  events: ReadonlyMap<string, number>,
): Line[] {
  const counts = new Map<string, number>()
  for (const { id, on } of registry.subscriptions.values()) {
    const [from, to] = [on.id.split('.', 1)[0]!, id.split('.', 1)[0]!]
    if (from === to) continue
    const key = `${from} ${to}`
    counts.set(key, (counts.get(key) ?? 0) + (events.get(on.id) ?? 0))
  }
  return [...counts].map(([key, count]) => {
    const [from, to] = key.split(' ') as [string, string]
    return { from, to, count }
  })
}

/** Who stands behind what is installed, beside the base itself. */
export function partiesOf(
  modules: readonly Module[],
): { name: string; kind: string; modules: string[] }[] {
  const foreign = modules.filter(({ firstParty }) => !firstParty)
  return [...Map.groupBy(foreign, ({ publisher }) => publisher)].map(([name, published]) => ({
    name,
    kind: published[0]!.partnerType,
    modules: published.map(({ id }) => id),
  }))
}
