import { fail, type Entity } from '#kernel'
import { columnOf, NO_LOOKUPS, readCell, type Lookups } from './cells/read.ts'
import { cellTextOf, expandedOf } from './cells/write.ts'
import { directoryOf, once } from './lookups.ts'
import { entityOf } from './make/entity.ts'
import type { EntityDef, Manifest } from './manifest/format.ts'
import type { Retyped } from './manifest/next.ts'
import type { AnyContext, AppRow } from './store.ts'

type Row = Record<string, unknown> & { id: string }

/** Records of one piece of carrying over. */
export const CONVERTED = 500
/** Records that a preview reads; what lies beyond is counted when it is carried over. */
const PREVIEWED_MAX = 5000

export interface Carried {
  readonly entity: string
  readonly field: string
  /** Records that hold something. */
  readonly filled: number
  /** Of these, what will be left out, and a few of them. */
  readonly lost: number
  readonly samples: readonly string[]
}

/** What changing the type of fields will do to what is in them. */
export async function previewOf(
  ctx: AnyContext,
  app: AppRow,
  before: Manifest,
  after: Manifest,
  retyped: readonly Retyped[],
): Promise<Carried[]> {
  const carried: Carried[] = []
  for (const one of retyped) {
    const old = entityIn(before, one.entity, app)
    const known = await knownOf(ctx, app, after, [one])
    const cells: string[] = []
    for await (const row of rowsOf(ctx, old.entity, [one], PREVIEWED_MAX))
      cells.push(textOf(one, row))
    const filled = cells.filter(Boolean)
    const as = columnOf(one.after, filled)
    const seen = new Set<string>()
    const lost = filled.filter((cell) => {
      const taken = one.after.unique && seen.has(cell)
      seen.add(cell)
      return taken || readCell(cell, as, known).value === undefined
    })
    carried.push({
      entity: one.entity,
      field: one.before.key,
      filled: filled.length,
      lost: lost.length,
      samples: [...new Set(lost)].slice(0, 5).map((cell) => cell.slice(0, 80)),
    })
  }
  return carried
}

/** How many records are in the lists that go, and hold something in the fields that go. */
export async function goneOf(ctx: AnyContext, app: AppRow, before: Manifest, after: Manifest) {
  const gone: { entity: string; field?: string; records: number }[] = []
  for (const old of before.entities) {
    const records = ctx
      .records(entityIn(before, old.key, app).entity)
      .unchecked('whoever changes the app is told what he hides')
    const now = after.entities.find(({ key }) => key === old.key)
    if (!now) gone.push({ entity: old.key, records: await records.count() })
    for (const { key, name } of now ? old.fields : []) {
      if (now!.fields.some((field) => field.key === key || field.name === name)) continue
      const where = { [name]: { ne: null } } as never
      gone.push({ entity: old.key, field: key, records: await records.count(where) })
    }
  }
  return gone
}

/** Carries one piece of an entity's records over to the new fields; answers where to go on. */
export async function convert(
  ctx: AnyContext,
  app: AppRow,
  before: Manifest,
  after: Manifest,
  retyped: readonly Retyped[],
  cursor?: string,
): Promise<string | undefined> {
  const [first] = retyped
  if (!first) return undefined
  const old = entityIn(before, first.entity, app)
  const now = entityIn(after, first.entity, app)
  const known = await knownOf(ctx, app, after, retyped)
  const records = ctx.records(old.entity).unchecked('a field of the whole app changes its type')
  const { items, next } = await records.list({
    limit: CONVERTED,
    expand: expandedOf(retyped.map((one) => one.before)),
    ...(cursor ? { cursor } : {}),
  } as never)
  const rows = items as unknown as Row[]
  const columns = retyped.map((one) => ({
    one,
    as: columnOf(
      one.after,
      rows.map((row) => textOf(one, row)),
    ),
  }))
  const seen = new Set<string>()
  const target = ctx.records(now.entity).unchecked('a field of the whole app changes its type')
  for (const row of rows) {
    const patch: Record<string, unknown> = {}
    for (const { one, as } of columns) {
      const cell = textOf(one, row)
      const { value } = readCell(cell, as, known)
      const key = `${one.after.key} ${cell}`
      if (value !== undefined && !(one.after.unique && seen.has(key))) patch[one.after.name] = value
      seen.add(key)
    }
    if (Object.keys(patch).length) await target.update(row.id, patch as never)
  }
  return next
}

function entityIn(
  manifest: Manifest,
  key: string,
  app: AppRow,
): { def: EntityDef; entity: Entity } {
  const def = manifest.entities.find((each) => each.key === key)!
  return { def, entity: entityOf(def, manifest, app) }
}

const textOf = ({ before }: Retyped, row: Row): string => String(cellTextOf(before, row) ?? '')

async function* rowsOf(
  ctx: AnyContext,
  entity: Entity,
  retyped: readonly Retyped[],
  most: number,
): AsyncGenerator<Row> {
  let cursor: string | undefined
  for (let read = 0; read < most;) {
    const { items, next } = await ctx
      .records(entity)
      .unchecked('a field of the whole app changes its type')
      .list({
        limit: 1000,
        expand: expandedOf(retyped.map(({ before }) => before)),
        ...(cursor ? { cursor } : {}),
      } as never)
    yield* items as unknown as Row[]
    read += items.length
    cursor = next
    if (!cursor) return
  }
}

/** What texts may mean in the new fields: people, departments, and the other list's records by their label. */
async function knownOf(
  ctx: AnyContext,
  app: AppRow,
  after: Manifest,
  retyped: readonly Retyped[],
): Promise<Lookups> {
  const kinds = new Set(retyped.map((one) => one.after.kind))
  const directory = kinds.has('member') || kinds.has('department') ? await directoryOf(ctx) : {}
  const records = new Map<string, ReadonlyMap<string, string>>()
  for (const { after: field } of retyped) {
    if (field.kind !== 'reference') continue
    const { def, entity } = entityIn(after, field.to!, app)
    const label = def.fields.find(({ key }) => key === def.label)?.name
    const pairs: (readonly [string, string])[] = []
    if (label)
      for await (const row of rowsOf(ctx, entity, [], PREVIEWED_MAX))
        pairs.push([String(row[label] ?? ''), row.id])
    records.set(field.key, once(pairs))
  }
  return { ...NO_LOOKUPS, ...directory, records }
}

/** A field that becomes required must be filled everywhere first. */
export async function refuseGaps(
  ctx: AnyContext,
  app: AppRow,
  before: Manifest,
  after: Manifest,
): Promise<void> {
  for (const def of after.entities) {
    const old = before.entities.find(({ key }) => key === def.key)
    if (!old) continue
    const { entity } = entityIn(before, def.key, app)
    for (const field of def.fields.filter(({ required }) => required)) {
      const was = old.fields.find(({ key, name }) => key === field.key || name === field.name)
      if (was?.required && was.key === field.key) continue
      const empty = await ctx
        .records(entity)
        .unchecked('a field of the whole app becomes required')
        .count((was ? { [was.name]: null } : true) as never)
      if (empty)
        throw fail(
          'conflict',
          `${empty} records have nothing in “${field.title.zh ?? field.title.en}”.`,
          'Fill it in there first, or leave it optional.',
          {
            entity: def.key,
            field: field.key,
            records: empty,
          },
        )
      if (was && was.key !== field.key)
        throw fail(
          'conflict',
          'A field cannot change its type and become required at once.',
          'Publish the type first, then make it required.',
        )
    }
  }
}
