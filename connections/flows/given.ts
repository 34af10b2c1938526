import { StepError } from './classify.ts'

/** Config arrives as it was computed, and an expression may have given anything. */
export function listOf(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new StepError('data', `${what} must be a list.`)
  if (value.length > ITEMS_MAX)
    throw new StepError(
      'data',
      `${what}: ${value.length} are too many for one step; at most ${ITEMS_MAX}. Read them page by page with “For each”.`,
    )
  return value
}
/** What one step without effects goes through. */
const ITEMS_MAX = 20_000

export function textOf(value: unknown, what: string, max = TEXT_MAX): string {
  if (typeof value !== 'string') throw new StepError('data', `${what} must be a text.`)
  if (value.length > max) throw new StepError('data', `${what} is longer than ${max} characters.`)
  return value
}
export const TEXT_MAX = 1_000_000

export function wholeOf(value: unknown, what: string, min: number, max: number): number {
  if (!Number.isInteger(value) || (value as number) < min || (value as number) > max)
    throw new StepError('data', `${what} must be a whole number from ${min} to ${max}.`)
  return value as number
}

export function oneOf<const V extends string>(value: unknown, all: readonly V[], what: string): V {
  if (!all.includes(value as V))
    throw new StepError('data', `${what} must be one of ${all.join(', ')}.`)
  return value as V
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** An object made of names that somebody else chose. */
export function objectOf(entries: Iterable<readonly [string, unknown]>): Record<string, unknown> {
  const made: Record<string, unknown> = {}
  for (const [name, value] of entries)
    Object.defineProperty(made, name, {
      value,
      writable: true,
      enumerable: true,
      configurable: true,
    })
  return made
}

/** Goes through items and lets others have the thread now and then. */
export async function over<V>(
  items: readonly unknown[],
  work: (item: unknown, index: number) => V,
): Promise<V[]> {
  const made: V[] = []
  let turn = performance.now()
  for (const [index, item] of items.entries()) {
    made.push(work(item, index))
    if (performance.now() - turn < TURN_MS) continue
    await new Promise(setImmediate)
    turn = performance.now()
  }
  return made
}
const TURN_MS = 4
