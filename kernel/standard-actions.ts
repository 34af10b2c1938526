import type { TProperties } from 'typebox'
import type { Module } from './define-module.ts'
import {
  defineAction,
  visibleSchema,
  type AnyAction,
  type Entity,
  type EventType,
  type StandardAction,
} from './define.ts'
import type { Context } from './context.ts'
import { page, pageOf, PAGE_SIZE_MAX, T, type TSchema } from './schema.ts'

/** `get`, `list`, `aggregate`, `history`, `create`, `update`, `delete` of an entity: the same pipeline as hand-written actions. */
export function standardActions(entity: Entity, module: Module): AnyAction[] {
  return (entity.actions ?? []).map((verb) =>
    MAKE[verb](entity, scopeOf(entity, verb), eventsOf(module, entity, verb)),
  )
}

/** `<module>.settings.get` and `.update`, for who administers the module. */
export function settingsActions(module: Module): AnyAction[] {
  const { id, title, settings } = module
  if (!settings) return []
  const scope = `${id}.admin` in module.scopes ? `${id}.admin` : `${id}.manage`
  const values = settings as ReturnType<typeof T.Object>
  const head = { effect: 'local' as const, scope, output: values }
  return [
    defineAction({
      ...head,
      id: `${id}.settings.get`,
      kind: 'query',
      title: `Settings of ${title}`,
      description: `What is set for ${title}; defaults where nothing was set.`,
      input: strict({}),
    }).run(async (_input, ctx) => ctx.settings),
    defineAction({
      ...head,
      id: `${id}.settings.update`,
      kind: 'command',
      title: `Change settings of ${title}`,
      description: `Changes the given settings of ${title} for the whole organisation.`,
      input: strict(
        Object.fromEntries(
          Object.entries(values.properties).map(([name, schema]) => [
            name,
            T.Optional(schema as TSchema),
          ]),
        ),
      ),
      silent: 'settings are read anew within seconds; the audit row holds the change',
      idempotent: true,
    }).run(async (input, ctx) => {
      const value = { ...ctx.settings, ...(input as Row) }
      await ctx.sql`
        INSERT INTO kernel.setting AS s (org, module, value) VALUES (${ctx.org}, ${id}, ${JSON.stringify(value)}::jsonb)
        ON CONFLICT (org, module) DO UPDATE SET value = excluded.value, rev = s.rev + 1`
      return value
    }),
  ]
}

type Make = (entity: Entity, scope: string, emits: readonly EventType[]) => AnyAction
type Row = Record<string, unknown>

