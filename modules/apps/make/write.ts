import {
  defineAction,
  fail,
  T,
  visibleSchema,
  type Actor,
  type AnyAction,
  type BaseContext,
  type Entity,
  type EventType,
  type TSchema,
} from '#kernel'
import { attachFiles } from '#modules/files'
import { STAMPS } from '../manifest/check.ts'
import type { EntityDef } from '../manifest/format.ts'
import { english } from '../manifest/words.ts'
import { isFile } from './fields.ts'

export interface Made {
  readonly def: EntityDef
  readonly entity: Entity
  readonly module: string
  readonly noun: string
  readonly events: Readonly<Record<'created' | 'updated' | 'deleted', EventType>>
}
type Row = Record<string, unknown>

/** Fields that people fill in: not those that the server does. */
export function writable({ entity }: Made): Record<string, TSchema> {
  const own = Object.entries(entity.fields).filter(
    ([, schema]) => !(schema as { readOnly?: boolean }).readOnly,
  )
  return Object.fromEntries(own) as Record<string, TSchema>
}

const strict = (fields: Record<string, TSchema>) =>
  T.Object(fields, { additionalProperties: false })

export function createAction(made: Made): AnyAction {
  const { entity, module, events, def } = made
  const title = english(def.title)
  return defineAction({
    id: `${entity.id}.create`,
    kind: 'command',
    effect: 'local',
    title: `Create ${title}`,
    description: `A new record of ${title}.`,
    input: strict(writable(made)),
    output: visibleSchema(entity),
    emits: [events.created],
    scope: `${module}.add`,
  }).runMany(async (items, ctx) => {
    const results: unknown[] = Array.from({ length: items.length })
    const fit = items.flatMap((item, at) => {
      const refused = notYours(made, item.input as Row, item.actor)
      if (refused) results[at] = refused
      return refused ? [] : [{ item, at }]
    })
    for (const [actor, group] of Map.groupBy(fit, ({ item }) => item.actor)) {
      const drafts = group.map(({ item }) => ({ ...(item.input as Row), ...stampsOf(actor) }))
      const owners = group.map(({ item }) => item)
      const records = (await ctx.recordsAs(entity, actor, owners).createMany(drafts)) as Row[]
      for (const [index, { item, at }] of group.entries()) {
        const record = records[index]!
        await hang(made, ctx, actor, record)
        item.emit(events.created, record as never)
        results[at] = record
      }
    }
    return results as never
  })
}

export function updateAction(made: Made): AnyAction {
  const { entity, module, noun, events, def } = made
  const title = english(def.title)
  return defineAction({
    id: `${entity.id}.update`,
    kind: 'command',
    effect: 'local',
    title: `Change ${title}`,
    description: `Changes the given fields of a record of ${title}; null clears an optional one. With “rev” it refuses when somebody else was faster.`,
    input: strict({ [noun]: T.Id(), rev: T.Optional(T.Integer()), ...changeable(writable(made)) }),
    output: visibleSchema(entity),
    emits: [events.updated],
    subject: noun as never,
    scope: `${module}.change`,
    idempotent: true,
  }).run(async (input, ctx) => {
    const { [noun]: id, rev, ...patch } = input as Row & { rev?: number }
    const refused = notYours(made, patch, ctx.actor)
    if (refused) throw refused
    const record = await ctx
      .records(entity)
      .update(id as string, patch, rev === undefined ? {} : { rev })
    await hang(made, ctx, ctx.actor, record as Row, Object.keys(patch))
    ctx.emit(events.updated, record as never)
    return record as never
  })
}

/** Who made a record, and in which department: what "own records" and "own department" ask. */
export function stampsOf({
  kind,
  id,
  departments,
}: Pick<Actor, 'kind' | 'id' | 'departments'>): Partial<Record<keyof typeof STAMPS, string>> {
  if (kind !== 'person') return {}
  return { created_by: id, ...(departments[0] ? { created_in: departments[0] } : {}) }
}

/** Who may not see a field may not write it either. */
function notYours({ def, module }: Made, given: Row, actor: Actor) {
  const holds = (role: string): boolean =>
    actor.scopes.has(`${module}.manage`) || actor.scopes.has(`${module}.${role}`)
  const field = def.fields.find(
    ({ name, seen_by, filled_by }) =>
      name in given && [seen_by, filled_by].some((role) => role !== undefined && !holds(role)),
  )
  if (!field) return undefined
  return fail(
    'forbidden',
    `“${english(field.title)}” is not yours to fill in.`,
    'Leave it out, or ask somebody who has the role.',
    { fields: [{ path: `/${field.name}`, message: 'is not yours to fill in' }] },
  )
}

/** Uploads hang on the record from now on: whoever reads it reads them. */
async function hang(
  { def, entity }: Made,
  ctx: BaseContext,
  actor: Actor,
  record: Row,
  only?: readonly string[],
): Promise<void> {
  const fields = def.fields.filter((field) => isFile(field) && (!only || only.includes(field.name)))
  const wanted = fields.flatMap(({ name }) => [record[name] ?? []].flat() as string[])
  if (wanted.length === 0) return
  const id = record['id'] as string
  const items = wanted.map((file) => ({ file, uploader: actor.id, record: id }))
  const attached = await attachFiles(ctx, entity.id, items)
  const loose = wanted.filter((file) => !attached.has(file))
  if (loose.length === 0) return
  const here = await ctx.sql<{ id: string }>`
    SELECT id FROM files.file WHERE org = ${ctx.org} AND id = ANY(${loose}::uuid[])
      AND entity = ${entity.id} AND record = ${id}`
  if (here.length < new Set(loose).size)
    throw fail(
      'invalid',
      'Some files are not your uploads, or hang elsewhere.',
      'Upload them again.',
    )
}

/** Every field may be left out of a change, and an optional one may be cleared with null. */
function changeable(fields: Record<string, TSchema>): Record<string, TSchema> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, schema]) => {
      const optional = (schema as { '~optional'?: boolean })['~optional']
      return [name, T.Optional(optional ? T.Union([schema, T.Null()]) : schema) as TSchema]
    }),
  )
}
