import { defineAction, defineEntity, scope, T, type AnyAction, type Entity } from '#kernel'
import { Value } from 'typebox/value'
import type { EntityDef } from '../manifest/format.ts'
import { english, fieldSchema, type Made } from './schemas.ts'

type Row = Record<string, unknown>

/** Described here, kept there: reading a record is one of the vendor's own actions. */
export function entityOf(made: Made, def: EntityDef): Entity {
  const fields = Object.fromEntries(
    Object.entries(def.fields).map(([name, schema]) => [
      name,
      def.required?.includes(name) ? fieldSchema(schema) : T.Optional(fieldSchema(schema)),
    ]),
  )
  return defineEntity({
    id: `${made.module}.${def.noun}`,
    title: english(def.title),
    fields,
    access: { read: { where: scope(`${made.module}.${def.scope}`) } },
    label: def.label,
    dataAt: 'vendor',
    ...(def.search ? { search: def.search } : {}),
  }) as Entity
}

/** What a card shows: the last that the vendor told. */
export function faceAction(made: Made, def: EntityDef): AnyAction {
  return defineAction({
    id: `${made.module}.${def.noun}.face`,
    kind: 'query',
    effect: 'local',
    title: `What a card of ${english(def.title)} shows`,
    description: 'The face of a record that lies with the vendor, as it was told last.',
    input: T.Object({ [def.noun]: T.Id() }, { additionalProperties: false }),
    output: T.Unsafe<Row>({ type: 'object' }),
    subject: def.noun as never,
    scope: 'member',
    internal: true,
  }).run(async (input, ctx) => {
    const [face] = await ctx.sql<{ data: Row }>`
      SELECT data FROM remote.face
      WHERE org = ${ctx.org} AND link = ${made.link} AND noun = ${def.noun} AND record = ${(input as Row)[def.noun]}`
    return face?.data ?? { name: english(def.title) }
  })
}

/** Whether somebody may see the record: said by the vendor beforehand, because a transaction does not wait for it. */
export function glanceAction(made: Made, def: EntityDef): AnyAction {
  return defineAction({
    id: `${made.module}.${def.noun}.glance`,
    kind: 'query',
    effect: 'local',
    title: `Whether you may see ${english(def.title)}`,
    description: 'Asked where a card of it is shown or forwarded.',
    input: T.Object({ [def.noun]: T.Id() }, { additionalProperties: false }),
    output: T.Object({ seen: T.Literal(true) }),
    subject: def.noun as never,
    scope: `${made.module}.${def.scope}`,
    internal: true,
    errors: { none: { kind: 'notFound', message: 'There is no such record, or not for you.' } },
  }).run(async (input, ctx) => {
    const me = ctx.actor.onBehalfOf ?? ctx.actor.id
    const found = await ctx.sql`
      SELECT 1 FROM remote.face
      WHERE org = ${ctx.org} AND link = ${made.link} AND noun = ${def.noun} AND record = ${(input as Row)[def.noun]}
        AND (readers = '"members"'::jsonb OR readers ? ${me})`
    if (found.length === 0) throw ctx.error('none')
    return { seen: true as const }
  })
}

/** Why a value does not fit a schema that is data; nothing when it does. */
export function misfit(schema: unknown, value: unknown): string | undefined {
  if (Value.Check(schema as never, value)) return undefined
  const [first] = Value.Errors(schema as never, value) as {
    instancePath: string
    message: string
  }[]
  return `${first?.instancePath || '/'} ${first?.message ?? 'does not fit'}`.slice(0, 200)
}
