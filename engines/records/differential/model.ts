import type { Actor, Filter } from '#kernel'
import type { Sketch } from './world.ts'

/** A record of the model; links hold the number of the place, which is its id's place in order too. */
export interface Kept {
  readonly n: number
  rev: number
  fields: Row
  readonly versions: { rev: number; actor: string; op: string; changes: Row }[]
}
export type Row = Record<string, unknown>
export type Noun = 'place' | 'thing'
export class Refused extends Error {
  readonly code: string
  /** Layout native does not ask this: it has no side tables. */
  readonly sharedOnly: boolean
  constructor(code: string, sharedOnly = false) {
    super(code)
    this.code = code
    this.sharedOnly = sharedOnly
  }
}

interface Question {
  where?: Filter
  sort?: readonly string[]
  search?: string
}
type Measure = 'count' | Readonly<Record<string, string>>

/** What layouts have to agree with: lists in memory, and every rule asked row by row. */
export class Model {
  readonly records: Record<Noun, Map<number, Kept>> = { place: new Map(), thing: new Map() }
  readonly #sketches: ReadonlyMap<string, Sketch>
  #last = 0
  constructor(sketches: readonly Sketch[]) {
    this.#sketches = new Map(sketches.map((sketch) => [sketch.noun, sketch]))
  }

  get(noun: Noun, n: number, actor: Actor): Row {
    return this.#shown(noun, this.#readable(noun, n, actor), actor)
  }

  /** What somebody is told of a record that he just wrote, whether or not he may read it. */
  told(noun: Noun, n: number, actor: Actor): Row {
    return this.#shown(noun, this.records[noun].get(n)!, actor)
  }

