import { createHash } from 'node:crypto'
import { isMap, kind, Missing, type Room } from './room.ts'
import { bounded, compare, number, same } from './operators.ts'
import { TIMES } from './times.ts'

export type Run = (args: readonly unknown[], room: Room) => unknown

const TEXTS: Readonly<Record<string, Run>> = {
  contains: ([of, part]) => text(of).includes(text(part)),
  startsWith: ([of, part]) => text(of).startsWith(text(part)),
  endsWith: ([of, part]) => text(of).endsWith(text(part)),
  lower: ([of]) => text(of).toLowerCase(),
  upper: ([of]) => text(of).toUpperCase(),
  trim: ([of]) => text(of).trim(),
  replace: ([of, what, by]) => bounded(text(of).split(text(what)).join(text(by))),
  split: ([of, by]) => bounded(text(of).split(text(by))),
  substring: ([of, from, to]) =>
    [...text(of)].slice(number(from), to === undefined ? undefined : number(to)).join(''),
  indexOf: ([of, part]) => text(of).indexOf(text(part)),
  pad: ([of, length, by]) =>
    text(string(of)).padStart(Math.min(number(length), 1000), by === undefined ? '0' : text(by)),
  lines: ([of]) => bounded(text(of).split(/\r?\n/)),
  url_encode: ([of]) => encodeURIComponent(text(of)),
  base64: ([of]) => Buffer.from(text(of)).toString('base64'),
  base64_decode: ([of]) => Buffer.from(text(of), 'base64').toString('utf8'),
  sha256: ([of]) => createHash('sha256').update(text(of)).digest('hex'),
  json: ([of]) => parsedJson(text(of)),
  to_json: ([of]) => bounded(JSON.stringify(of) ?? 'null'),
}

const LISTS: Readonly<Record<string, Run>> = {
  size: ([of]) => {
    if (typeof of === 'string') return [...of].length
    if (Array.isArray(of)) return of.length
    if (isMap(of)) return Object.keys(of).length
    throw new Missing(`asks for the size of ${kind(of)}`)
  },
  first: ([of, otherwise]) => list(of)[0] ?? otherwise ?? null,
  last: ([of, otherwise]) => list(of).at(-1) ?? otherwise ?? null,
  sum: ([of]) => list(of).reduce<number>((total, each) => total + number(each), 0),
  avg: ([of]) => {
    const items = list(of)
    if (items.length === 0) throw new Missing('asks for the average of nothing')
    return items.reduce<number>((total, each) => total + number(each), 0) / items.length
  },
  min: (args) => extreme(args, -1),
  max: (args) => extreme(args, 1),
  sort: ([of]) => list(of).toSorted(compare),
  reverse: ([of]) => list(of).toReversed(),
  slice: ([of, from, to]) =>
    list(of).slice(number(from), to === undefined ? undefined : number(to)),
  distinct: ([of]) => {
    const kept: unknown[] = []
    for (const each of list(of)) if (!kept.some((other) => same(other, each))) kept.push(each)
    return kept
  },
  flatten: ([of]) => bounded(list(of).flat()),
  join: ([of, by]) =>
    bounded(
      list(of)
        .map(string)
        .join(by === undefined ? '' : text(by)),
    ),
  range: ([to]) => Array.from(bounded({ length: number(to) } as never), (_, at) => at),
  keys: ([of]) => Object.keys(map(of)),
  values: ([of]) => Object.values(map(of)),
  entries: ([of]) => Object.entries(map(of)).map(([key, value]) => ({ key, value })),
  merge: (args) => Object.assign({}, ...args.map(map)) as unknown,
  pick: ([of, names]) =>
    Object.fromEntries(Object.entries(map(of)).filter(([key]) => list(names).includes(key))),
  omit: ([of, names]) =>
    Object.fromEntries(Object.entries(map(of)).filter(([key]) => !list(names).includes(key))),
}

const NUMBERS: Readonly<Record<string, Run>> = {
  int: ([of]) => Math.trunc(toNumber(of)),
  double: ([of]) => toNumber(of),
  number: ([of]) => toNumber(of),
  string: ([of]) => string(of),
  bool: ([of]) => of === true || of === 'true',
  type: ([of]) =>
    of === null ? 'null' : Array.isArray(of) ? 'list' : isMap(of) ? 'map' : typeof of,
  round: ([of, digits]) => {
    const factor = 10 ** Math.min(number(digits ?? 0), 12)
    return Math.round(number(of) * factor) / factor
  },
  floor: ([of]) => Math.floor(number(of)),
  ceil: ([of]) => Math.ceil(number(of)),
  abs: ([of]) => Math.abs(number(of)),
}

/** Amounts are whole minor units as text (`{ amount: '980000', currency: 'CNY' }`), so that nothing rounds. */
const MONEY: Readonly<Record<string, Run>> = {
  money: ([major, currency]) => ({
    amount: String(Math.round(toNumber(major) * 100)),
    currency: currency === undefined ? 'CNY' : text(currency),
  }),
  amount: ([of]) => Number(moneyOf(of).amount) / 100,
  add_money: (args) => {
    const all = args.map(moneyOf)
    const [first] = all
    if (all.some(({ currency }) => currency !== first!.currency))
      throw new Missing('adds amounts of different currencies')
    return {
      amount: String(all.reduce((sum, { amount }) => sum + amount, 0n)),
      currency: first!.currency,
    }
  },
  money_text: ([of]) => {
    const { amount, currency } = moneyOf(of)
    const digits = String(amount < 0n ? -amount : amount).padStart(3, '0')
    const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',')
    return `${amount < 0n ? '-' : ''}${whole}.${digits.slice(-2)} ${currency}`
  },
}

export const FUNCTIONS: Readonly<Record<string, Run>> = {
  ...TEXTS,
  ...LISTS,
  ...NUMBERS,
  ...MONEY,
  ...TIMES,
}

export function text(value: unknown): string {
  if (typeof value === 'string') return value
  throw new Missing(`needs a text and found ${kind(value)}`)
}
function list(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  throw new Missing(`needs a list and found ${kind(value)}`)
}
function map(value: unknown): Readonly<Record<string, unknown>> {
  if (isMap(value)) return value
  throw new Missing(`needs an object and found ${kind(value)}`)
}
function string(value: unknown): string {
  if (typeof value === 'string') return value
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value as number)
}
function toNumber(value: unknown): number {
  const made = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value)
  if (Number.isFinite(made) && !isMap(value) && !Array.isArray(value)) return made
  throw new Missing(
    `needs a number and found ${typeof value === 'string' ? `“${value.slice(0, 40)}”` : kind(value)}`,
  )
}
function extreme(args: readonly unknown[], sign: number): unknown {
  const items = args.length === 1 && Array.isArray(args[0]) ? args[0] : args
  if (items.length === 0) throw new Missing('asks for the largest or smallest of nothing')
  return items.reduce((best: unknown, each) => (compare(each, best) * sign > 0 ? each : best))
}
function parsedJson(of: string): unknown {
  try {
    return JSON.parse(of) as unknown
  } catch {
    throw new Missing('reads a text as JSON that is none')
  }
}
function moneyOf(value: unknown): { amount: bigint; currency: string } {
  if (isMap(value) && typeof value['amount'] === 'string' && /^-?\d{1,18}$/.test(value['amount']))
    return { amount: BigInt(value['amount']), currency: String(value['currency']) }
  throw new Missing(`needs an amount of money and found ${kind(value)}`)
}
