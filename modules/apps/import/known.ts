import type { Entity } from '#kernel'
import type { Lookups } from '../cells/read.ts'
import { partsOf } from '../cells/read.ts'
import { directoryOf, once } from '../lookups.ts'
import { entityOf } from '../make/entity.ts'
import type { EntityDef, Field, Manifest } from '../manifest/format.ts'
import type { AnyContext, AppRow, Part } from '../store.ts'
import { refuseTwins, type Cells, type Mapped, type ReadRow } from './columns.ts'

/** Values looked up in one question. */
const ASKED_MAX = 500

/** Whom and what the cells of these rows mean: people, departments, and records of other lists by what they are called. */
export async function knownFor(
  ctx: AnyContext,
  app: AppRow,
  manifest: Manifest,
  mapped: readonly Mapped[],
  rows: readonly Cells[],
): Promise<Lookups & { records: Map<string, ReadonlyMap<string, string>> }> {
  const kinds = new Set(mapped.map(({ field }) => field.kind))
  const directory =
    kinds.has('member') || kinds.has('department')
      ? await directoryOf(ctx)
      : { people: new Map(), departments: new Map() }
  const records = new Map<string, ReadonlyMap<string, string>>()
  for (const { field, at, by } of mapped) {
    if (field.kind !== 'reference') continue
    const target = manifest.entities.find(({ key }) => key === field.to)!
    const values = [...new Set(rows.flatMap((cells) => wordsIn(cells[at] ?? '', field)))]
    const entity = entityOf(target, manifest, app)
    const keys = by ? target.fields.filter(({ key }) => key === by) : namingFields(target)
    const found = new Map<string, string>()
    for (const key of keys)
      for (const [word, id] of await find(ctx, entity, key.name, values))
        if (!found.has(word)) found.set(word, id)
    records.set(field.key, found)
  }
  return { ...directory, records }
}

const wordsIn = (cell: string, { many }: Field): string[] =>
  many ? partsOf(cell) : cell ? [cell] : []

/** Fields that people call a record by: its label, then whatever occurs once. */
export const namingFields = ({ fields, label }: EntityDef): Field[] => {
  const own = fields.filter(({ key, unique, kind }) => key === label || unique || kind === 'serial')
  return own
    .filter(
      ({ kind }) => kind === 'text' || kind === 'serial' || kind === 'email' || kind === 'phone',
    )
    .toSorted((a, b) => Number(b.key === label) - Number(a.key === label))
}

async function find(
  ctx: AnyContext,
  entity: Entity,
  field: string,
  values: readonly string[],
): Promise<Map<string, string>> {
  const pairs: (readonly [string, string])[] = []
  for (let at = 0; at < values.length; at += ASKED_MAX) {
    const { items } = await ctx
      .records(entity)
      .unchecked('who imports manages the app; names are matched over all of it')
      .list({ where: { [field]: { in: values.slice(at, at + ASKED_MAX) } } as never, limit: 1000 })
    for (const item of items as unknown as Record<string, string>[])
      pairs.push([item[field]!, item['id']!])
  }
  return once(pairs)
}

/** Names what stands in the file twice, or in the app already, for fields that occur once. */
export async function refuseTaken(
  ctx: AnyContext,
  { entity, def }: Part,
  rows: readonly ReadRow[],
): Promise<void> {
  refuseTwins(rows, def)
  const values = rows.map(({ value }) => value)
  const taken = await takenOf(ctx, entity, def, values)
  for (const { value, problems } of rows)
    for (const { key, name } of def.fields)
      if (value[name] !== undefined && taken.get(name)?.has(value[name]))
        problems.push({
          field: key,
          code: 'taken',
          message: `“${String(value[name]).slice(0, 60)}” is in the app already.`,
        })
}

/** Which of their values are taken already. */
async function takenOf(
  ctx: AnyContext,
  entity: Entity,
  def: EntityDef,
  values: readonly Readonly<Record<string, unknown>>[],
): Promise<ReadonlyMap<string, ReadonlySet<unknown>>> {
  const taken = new Map<string, ReadonlySet<unknown>>()
  for (const { name, unique, kind } of def.fields) {
    if (!unique || kind === 'serial') continue
    const asked = [
      ...new Set(values.flatMap((value) => (value[name] === undefined ? [] : [value[name]]))),
    ]
    const found = new Set<unknown>()
    for (let at = 0; at < asked.length; at += ASKED_MAX) {
      const { items } = await ctx
        .records(entity)
        .unchecked('a value that is taken is refused whoever holds it')
        .list({ where: { [name]: { in: asked.slice(at, at + ASKED_MAX) } } as never, limit: 1000 })
      for (const item of items as unknown as Record<string, unknown>[]) found.add(item[name])
    }
    taken.set(name, found)
  }
  return taken
}
