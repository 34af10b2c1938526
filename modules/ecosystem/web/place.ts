import type { EcosystemMap } from './types.ts'

export const NODE = { width: 132, height: 44 }
const GAP = { x: 16, y: 14 }
const TOP = 64

export interface Spot {
  id: string
  x: number
  y: number
}
export interface Laid {
  width: number
  height: number
  joint: { x: number; y: number }
  base: Spot[]
  baseBox: { x: number; y: number; width: number; height: number }
  doors: Spot[]
  apps: Spot[]
  parties: Spot[]
  rightBox: { x: number; y: number; width: number; height: number }
}

/** Base on the left in two columns, the joint in the middle, doors and joined apps on the right, parties beyond them. */
export function lay(map: EcosystemMap): Laid {
  const base = map.modules.filter((one) => one.first_party)
  const apps = map.modules.filter((one) => !one.first_party)
  const rows = Math.ceil(base.length / 2)
  const right = map.doors.length + apps.length
  const tall = Math.max(rows, right, 4)
  const step = NODE.height + GAP.y
  const height = TOP + tall * step + 40
  const middle = TOP + (tall * step - GAP.y) / 2
  const column = (ids: readonly string[], x: number, count = ids.length): Spot[] => {
    const start = middle - (count * step - GAP.y) / 2
    return ids.map((id, at) => ({ id, x, y: start + at * step }))
  }
  const baseX = 96
  const jointX = baseX + 2 * NODE.width + GAP.x + 130
  const rightX = jointX + 150
  const partyX = rightX + NODE.width + 120
  const ids = base.map(({ id }) => id)
  const left = column(ids.slice(0, rows), baseX, rows)
  const second = column(ids.slice(rows), baseX + NODE.width + GAP.x, rows)
  const rightSpots = column(
    [...map.doors.map(({ id }) => `door:${id}`), ...apps.map(({ id }) => id)],
    rightX,
  )
  const box = (spots: readonly Spot[], x: number, width: number) => {
    const first = Math.min(...spots.map(({ y }) => y), middle)
    const last = Math.max(...spots.map(({ y }) => y + NODE.height), middle)
    return { x: x - 20, y: first - 42, width: width + 40, height: last - first + 62 }
  }
  return {
    width: map.parties.length > 0 ? partyX + NODE.width + 40 : rightX + NODE.width + 60,
    height,
    joint: { x: jointX, y: middle },
    base: [...left, ...second],
    baseBox: box(left, baseX, 2 * NODE.width + GAP.x),
    doors: rightSpots.slice(0, map.doors.length),
    apps: rightSpots.slice(map.doors.length),
    parties: column(
      map.parties.map(({ name }) => name),
      partyX,
    ),
    rightBox: box(rightSpots, rightX, NODE.width),
  }
}

/** A calm curve that leaves and arrives level. */
export function curve(x1: number, y1: number, x2: number, y2: number): string {
  const bend = Math.max(40, Math.abs(x2 - x1) / 2)
  const way = x2 > x1 ? bend : -bend
  return `M${x1} ${y1}C${x1 + way} ${y1} ${x2 - way} ${y2} ${x2} ${y2}`
}

/** Between two modules of the base: an arc outside of the box. */
export function arc(from: Spot, to: Spot, leftEdge: number): string {
  const [y1, y2] = [from.y + NODE.height / 2, to.y + NODE.height / 2]
  const out = leftEdge - 24 - Math.min(48, Math.abs(y2 - y1) / 6)
  return `M${from.x} ${y1}C${out} ${y1} ${out} ${y2} ${to.x} ${y2}`
}

/** Thicker where more moved; never so thick that it shouts. */
export const weight = (count: number): number =>
  count === 0 ? 1 : 1.2 + Math.min(4, Math.log10(count + 1))
/** Seconds a dot takes: busier lines are quicker. */
export const pace = (count: number): number => Math.max(1.6, 6 - Math.log2(count + 1))
