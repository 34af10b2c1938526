import { remembered } from '#web'
import type { Definition } from './types.ts'

/** What is changed and not published, kept in this browser with the version it was made from. */
interface Kept {
  from: number
  definition: Definition
}
const key = (flow: string) => `flow-draft.${flow}`

export function keptDraft(flow: string): Kept | undefined {
  try {
    const text = remembered.get(key(flow))
    return text ? (JSON.parse(text) as Kept) : undefined
  } catch {
    return undefined
  }
}
export const keepDraft = (flow: string, from: number, definition: Definition) =>
  remembered.set(key(flow), JSON.stringify({ from, definition } satisfies Kept))
export const forgetDraft = (flow: string) => remembered.set(key(flow), undefined)

/** The same whatever the order of its keys: the server keeps it in one order, people write another. */
export function sameDefinition(a: unknown, b: unknown): boolean {
  return JSON.stringify(ordered(a)) === JSON.stringify(ordered(b))
}
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, one]) => one !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, ordered(one)]),
  )
}
