import { fail, type Entity } from '#kernel'
import type { RecordsEnv } from '#kernel/records/layout'
import { columnOf, planOf } from '#kernel/records/plan'
import type { Row } from './document.ts'
import { lock } from './lock.ts'
import { update } from './update.ts'
import { writingOf } from './writing.ts'

/** References that one deletion clears at most; more would hold the transaction too long. */
const CLEAR_MAX = 1000

/**
 * Before a record of any layout is deleted: what refers to it lets go of it where its field says so, keeps the id
 * where that is a fact about the past, and otherwise holds the record back.
 */
export async function letGo(id: string, target: Entity, env: RecordsEnv): Promise<void> {
  const places = placesOf(target, env)
  if (places.length === 0) return
  const rows = await env.session.sql<{ entity: string; field: string; id: string }>`
    SELECT f.entity, f.field, f.id FROM unnest(${places.map(({ entity }) => entity.shared!.id)}::uuid[], ${places.map(({ key }) => key)}::text[]) AS p(entity, field)
    JOIN rec.ref f ON f.org = ${env.org} AND f.target = ${id} AND f.entity = p.entity AND f.field = p.field AND f.id <> ${id}
    ORDER BY f.id LIMIT ${CLEAR_MAX + 1}`
  if (rows.length === 0) return
  const still = fail(
    'conflict',
    `Other records still refer to this ${target.title}.`,
    'Change or delete them first.',
  )
  if (rows.length > CLEAR_MAX) throw still
  for (const [source, of] of Map.groupBy(rows, (row) => row.id)) {
    const held = of.map((row) => placeOf(places, row))
    const { entity } = held[0]!
    const plan = planOf(entity)
    const clears = ({ field }: Place) =>
      entity.shared!.onDelete?.[field] === 'clear' &&
      (columnOf(plan, field).nullable || columnOf(plan, field).kind === 'json')
    if (!held.every(clears)) throw still
    const writing = writingOf(plan, env, false)
    const { document } = await lock(source, {}, writing)
    await update(
      source,
      Object.fromEntries(held.map(({ field, key }) => [field, without(id, document.x[key])])),
      writing,
    )
  }
}

interface Place {
  readonly entity: Entity
  readonly field: string
  readonly key: string
}

/** Where records that are data may refer to this entity, unless they keep what they referred to. */
function placesOf(target: Entity, env: RecordsEnv): Place[] {
  return [...(env.entities?.() ?? [])].flatMap((entity) =>
    Object.entries(entity.shared ? entity.fields : {}).flatMap(([field, schema]) => {
      const { 'x-ref': one, items } = schema as { 'x-ref'?: string; items?: Row }
      if ((one ?? items?.['x-ref']) !== target.id) return []
      if (entity.shared!.onDelete?.[field] === 'keep') return []
      return [{ entity, field, key: entity.shared!.keys[field]! }]
    }),
  )
}

const placeOf = (places: readonly Place[], row: { entity: string; field: string }): Place =>
  places.find(({ entity, key }) => entity.shared!.id === row.entity && key === row.field)!

/** A list loses the id, a single reference becomes absent. */
const without = (id: string, many: unknown): unknown =>
  Array.isArray(many) ? many.filter((each) => each !== id) : null