const MAKE: Record<StandardAction, Make> = {
  get: (entity, scope) =>
    defineAction({
      ...head(
        entity,
        'get',
        `Get ${lower(entity)}`,
        `One ${lower(entity)} by its id, as far as you may see it.`,
      ),
      kind: 'query',
      scope,
      input: strict({ [nounOf(entity)]: T.Id() }),
      output: visibleSchema(entity),
      subject: nounOf(entity),
    }).run((input, ctx) => ctx.records(entity).get(idOf(input, entity))),

  list: (entity, scope) => ({
    ...defineAction({
      ...head(
        entity,
        'list',
        `List ${lower(entity)} records`,
        `Filter (“where”), sort, search and page through ${lower(entity)} records that you may see.`,
      ),
      kind: 'query',
      scope,
      sampled: true,
      input: strict({
        where: T.Optional(
          T.Json({
            title: 'Filter',
            description:
              '{ field: value } or { field: { eq, ne, gt, gte, lt, lte, in, has, contains, startsWith } }, joined by and, or, not',
          }),
        ),
        sort: T.Optional(
          T.Array(T.String({ maxLength: 80 }), {
            maxItems: 4,
            title: 'Sort',
            description: 'Fields; a leading - is descending',
          }),
        ),
        search,
        expand: T.Optional(
          T.Array(T.String({ maxLength: 80 }), { maxItems: 8, title: 'Expand references' }),
        ),
        ...page,
      }),
      output: pageOf(visibleSchema(entity)),
    }).run((input, ctx) => ctx.records(entity).list(input as never)),
    text(input, ctx) {
      const records = ctx.records(entity)
      return records.listText ? records.listText(input as never) : records.list(input as never)
    },
  }),

  aggregate: (entity, scope) =>
    defineAction({
      ...head(
        entity,
        'aggregate',
        `Count ${lower(entity)} records`,
        `Counts, sums and averages of ${lower(entity)} records that you may see, also by the values of fields; at most ${PAGE_SIZE_MAX} groups.`,
      ),
      kind: 'query',
      scope,
      input: strict({
        where: T.Optional(T.Json({ title: 'Filter', description: 'As for the list.' })),
        search,
        by: T.Optional(
          T.Array(T.String({ maxLength: 80 }), {
            maxItems: 3,
            title: 'By',
            description: 'Fields whose values make groups; money groups by its currency.',
          }),
        ),
        measures: T.Record(T.String({ pattern: '^[a-z][a-z0-9_]{0,39}$' }), measure, {
          additionalProperties: false,
          maxProperties: MEASURES_MAX,
          title: 'Measures',
          description: '{ n: "count", total: { sum: "amount" } }',
        }),
      }),
      output: T.Object({ items: T.Array(T.Record(T.String(), T.Unknown())) }),
    }).run(async (input, ctx) => ({
      items: (await ctx.records(entity).aggregate(input as never)) as Row[],
    })),

  history: (entity, scope) =>
    defineAction({
      ...head(
        entity,
        'history',
        `History of ${lower(entity)}`,
        `Every version of one ${lower(entity)}, newest first: what changed, when, by whom and by which action.`,
      ),
      kind: 'query',
      scope,
      input: strict({ [nounOf(entity)]: T.Id(), ...page }),
      output: pageOf(version),
      subject: nounOf(entity),
    }).run((input, ctx) => {
      const { limit, cursor } = input as { limit?: number; cursor?: string }
      const options = { ...(limit ? { limit } : {}), ...(cursor ? { cursor } : {}) }
      return ctx.records(entity).history(idOf(input, entity), options) as never
    }),

  create: (entity, scope, emits) =>
    defineAction({
      ...head(entity, 'create', `Create ${lower(entity)}`, `A new ${lower(entity)}.`),
      kind: 'command',
      scope,
      emits,
      silent: 'the audit row holds the change; the module declares no such event',
      input: strict(written(entity)),
      output: visibleSchema(entity),
    }).runMany(async (items, ctx) => {
      const created = await Promise.all(
        [...Map.groupBy(items.entries(), ([, item]) => item.actor).entries()].map(
          async ([actor, group]) => {
            const records = await ctx
              .recordsAs(
                entity,
                actor,
                group.map(([, item]) => item),
              )
              .createMany(group.map(([, item]) => item.input as Row))
            return group.map(([index, item], at) => {
              for (const event of emits) item.emit(event, records[at]! as never)
              return [index, records[at]!] as const
            })
          },
        ),
      )
      return created
        .flat()
        .sort((a, b) => a[0] - b[0])
        .map(([, record]) => record)
    }),

  update: (entity, scope, emits) =>
    defineAction({
      ...head(
        entity,
        'update',
        `Change ${lower(entity)}`,
        `Changes the given fields; null clears an optional one. With “rev” it refuses when somebody else was faster.`,
      ),
      kind: 'command',
      scope,
      emits,
      silent: 'the audit row holds the change; the module declares no such event',
      input: strict({
        [nounOf(entity)]: T.Id(),
        rev: T.Optional(T.Integer()),
        ...optional(written(entity)),
      }),
      output: visibleSchema(entity),
      subject: nounOf(entity),
      idempotent: true,
    }).run(async (input, ctx) => {
      const { rev, [nounOf(entity)]: id, ...patch } = input as Row
      const record = await ctx
        .records(entity)
        .update(id as string, patch as never, rev === undefined ? {} : { rev: rev as number })
      tell(ctx, emits, record)
      return record
    }),

  delete: (entity, scope, emits) =>
    defineAction({
      ...head(entity, 'delete', `Delete ${lower(entity)}`, `Deletes one ${lower(entity)}.`),
      kind: 'command',
      scope,
      emits,
      silent: 'the audit row holds the change; the module declares no such event',
      destructive: true,
      input: strict({ [nounOf(entity)]: T.Id() }),
      output: T.Object({ deleted: T.Id() }),
      subject: nounOf(entity),
    }).run(async (input, ctx) => {
      const id = idOf(input, entity)
      const record = emits.length ? await ctx.records(entity).get(id) : undefined
      await ctx.records(entity).delete(id)
      if (record) tell(ctx, emits, record)
      return { deleted: id }
    }),
}

