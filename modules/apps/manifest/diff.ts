import { T, type Static } from '#kernel'
import type { EntityDef, Field, Manifest } from './format.ts'
import { scopesOf } from './scopes.ts'

export const Difference = T.Object({
  what: T.Enum(['app', 'role', 'entity', 'field', 'scope']),
  change: T.Enum(['added', 'removed', 'changed']),
  /** Key of the entity, and of the field in it. */
  entity: T.Optional(T.String()),
  key: T.String(),
  /** What people call it. */
  title: T.Unsafe<{ en?: string; zh?: string }>({ type: 'object' }),
  /** Which of its settings are other ones now. */
  settings: T.Array(T.String()),
  /** Values may be lost or have to be converted. */
  touches_data: T.Boolean(),
})
export type Difference = Static<typeof Difference>

/** What a newer version adds, takes away and changes; renaming is a change, since keys are for ever. */
export function differences(before: Manifest, after: Manifest): Difference[] {
  return [
    ...changed('app', 'app', before, after, ['entities', 'roles', 'format']),
    ...both(before.roles, after.roles).flatMap((pair) => one('role', pair)),
    ...both(before.entities, after.entities).flatMap((pair) => [
      ...one('entity', pair),
      ...(pair.before && pair.after ? fieldsOf(pair.before, pair.after) : []),
    ]),
    ...scopeChanges(before, after),
  ]
}

function fieldsOf(before: EntityDef, after: EntityDef): Difference[] {
  return both(before.fields, after.fields)
    .flatMap((pair) => one('field', pair))
    .map((found) => ({ ...found, entity: after.key }))
}

type Keyed = { readonly key: string; readonly title: Manifest['title'] }
interface Pair<K> {
  readonly before: K | undefined
  readonly after: K | undefined
}

function both<K extends Keyed>(before: readonly K[], after: readonly K[]): Pair<K>[] {
  const keys = [...new Set([...before, ...after].map(({ key }) => key))]
  return keys.map((key) => ({
    before: before.find((each) => each.key === key),
    after: after.find((each) => each.key === key),
  }))
}

/** Settings of a field that make stored values mean something else. */
const OF_DATA: ReadonlySet<string> = new Set<keyof Field>([
  'kind',
  'to',
  'options',
  'unique',
  'required',
  'many',
  'whole',
])

function one<K extends Keyed>(what: Difference['what'], { before, after }: Pair<K>): Difference[] {
  if (before && after) return changed(what, after.key, before, after, ['fields'])
  const { key, title } = (before ?? after)!
  return [
    {
      what,
      change: after ? 'added' : 'removed',
      key,
      title,
      settings: [],
      touches_data: !after && (what === 'entity' || what === 'field'),
    },
  ]
}

function changed(
  what: Difference['what'],
  key: string,
  before: object & { title: Manifest['title'] },
  after: object & { title: Manifest['title'] },
  apart: readonly string[],
): Difference[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  const settings = names.filter(
    (name) =>
      !apart.includes(name) &&
      JSON.stringify((before as Record<string, unknown>)[name]) !==
        JSON.stringify((after as Record<string, unknown>)[name]),
  )
  if (settings.length === 0) return []
  const touches_data = what === 'field' && settings.some((name) => OF_DATA.has(name))
  return [{ what, change: 'changed', key, title: after.title, settings, touches_data }]
}

function scopeChanges(before: Manifest, after: Manifest): Difference[] {
  const [old, now] = [scopesOf(before), scopesOf(after)]
  const entry = (change: 'added' | 'removed', { key, title }: Keyed): Difference => ({
    what: 'scope',
    change,
    key,
    title,
    settings: [],
    touches_data: false,
  })
  return [
    ...now
      .filter(({ key }) => !old.some((each) => each.key === key))
      .map((each) => entry('added', each)),
    ...old
      .filter(({ key }) => !now.some((each) => each.key === key))
      .map((each) => entry('removed', each)),
  ]
}
