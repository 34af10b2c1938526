import type { Database } from '#kernel/database'
import type { Column, Plan } from '#kernel/records/plan'

/** Which key of an entity lies in which slot, and how many slots of each kind it uses. */
export interface Shape {
  readonly entity: string
  readonly state: 'filling' | 'ready'
  readonly slots: Readonly<Record<string, string | number>>
  readonly rows: number
}

/** What is known of an organisation's grown entities is believed for this long. A shape never ends, so an old answer is only slower. */
const TTL_MS = 5000
const ORGS_MAX = 10_000

/** Knows which entities of an organisation have grown. */
export function makeShapes(database: Database) {
  const known = new Map<string, { at: number; shapes: Promise<ReadonlyMap<string, Shape>> }>()
  const read = async (org: string): Promise<ReadonlyMap<string, Shape>> => {
    const rows = await database.reader(org)
      .sql<Shape>`SELECT entity, state, slots, rows FROM rec.shape WHERE org = ${org}`
    return new Map(rows.map((row) => [row.entity, row]))
  }
  return {
    of(org: string): Promise<ReadonlyMap<string, Shape>> {
      let found = known.get(org)
      if (!found || Date.now() - found.at > TTL_MS) {
        if (known.size >= ORGS_MAX) known.clear()
        found = { at: Date.now(), shapes: read(org) }
        known.set(org, found)
        found.shapes.catch(() => known.delete(org))
      }
      return found.shapes
    },
    forget: (org: string): void => void known.delete(org),
  }
}
export type Shapes = ReturnType<typeof makeShapes>

const KIND: Partial<Record<Column['type'], 't' | 'n' | 'm' | 'u' | 'b'>> = {
  text: 't',
  bigint: 'n',
  numeric: 'n',
  timestamptz: 'm',
  date: 'm',
  uuid: 'u',
  boolean: 'b',
}
const MANY = { t: 6, n: 4, m: 4, u: 4, b: 4 }
/** Longer text has no place in an index. */
const TEXT_MAX = 500

/** Gives fields their slots in the order of the manifest, as far as there are any. */
export function assignSlots(plan: Plan): Shape['slots'] {
  const used = { t: 0, n: 0, m: 0, u: 0, b: 0 }
  const slots: Record<string, string | number> = {}
  for (const { field, type, schema } of plan.columns.slice(4)) {
    const kind = KIND[type]
    const { maxLength, enum: values } = schema as { maxLength?: number; enum?: unknown[] }
    const fits = kind !== 't' || values || (maxLength ?? Infinity) <= TEXT_MAX
    if (!kind || !fits || used[kind] === MANY[kind]) continue
    slots[`${kind}${++used[kind]}`] = plan.entity.shared!.keys[field]!
  }
  return { ...slots, nt: used.t, nn: used.n, nm: used.m, nu: used.u }
}

const widened = new WeakMap<Plan, Map<string, Plan>>()

/** The plan of a grown entity: what has a slot is compared and sorted there. */
export function widePlan(plan: Plan, { slots }: Shape): Plan {
  const key = JSON.stringify(slots)
  const all = widened.get(plan) ?? new Map<string, Plan>()
  widened.set(plan, all)
  let wide = all.get(key)
  if (!wide) all.set(key, (wide = widen(plan, slots)))
  return wide
}

function widen(plan: Plan, slots: Shape['slots']): Plan {
  const slotOf = new Map(Object.entries(slots).map(([slot, key]) => [key, slot]))
  const keys = plan.entity.shared!.keys
  const columns = plan.columns.map((column): Column => {
    if (column.field === 'id') return { ...column, sql: (alias) => `${alias}w.id` }
    const slot = slotOf.get(keys[column.field]!)
    if (slot === undefined) return column
    const cast = { m: 'timestamptz', n: 'numeric' }[slot[0]!] ?? column.cast
    const sql = (alias: string): string => `${alias}w.${slot}`
    // A flag has no index.
    return slot.startsWith('b') ? { ...column, sql } : { ...column, cast, sql, placed: true }
  })
  // An index holds only entities that use its slot; said here so that PostgreSQL may use it.
  const uses = ['nt', 'nn', 'nm', 'nu'].filter((name) => Number(slots[name]) > 0)
  const home: Plan['home'] = (alias, build) => {
    const entity = `${build.bind(plan.entity.shared!.id)}::uuid`
    return [
      `${alias}w.org = $1 AND ${alias}w.entity = ${entity}`,
      ...uses.map((name) => `${alias}w.${name} >= ${Number(slots[name])}`),
    ].join(' AND ')
  }
  return {
    ...plan,
    columns,
    byField: new Map(columns.map((column) => [column.field, column])),
    lean: { from: (alias) => `rec.slot ${alias}w`, home },
    // One document at a time, by its id: PostgreSQL knows nothing of the size of an entity and might read all.
    from: (alias) =>
      `rec.slot ${alias}w CROSS JOIN LATERAL (SELECT r.* FROM rec.record r WHERE r.org = $1 AND r.entity = ${alias}w.entity AND r.id = ${alias}w.id LIMIT 1) ${alias}`,
    home,
  }
}