const search = T.Optional(T.String({ maxLength: 100, title: 'Search' }))
/** A foot of totals for every column that a screen can hold. */
const MEASURES_MAX = 24
const over = (verb: string) =>
  T.Object({ [verb]: T.String({ maxLength: 80 }) }, { additionalProperties: false })
const measure = T.Union([T.Literal('count'), ...['sum', 'min', 'max', 'avg'].map(over)])

/** What the server numbers nobody writes. */
const written = ({ fields, shared }: Entity): TProperties =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !shared?.serial?.[name]))
const version = T.Object({
  rev: T.Integer(),
  at: T.Time(),
  op: T.Enum(['create', 'update', 'delete']),
  actor: T.String(),
  cause: T.String({ description: 'The action that made the change.' }),
  changes: T.Array(
    T.Object({
      field: T.String(),
      before: T.Optional(T.Unknown()),
      after: T.Optional(T.Unknown()),
    }),
  ),
})

const nounOf = (entity: Entity): string => entity.id.split('.').at(-1)!
const idOf = (input: unknown, entity: Entity): string => (input as Row)[nounOf(entity)] as string
const lower = (entity: Entity): string =>
  entity.title.charAt(0).toLowerCase() + entity.title.slice(1)
const strict = (fields: TProperties) => T.Object(fields, { additionalProperties: false })
const head = (entity: Entity, verb: StandardAction, title: string, description: string) => ({
  id: `${entity.id}.${verb}`,
  ...(entity.listed?.includes(verb) ? { mcp: 'listed' as const } : {}),
  effect: 'local' as const,
  title,
  description,
})

function tell(ctx: Pick<Context, 'emit'>, emits: readonly EventType[], record: unknown): void {
  for (const event of emits) ctx.emit(event, record as never)
}

/** Every field may be left out of a change, and an optional one may be cleared with null. */
function optional(fields: TProperties): TProperties {
  return Object.fromEntries(
    Object.entries(fields).map(([name, schema]) => {
      const clearable = (schema as { '~optional'?: boolean })['~optional']
        ? T.Union([schema as TSchema, T.Null()])
        : schema
      return [name, T.Optional(clearable as TSchema)]
    }),
  )
}

const READS = new Set<StandardAction>(['get', 'list', 'aggregate', 'history'])

function scopeOf(entity: Entity, verb: StandardAction): string {
  const { scope } = entity
  if (typeof scope === 'object') return READS.has(verb) ? scope.read : scope.write
  return scope ?? `${entity.id.split('.', 1)[0]}.use`
}

/** `<entity>.created|updated|deleted`, when the module declares it. */
function eventsOf(module: Module, entity: Entity, verb: StandardAction): EventType[] {
  const past = { create: 'created', update: 'updated', delete: 'deleted' }[verb as 'create']
  return (module.events ?? []).filter(({ id }) => past && id === `${entity.id}.${past}`)
}
