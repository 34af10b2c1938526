import type { EntityDef, Field, Manifest } from './format.ts'

/** A field that holds something else from now on, so it lies under a new key and its values are carried over. */
export interface Retyped {
  readonly entity: string
  readonly before: Field
  readonly after: Field
}

/**
 * The next version as it will be stored: a field that keeps its key but changes what it holds gets a new
 * key, since what lies under the old one means something else. Deciding it here spares every editor.
 */
export function nextOf(
  before: Manifest,
  after: Manifest,
): { manifest: Manifest; retyped: Retyped[] } {
  const retyped: Retyped[] = []
  const entities = after.entities.map((def) => {
    const old = before.entities.find(({ key }) => key === def.key)
    return old ? rekeyed(old, def, retyped) : def
  })
  return { manifest: { ...after, entities }, retyped }
}

function rekeyed(old: EntityDef, def: EntityDef, retyped: Retyped[]): EntityDef {
  const keys = new Set([...old.fields, ...def.fields].map(({ key }) => key))
  const renamed = new Map<string, string>()
  const fields = def.fields.map((field) => {
    const was = old.fields.find(({ key }) => key === field.key)
    if (!was || holdsTheSame(was, field)) return field
    const key = freeKey(keys)
    keys.add(key)
    renamed.set(field.key, key)
    const after = { ...field, key }
    retyped.push({ entity: def.key, before: was, after })
    return after
  })
  const moved = (key: string): string => renamed.get(key) ?? key
  const { label, group_by, date, until, columns, card } = def
  return {
    ...def,
    fields,
    ...(label ? { label: moved(label) } : {}),
    ...(group_by ? { group_by: moved(group_by) } : {}),
    ...(date ? { date: moved(date) } : {}),
    ...(until ? { until: moved(until) } : {}),
    ...(columns ? { columns: columns.map(moved) } : {}),
    ...(card ? { card: card.map(moved) } : {}),
  }
}

/** What is stored under the key stays right: more choices do not touch it, fewer do. */
function holdsTheSame(before: Field, after: Field): boolean {
  const values = new Set((after.options ?? []).map(({ value }) => value))
  return (
    before.kind === after.kind &&
    before.to === after.to &&
    Boolean(before.many) === Boolean(after.many) &&
    (Boolean(before.whole) || !after.whole) &&
    (Boolean(before.unique) || !after.unique) &&
    (before.options ?? []).every(({ value }) => values.has(value))
  )
}

function freeKey(taken: ReadonlySet<string>): string {
  for (let n = 1; ; n++) if (!taken.has(`f${n}`)) return `f${n}`
}
