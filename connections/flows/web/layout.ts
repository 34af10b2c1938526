import { lanesOf } from './tree.ts'
import type { Definition, Kinds, Place, Step } from './types.ts'

export const WIDTH = 248
export const HEIGHT = 62
const GAP = 56
const BESIDE = 36
const LANE = 24
const DOT = 12

export type Spot =
  | { id: string; type: 'trigger'; x: number; y: number }
  | { id: string; type: 'end'; x: number; y: number }
  | { id: string; type: 'dot'; x: number; y: number }
  | { id: string; type: 'step'; x: number; y: number; step: Step }
  | { id: string; type: 'lane'; x: number; y: number; title: string; own: boolean; number?: number }

/** A line; with `plus` a step may be put into it. */
export interface Line {
  id: string
  source: string
  target: string
  plus?: { block: Place; index: number; after: string }
}

export interface Drawing {
  spots: Spot[]
  lines: Line[]
}

/** From the tree alone: nobody wires or places anything. */
export function drawingOf(flow: Definition, kinds: Kinds): Drawing {
  const spots: Spot[] = []
  const lines: Line[] = []

  const widthOf = (step: Step): number => {
    const lanes = lanesOf(step, kinds.get(step.kind))
    return Math.max(WIDTH, spread(lanes.map(({ steps }) => widest(steps))))
  }
  const widest = (steps: readonly Step[]): number => Math.max(WIDTH, ...steps.map(widthOf))
  const spread = (widths: number[]): number =>
    widths.reduce((sum, width) => sum + width, 0) + BESIDE * Math.max(widths.length - 1, 0)

  /** Draws steps below `from` around the line `x`; answers from where it goes on. */
  const block = (steps: readonly Step[], place: Place, x: number, top: number, from: string) => {
    let above = from
    let y = top
    steps.forEach((step, index) => {
      lines.push({
        id: `${above}>${step.id}`,
        source: above,
        target: step.id,
        plus: { block: place, index, after: above },
      })
      spots.push({ id: step.id, type: 'step', x: x - WIDTH / 2, y, step })
      const below = inside(step, [...place, index], x, y)
      above = below.from
      y = below.y + GAP
    })
    return { from: above, y, plus: { block: place, index: steps.length, after: above } }
  }

  const inside = (step: Step, place: Place, x: number, y: number) => {
    const lanes = lanesOf(step, kinds.get(step.kind), place)
    if (lanes.length === 0) return { from: step.id, y: y + HEIGHT }
    const widths = lanes.map(({ steps }) => widest(steps))
    let left = x - spread(widths) / 2
    const ends = lanes.map((lane, index) => {
      const middle = left + widths[index]! / 2
      left += widths[index]! + BESIDE
      const id = `lane:${lane.at.join('/')}`
      const top = y + HEIGHT + GAP * 0.6
      const { title, own, number } = lane
      spots.push({
        id,
        type: 'lane',
        x: middle - WIDTH / 2,
        y: top,
        title,
        own,
        ...(number === undefined ? {} : { number }),
      })
      lines.push({ id: `${step.id}>${id}`, source: step.id, target: id })
      return block(lane.steps, lane.at, middle, top + LANE + GAP * 0.8, id)
    })
    const dot = `dot:${step.id}`
    const bottom = Math.max(...ends.map((end) => end.y)) - GAP * 0.2
    spots.push({ id: dot, type: 'dot', x: x - DOT / 2, y: bottom })
    for (const { from, plus } of ends)
      lines.push({ id: `${from}>${dot}`, source: from, target: dot, plus })
    return { from: dot, y: bottom + DOT }
  }

  spots.push({ id: TRIGGER, type: 'trigger', x: -WIDTH / 2, y: 0 })
  const { from, y, plus } = block(flow.steps, ['steps'], 0, HEIGHT + GAP, TRIGGER)
  spots.push({ id: END, type: 'end', x: -WIDTH / 2, y })
  lines.push({ id: `${from}>${END}`, source: from, target: END, plus })
  return { spots, lines }
}

/** What no step's name can be. */
export const TRIGGER = '~trigger'
export const END = '~end'