  list(noun: Noun, { where = true, sort = [], search }: Question, actor: Actor): Row[] {
    const keys = (sort.length ? sort : ['-id']).map((key) =>
      key.startsWith('-') ? { field: key.slice(1), way: -1 } : { field: key, way: 1 },
    )
    if (!keys.some(({ field }) => field === 'id')) keys.push({ field: 'id', way: keys.at(-1)!.way })
    const seen = (record: Kept): Row => this.#shown(noun, record, actor)
    return this.#visible(noun, actor)
      .filter((record) => this.#holds(where, noun, record, actor, false))
      .filter((record) => search === undefined || contains(seen(record)['name'], search))
      .sort((a, b) => {
        for (const { field, way } of keys) {
          const order = compare(plain(seen(a)[field]), plain(seen(b)[field]))
          if (order) return order * way
        }
        return 0
      })
      .map(seen)
  }

  aggregate(
    noun: Noun,
    {
      where = true,
      by = [],
      measures,
      search,
    }: Question & { by?: readonly string[]; measures: Readonly<Record<string, Measure>> },
    actor: Actor,
  ): Row[] {
    const rows = this.list(noun, { where, ...(search === undefined ? {} : { search }) }, actor)
    const keyOf = (row: Row) => by.map((field) => currencyOr(row[field]))
    const groups = by.length
      ? Map.groupBy(rows, (row) => JSON.stringify(keyOf(row)))
      : new Map([['', rows]])
    return [...groups.values()].map((group) => ({
      ...Object.fromEntries(by.map((field) => [field, currencyOr(group[0]?.[field])])),
      ...Object.fromEntries(
        Object.entries(measures).map(([name, measure]) => [name, measured(group, measure)]),
      ),
    }))
  }

  create(noun: Noun, draft: Row, actor: Actor): number {
    const { access } = this.#sketches.get(noun)!
    const fields = without(draft)
    this.#links(noun, fields, actor)
    const record: Kept = { n: ++this.#last, rev: 1, fields, versions: [] }
    if (!this.#holds(access.create!.check ?? true, noun, record, actor, true))
      throw new Refused('forbidden')
    this.#unique(noun, record, Object.keys(fields), actor)
    record.versions.push({ rev: 1, actor: actor.id, op: 'create', changes: changesOf({}, fields) })
    this.records[noun].set(record.n, record)
    return record.n
  }

  update(noun: Noun, n: number, patch: Row, actor: Actor, rev?: number): void {
    const { access } = this.#sketches.get(noun)!
    const record = this.#changeable(noun, n, actor, access.update!.where ?? true)
    if (rev !== undefined && rev !== record.rev) throw new Refused('conflict')
    if (Object.keys(patch).length === 0) return
    const fields = without({ ...record.fields, ...patch })
    const changed = Object.fromEntries(
      Object.entries(patch).filter(([name]) => !same(fields[name], record.fields[name])),
    )
    this.#links(noun, changed, actor)
    const after: Kept = { ...record, fields }
    if (!this.#holds(access.update!.check ?? true, noun, after, actor, true))
      throw new Refused('forbidden')
    this.#unique(noun, after, Object.keys(patch), actor)
    record.versions.push({
      rev: ++record.rev,
      actor: actor.id,
      op: 'update',
      changes: changesOf(record.fields, fields),
    })
    record.fields = fields
  }

  remove(noun: Noun, n: number, actor: Actor): void {
    const { access } = this.#sketches.get(noun)!
    this.#changeable(noun, n, actor, access.delete!.where ?? true)
    const used = [...this.records.thing.values()].some(
      ({ fields }) => fields['home'] === n || fields['other'] === n,
    )
    if (noun === 'place' && used) throw new Refused('conflict', true)
    this.records[noun].delete(n)
  }

  history(
    noun: Noun,
    n: number,
    actor: Actor,
  ): { rev: number; actor: string; op: string; changes: Row }[] {
    const record = this.#readable(noun, n, actor)
    const hidden = new Set(this.#hidden(noun, record, actor))
    return record.versions.toReversed().map((version) => ({
      ...version,
      changes: Object.fromEntries(
        Object.entries(version.changes).filter(([name]) => !hidden.has(name)),
      ),
    }))
  }

  mayRead(noun: Noun, n: number, actor: Actor): boolean {
    const record = this.records[noun].get(n)
    return record !== undefined && this.#reads(noun, record, actor)
  }

  #visible(noun: Noun, actor: Actor): Kept[] {
    return [...this.records[noun].values()].filter((record) => this.#reads(noun, record, actor))
  }
  #reads(noun: Noun, record: Kept, actor: Actor): boolean {
    return this.#holds(this.#sketches.get(noun)!.access.read.where, noun, record, actor, true)
  }
  #readable(noun: Noun, n: number, actor: Actor): Kept {
    if (!this.mayRead(noun, n, actor)) throw new Refused('notFound')
    return this.records[noun].get(n)!
  }
  #changeable(noun: Noun, n: number, actor: Actor, rule: Filter): Kept {
    const record = this.#readable(noun, n, actor)
    if (!this.#holds(rule, noun, record, actor, true)) throw new Refused('forbidden')
    return record
  }
  #hidden(noun: Noun, record: Kept, actor: Actor): string[] {
    const rules = Object.entries(this.#sketches.get(noun)!.access.read.fields ?? {})
    return rules.flatMap(([name, rule]) =>
      this.#holds(rule, noun, record, actor, true) ? [] : [name],
    )
  }
  #shown(noun: Noun, record: Kept, actor: Actor): Row {
    const shown: Row = { id: record.n, rev: record.rev, ...record.fields }
    for (const name of this.#hidden(noun, record, actor)) delete shown[name]
    return shown
  }
  /** A link leads to a place that is there and may be seen. */
  #links(noun: Noun, fields: Row, actor: Actor): void {
    for (const { name, kind } of this.#sketches.get(noun)!.fields)
      if (
        kind === 'link' &&
        fields[name] !== undefined &&
        fields[name] !== null &&
        !this.mayRead('place', fields[name] as number, actor)
      )
        throw new Refused('invalid', true)
  }
  #unique(noun: Noun, record: Kept, written: readonly string[], actor: Actor): void {
    const unique = this.#sketches.get(noun)!.fields.filter((field) => field.unique)
    const hidden = this.#hidden(noun, record, actor)
    if (unique.some(({ name }) => written.includes(name) && hidden.includes(name)))
      throw new Refused('forbidden', true)
    for (const { name } of unique)
      for (const other of this.records[noun].values())
        if (
          other.n !== record.n &&
          record.fields[name] !== undefined &&
          same(other.fields[name], record.fields[name])
        )
          throw new Refused('conflict')
  }

  /** `trusted`: a rule, which sees everything and may ask for scopes and other records. */
  #holds(
    filter: Filter,
    noun: Noun,
    record: Kept,
    actor: Actor,
    trusted: boolean,
    outer?: Kept,
  ): boolean {
    if (typeof filter === 'boolean') return filter
    const all = Object.entries(filter) as [string, unknown][]
    return all.every(([key, value]) => {
      const inner = (each: unknown) =>
        this.#holds(each as Filter, noun, record, actor, trusted, outer)
      if (key === 'and') return (value as Filter[]).every(inner)
      if (key === 'or') return (value as Filter[]).some(inner)
      if (key === 'not') return !inner(value)
      const scopeOf = (name: string) =>
        actor.scopes.get([...actor.scopes.keys()][0]!.split('.')[0] + name.slice(1))
      if (trusted && key === 'scope') return scopeOf(value as string) !== undefined
      if (trusted && key === 'range') {
        const rule = value as { scope: string; self: string; department: string }
        const reach = scopeOf(rule.scope)
        if (reach === 'all') return true
        if (reach === undefined) return false
        if (record.fields[rule.self] === actor.id) return true
        return (
          reach === 'department' &&
          actor.departments.includes(record.fields[rule.department] as string)
        )
      }
      if (trusted && key === 'exists') {
        const { entity, where } = value as { entity: string; where: Filter }
        const other = entity.split('.')[1] as Noun
        return [...this.records[other].values()].some((each) =>
          this.#holds(where, other, each, actor, true, record),
        )
      }
      const row = trusted
        ? { id: record.n, rev: record.rev, ...record.fields }
        : this.#shown(noun, record, actor)
      return condition(row[key], value, (each) =>
        trusted && each === '$actor.id'
          ? actor.id
          : trusted && each === '$row.id'
            ? outer!.n
            : each,
      )
    })
  }
}

function condition(value: unknown, wanted: unknown, mean: (value: unknown) => unknown): boolean {
  if (wanted === null) return value === undefined
  if (typeof wanted !== 'object') return value !== undefined && equal(value, mean(wanted))
  return Object.entries(wanted as Row).every(([operator, operand]) => {
    if (operator === 'ne')
      return operand === null ? value !== undefined : value === undefined || !equal(value, operand)
    if (operator === 'eq' && operand === null) return value === undefined
    if (value === undefined) return false
    const order = compare(plain(value), plain(operand))
    switch (operator) {
      case 'eq':
        return order === 0
      case 'gt':
        return order > 0
      case 'gte':
        return order >= 0
      case 'lt':
        return order < 0
      case 'lte':
        return order <= 0
      case 'in':
        return (operand as unknown[]).some((each) => equal(value, each))
      case 'has':
        return (value as unknown[]).includes(operand)
      case 'contains':
        return contains(value, operand as string)
      case 'startsWith':
        return String(value).toLowerCase().startsWith(String(operand).toLowerCase())
      default:
        throw new Error(operator)
    }
  })
}

const contains = (value: unknown, part: string): boolean =>
  value !== undefined && String(value).toLowerCase().includes(part.toLowerCase())
const equal = (a: unknown, b: unknown): boolean => compare(plain(a), plain(b)) === 0
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
/** Money is compared by its amount, a time by when it is. */
function plain(value: unknown): unknown {
  if (typeof value === 'object' && value !== null && 'amount' in value) return Number(value.amount)
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}T/.test(value)) return value
  const [second, fraction = ''] = value.slice(0, -1).split('.')
  return `${second}.${fraction.padEnd(6, '0')}`
}
const currencyOr = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'currency' in value ? value.currency : value

/** Absent first; text by code point. */
function compare(a: unknown, b: unknown): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -1 : 1
  if (typeof a === 'string' && typeof b === 'string')
    return Buffer.compare(Buffer.from(a), Buffer.from(b))
  const [x, y] = [Number(a), Number(b)]
  return x < y ? -1 : x > y ? 1 : 0
}

function without(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).filter(([, value]) => value !== null && value !== undefined),
  )
}

function changesOf(before: Row, after: Row): Row {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return Object.fromEntries(
    [...names]
      .filter((name) => !same(before[name], after[name]))
      .map((name) => [name, [before[name] ?? null, after[name] ?? null]]),
  )
}

function measured(group: readonly Row[], measure: Measure): number | null {
  if (measure === 'count') return group.length
  const [[kind, field]] = Object.entries(measure) as [[string, string]]
  const values = group.flatMap((row) =>
    row[field] === undefined ? [] : [Number(plain(row[field]))],
  )
  if (values.length === 0) return null
  const sum = values.reduce((a, b) => a + b, 0)
  return { sum, avg: sum / values.length, min: Math.min(...values), max: Math.max(...values) }[
    kind
  ]!
}
