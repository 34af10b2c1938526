export interface Placed<V> {
  readonly item: V
  readonly from: number
  readonly to: number
  readonly lane: number
  readonly lanes: number
}

/** What overlaps stands side by side, each as wide as its crowd allows. */
export function placed<V>(items: readonly { item: V; from: number; to: number }[]): Placed<V>[] {
  const sorted = items.toSorted((a, b) => a.from - b.from || b.to - a.to)
  const result: Placed<V>[] = []
  let crowd: { item: V; from: number; to: number; lane: number }[] = []
  let end = -1
  const settle = () => {
    const lanes = Math.max(0, ...crowd.map(({ lane }) => lane)) + 1
    result.push(...crowd.map((one) => ({ ...one, lanes })))
    crowd = []
  }
  for (const one of sorted) {
    if (one.from >= end && crowd.length > 0) settle()
    const taken = new Set(crowd.filter(({ to }) => to > one.from).map(({ lane }) => lane))
    let lane = 0
    while (taken.has(lane)) lane++
    crowd.push({ ...one, lane })
    end = Math.max(end, one.to)
  }
  settle()
  return result
}
