import type { Filter } from '#kernel'
import type { Model, Noun, Row } from './model.ts'
import type { Random } from './random.ts'
import type { Field, Sketch } from './world.ts'

/** Small pools, so that values meet; texts with what patterns and collations stumble over. */
const POOL: Record<string, readonly unknown[]> = {
  text: [
    '',
    'a',
    'B',
    'b',
    'Zz',
    'ä',
    'Äb',
    '中文',
    'a%',
    '_x',
    '\\',
    '𝒳',
    '\uFFFD',
    'a b',
    '10',
    '9',
  ],
  long: ['kurz', 'x'.repeat(3000), '长文本 with words', 'line\nbreak\t"quoted"'],
  choice: ['new', 'paid', 'done'],
  integer: [-3, 0, 1, 7, 10, 2 ** 40],
  number: [-1.5, 0, 0.1, 0.2, 0.30000000000000004, 1e-7, 12345.678, 1e15],
  flag: [true, false],
  time: [
    '2026-01-01T00:00:00Z',
    '2026-01-01T00:00:00.5Z',
    '2026-11-23T08:30:00.123456Z',
    '1999-12-31T23:59:59Z',
  ],
  day: ['2026-01-01', '2024-02-29', '1999-12-31', '2026-11-23'],
  money: [
    { amount: '0', currency: 'CNY' },
    { amount: '-500', currency: 'CNY' },
    { amount: '980000', currency: 'EUR' },
    { amount: '7', currency: 'EUR' },
  ],
  list: [[], ['a'], ['a', 'b'], ['"', '\\', '中']],
}

const SEARCHED = ['a', 'B', '中', '%', '_', '\\']

export type Step =
  | { readonly do: 'create'; readonly noun: Noun; readonly who: number; readonly draft: Row }
  | {
      readonly do: 'update'
      readonly noun: Noun
      readonly who: number
      readonly n: number
      readonly patch: Row
      readonly rev?: number
    }
  | {
      readonly do: 'delete' | 'get' | 'history'
      readonly noun: Noun
      readonly who: number
      readonly n: number
    }
  | {
      readonly do: 'list'
      readonly noun: Noun
      readonly who: number
      readonly query: Row
      readonly limit: number
    }
  | { readonly do: 'aggregate'; readonly noun: Noun; readonly who: number; readonly query: Row }

/** What somebody does next, with an eye on what is there. */
export function step(
  random: Random,
  sketches: readonly Sketch[],
  model: Model,
  people: readonly string[],
): Step {
  const { noun, fields } = random.any(sketches)
  const who = random.below(people.length)
  const there = [...model.records[noun].keys()]
  const n = there.length && random.chance(0.95) ? random.any(there) : 9_999_999
  const values = (some: readonly Field[]): Row =>
    Object.fromEntries(some.map((field) => [field.name, valueOf(field, random, model, people)]))
  const roll = random.below(100)
  if (roll < 30 || there.length < 4) {
    const chosen = fields.filter(({ optional }) => !optional || random.chance(0.6))
    const draft = values(chosen)
    return { do: 'create', noun, who, draft }
  }
  if (roll < 45) {
    const chosen = fields.filter(() => random.chance(0.3))
    const patch = values(chosen)
    for (const { name, optional } of chosen) if (optional && random.chance(0.2)) patch[name] = null
    const rev = random.chance(0.3)
      ? (model.records[noun].get(n)?.rev ?? 1) - random.below(2)
      : undefined
    return { do: 'update', noun, who, n, patch, ...(rev === undefined ? {} : { rev }) }
  }
  if (roll < 51) return { do: 'delete', noun, who, n }
  if (roll < 58) return { do: 'get', noun, who, n }
  if (roll < 63) return { do: 'history', noun, who, n }
  if (roll < 72) {
    const groupable = fields.filter(({ kind }) =>
      ['choice', 'flag', 'money', 'integer'].includes(kind),
    )
    const by = groupable
      .filter(() => random.chance(0.3))
      .slice(0, 2)
      .map(({ name }) => name)
    const measured = fields.filter(({ kind }) => ['integer', 'number', 'money'].includes(kind))
    const measures: Row = { n: 'count' }
    if (measured.length)
      measures['m'] = { [random.any(['sum', 'min', 'max', 'avg'])]: random.any(measured).name }
    return {
      do: 'aggregate',
      noun,
      who,
      query: {
        measures,
        ...(by.length ? { by } : {}),
        where: filter(fields, random, model, people, 2),
        ...(random.chance(0.3) ? { search: random.any(SEARCHED) } : {}),
      },
    }
  }
  const sortable = fields.filter(({ kind }) => kind !== 'list' && kind !== 'long')
  const sort = Array.from(
    { length: random.below(3) },
    () => `${random.chance(0.5) ? '-' : ''}${random.any(sortable).name}`,
  )
  const distinct = sort.filter(
    (key, at) => sort.findIndex((other) => other.replace('-', '') === key.replace('-', '')) === at,
  )
  const query: Row = { where: filter(fields, random, model, people, 3) }
  if (distinct.length) query['sort'] = distinct
  if (random.chance(0.15)) query['search'] = random.any(SEARCHED)
  if (noun === 'thing' && random.chance(0.5))
    query['expand'] = random.any([['home'], ['home', 'other']])
  return { do: 'list', noun, who, query, limit: random.any([1, 2, 3, 7, 100]) }
}

function valueOf(
  { kind }: Field,
  random: Random,
  model: Model,
  people: readonly string[],
): unknown {
  if (kind === 'person') return random.any(people)
  if (kind !== 'link') return random.any(POOL[kind]!)
  const places = [...model.records.place.keys()]
  return places.length && random.chance(0.97) ? random.any(places) : 9_999_999
}

function filter(
  fields: readonly Field[],
  random: Random,
  model: Model,
  people: readonly string[],
  depth: number,
): Filter {
  const inner = () => filter(fields, random, model, people, depth - 1)
  if (depth > 0 && random.chance(0.4))
    return random.any<() => Filter>([
      () => ({ and: [inner(), inner()] }),
      () => ({ or: [inner(), inner()] }),
      () => ({ not: inner() }),
    ])()
  if (random.chance(0.2)) return true
  const field = random.any(fields)
  const value = () => valueOf(field, random, model, people)
  const single = () => {
    const made = value()
    return typeof made === 'object' ? (made as { amount: string }).amount : made
  }
  if (field.kind === 'list')
    return {
      [field.name]: random.any<() => unknown>([
        () => null,
        () => ({ has: 'a' }),
        () => ({ ne: null }),
      ])(),
    } as Filter
  const choices: (() => unknown)[] = [
    () => null,
    single,
    () => ({ ne: single() }),
    () => ({ ne: null }),
    () => ({ in: [single(), single()] }),
  ]
  // A flag and an id have no honest order; the rest does.
  if (!['flag', 'person', 'link'].includes(field.kind))
    choices.push(
      () => ({ gt: single() }),
      () => ({ lte: single() }),
      () => ({ gte: single(), lt: single() }),
    )
  if (field.kind === 'text' || field.kind === 'long')
    choices.push(
      () => ({ contains: random.any(['a', 'B', '文', '%', '_', '\\', 'Ä']) }),
      () => ({ startsWith: random.any(['a', 'z', '中', '_']) }),
    )
  return { [field.name]: random.any(choices)() } as Filter
}
