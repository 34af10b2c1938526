import { StepError } from './classify.ts'
import { averageOf, sumOf } from './money.ts'
import { identity, orderOf } from './order.ts'

export const AGGREGATES = [
  'count',
  'sum',
  'average',
  'min',
  'max',
  'first',
  'last',
  'list',
  'distinct',
  'join',
] as const
export type Aggregate = (typeof AGGREGATES)[number]

/** One value out of many. Nothing in, and most answer nothing; sums and counts answer 0. */
export function aggregated(how: Aggregate, values: readonly unknown[], by = ', '): unknown {
  const given = values.filter((value) => value !== null && value !== undefined)
  switch (how) {
    case 'count':
      return values.length
    case 'sum':
      return sumOf(given)
    case 'average':
      return averageOf(given)
    case 'min':
      return extreme(given, -1)
    case 'max':
      return extreme(given, 1)
    case 'first':
      return values[0] ?? null
    case 'last':
      return values.at(-1) ?? null
    case 'list':
      return values
    case 'distinct':
      return [...new Map(given.map((value) => [identity(value), value])).values()]
    case 'join':
      return joined(given, by)
  }
}

const extreme = (values: readonly unknown[], sign: number): unknown =>
  values.reduce<unknown>(
    (best, each) => (best === null || orderOf(each, best) * sign > 0 ? each : best),
    null,
  )

function joined(values: readonly unknown[], by: string): string {
  const texts = values.map((value) =>
    typeof value === 'object' ? JSON.stringify(value) : String(value as string),
  )
  if (texts.reduce((length, text) => length + text.length + by.length, 0) > JOINED_MAX)
    throw new StepError('data', `Joined, this is longer than ${JOINED_MAX} characters.`)
  return texts.join(by)
}
const JOINED_MAX = 1_000_000
