import type { Flow, Step } from './definition.ts'
import { canonical } from './canonical.ts'

export interface Difference {
  what: 'added' | 'removed' | 'moved' | 'changed'
  step?: string
  field?: string
  before?: unknown
  after?: unknown
}

interface Placed {
  readonly own: Readonly<Record<string, unknown>>
  readonly place: string
}

/** By the ids of steps and not by lines: a step that moved is not one that went and another that came. */
export function differences(before: Flow, after: Flow): Difference[] {
  const [old, now] = [stepsOf(before.steps), stepsOf(after.steps)]
  const found: Difference[] = []
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)]))
    if (name !== 'steps')
      compare(before[name as 'title'], after[name as 'title'], { field: name }, found)
  for (const [id, { own }] of old)
    if (!now.has(id)) found.push({ what: 'removed', step: id, before: own })
  for (const [id, { own, place }] of now) {
    const was = old.get(id)
    if (!was) {
      found.push({ what: 'added', step: id, after: own })
      continue
    }
    if (was.place !== place)
      found.push({ what: 'moved', step: id, before: was.place, after: place })
    for (const name of new Set([...Object.keys(was.own), ...Object.keys(own)]))
      compare(was.own[name], own[name], { step: id, field: name }, found)
  }
  return found
}

function compare(
  before: unknown,
  after: unknown,
  at: Partial<Difference>,
  found: Difference[],
): void {
  if (JSON.stringify(canonical(before)) === JSON.stringify(canonical(after))) return
  found.push({
    what: 'changed',
    ...at,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  })
}

/** Every step by id, with the block and the neighbour it stands behind; steps within it are their own. */
function stepsOf(
  steps: readonly Step[],
  place = '',
  all = new Map<string, Placed>(),
): Map<string, Placed> {
  let behind = ''
  for (const step of steps) {
    const own = Object.fromEntries(
      Object.entries(step).map(([name, value]) => [
        name,
        without(value, `${place}${step.id}/${name}`, all),
      ]),
    )
    all.set(step.id, { own, place: `${place}${behind}` })
    behind = step.id
  }
  return all
}

function without(value: unknown, place: string, all: Map<string, Placed>): unknown {
  if (Array.isArray(value)) {
    if (value.length && value.every(isStep)) {
      stepsOf(value as Step[], `${place}/`, all)
      return '…'
    }
    return value.map((each, index) => without(each, `${place}/${index}`, all))
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, without(each, `${place}/${name}`, all)]),
  )
}

const isStep = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'id' in value && 'kind' in value
