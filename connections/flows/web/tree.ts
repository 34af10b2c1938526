import type { Schema } from '#web'
import type { Definition, KindInfo, Kinds, Place, Step } from './types.ts'

/** A list of steps inside a step: a branch, a loop's body, what runs when it fails. */
export interface Lane {
  readonly at: Place
  /** The schema's title, or what a person called the branch. */
  readonly title: string
  readonly own: boolean
  readonly number?: number
  readonly steps: readonly Step[]
}

/** Lanes as the kind's schema tells them; what is absent and may be added is there, empty. */
export function lanesOf(step: Step, kind: KindInfo | undefined, place: Place = []): Lane[] {
  return kind ? within(kind.schema, step, place) : []
}

function within(schema: Schema, value: unknown, place: Place): Lane[] {
  const fields = (value ?? {}) as Record<string, unknown>
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]): Lane[] => {
    const at = [...place, name]
    const inner = fields[name]
    if (field['x-steps'])
      return [{ at, title: field.title ?? name, own: false, steps: (inner ?? []) as Step[] }]
    if (!field.items?.properties || !Array.isArray(inner)) return []
    return inner.flatMap((one: unknown, index) =>
      within(field.items!, one, [...at, index]).map((lane) => {
        const { title, of } = one as { title?: string; of?: string }
        const named = title ?? of
        return named
          ? { ...lane, title: named, own: true }
          : { ...lane, title: field.title ?? name, own: false, number: index + 1 }
      }),
    )
  })
}

export function at(value: unknown, place: Place): unknown {
  return place.reduce<unknown>((inner, key) => (inner as Record<string, unknown>)?.[key], value)
}

/** A copy with one place changed; `undefined` takes the field away. */
export function put<V>(value: V, place: Place, next: unknown): V {
  const [key, ...rest] = place
  if (key === undefined) return next as V
  if (Array.isArray(value)) {
    const copy: unknown[] = [...value]
    copy[key as number] = put(copy[key as number], rest, next)
    return copy as V
  }
  const copy = { ...(value as Record<string, unknown>) }
  const inner = put(copy[key], rest, next)
  if (inner === undefined) delete copy[key]
  else copy[key] = inner
  return copy as V
}

export interface Found {
  readonly step: Step
  readonly block: Place
  readonly index: number
  /** The steps around it, outermost first, and the lane in each. */
  readonly around: readonly { readonly step: Step; readonly lane: Place }[]
}

export function everyStep(flow: Definition, kinds: Kinds): Found[] {
  const found: Found[] = []
  const go = (steps: readonly Step[], block: Place, around: Found['around']): void => {
    steps.forEach((step, index) => {
      found.push({ step, block, index, around })
      for (const lane of lanesOf(step, kinds.get(step.kind), [...block, index]))
        go(lane.steps, lane.at, [...around, { step, lane: lane.at }])
    })
  }
  go(flow.steps, ['steps'], [])
  return found
}

export const findStep = (flow: Definition, kinds: Kinds, id: string | undefined) =>
  id === undefined ? undefined : everyStep(flow, kinds).find(({ step }) => step.id === id)

const listAt = (flow: Definition, block: Place) => (at(flow, block) ?? []) as Step[]

export const insertStep = (flow: Definition, block: Place, index: number, step: Step): Definition =>
  put(flow, block, listAt(flow, block).toSpliced(index, 0, step))

export const replaceStep = (flow: Definition, { block, index }: Found, step: Step): Definition =>
  put(flow, [...block, index], step)

export const removeStep = (flow: Definition, { block, index }: Found): Definition =>
  put(flow, block, listAt(flow, block).toSpliced(index, 1))

/** Into another place; a step cannot go into itself. */
export function moveStep(
  flow: Definition,
  kinds: Kinds,
  id: string,
  block: Place,
  index: number,
): Definition {
  const found = findStep(flow, kinds, id)
  if (!found) return flow
  const own = [...found.block, found.index].join('/')
  if (`${block.join('/')}/`.startsWith(`${own}/`)) return flow
  const same = found.block.join('/') === block.join('/')
  if (same && (index === found.index || index === found.index + 1)) return flow
  // Put in first under another name, then take the first one away: places before it stay what they are.
  const marked = { ...found.step, id: `${id}${MOVING}` }
  const both = insertStep(flow, block, index, marked)
  const without = removeStep(both, findStep(both, kinds, id)!)
  const now = findStep(without, kinds, marked.id)!
  return replaceStep(without, now, found.step)
}
const MOVING = '~moving'

/** A name that no step has yet: `call`, `call_2`, … */
export function newStepId(flow: Definition, kinds: Kinds, wanted: string): string {
  const base = wanted
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
  const taken = new Set(everyStep(flow, kinds).map(({ step }) => step.id))
  const first = base.slice(0, 34) || 'step'
  if (!taken.has(first)) return first
  for (let n = 2; ; n++) if (!taken.has(`${first}_${n}`)) return `${first}_${n}`
}

/** A step's name changed, also where expressions speak of it. */
export function renamed(flow: Definition, kinds: Kinds, from: string, to: string): Definition {
  const found = findStep(flow, kinds, from)
  if (!found) return flow
  const mentioned = new RegExp(`\\bsteps\\.${from}\\b`, 'g')
  const text = JSON.stringify(replaceStep(flow, found, { ...found.step, id: to }))
  return JSON.parse(text.replaceAll(mentioned, `steps.${to}`)) as Definition
}

/** Steps whose answer may be there when this one runs: those above it, in it and in what is around it. */
export function earlier(flow: Definition, kinds: Kinds, id: string | undefined): Found[] {
  const all = everyStep(flow, kinds)
  const at = id === undefined ? all.length : all.findIndex(({ step }) => step.id === id)
  const around = new Set(all[at]?.around.map(({ step }) => step.id))
  return all.slice(0, Math.max(at, 0)).filter(({ step }) => !around.has(step.id))
}

/** `lines/17/ship` → the step `ship`; the last part of a path that is a step's. */
export function stepOfPath(path: string): string {
  return (
    path
      .split('/')
      .filter((part) => /^[a-z]/.test(part) && !part.startsWith('~'))
      .at(-1) ?? path
  )
}
