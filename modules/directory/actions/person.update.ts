import { T, defineAction, visibleSchema, type TSchema } from '#kernel'
import { customOf } from '../custom.ts'
import type { CustomValues } from '../custom-values.ts'
import { Person } from '../entities.ts'
import { personChanged, personPlaced } from '../events.ts'
import { writeKeys } from '../keys.ts'
import {
  anyPerson,
  checkPlace,
  normalised,
  personErrors,
  personInput,
  refuseTaken,
} from '../people.ts'

type Clearable<S extends TSchema> = ReturnType<
  typeof T.Optional<ReturnType<typeof T.Union<[S, ReturnType<typeof T.Null>]>>>
>
const clearable = Object.fromEntries(
  Object.entries(personInput).map(([field, schema]) => [
    field,
    T.Optional(T.Union([schema, T.Null()])),
  ]),
) as { [F in keyof typeof personInput]: Clearable<(typeof personInput)[F]> }

export const updatePerson = defineAction({
  id: 'directory.person.update',
  kind: 'command',
  effect: 'local',
  title: 'Change a person',
  description:
    'Changes the given fields; null clears one. With “rev” it refuses when somebody else was faster.',
  input: T.Object(
    {
      person: T.Id({ title: 'Person', 'x-pick': 'directory.person.list' }),
      rev: T.Optional(T.Integer()),
      name: T.Optional(T.String({ minLength: 1, maxLength: 100, title: 'Name' })),
      ...clearable,
    },
    { additionalProperties: false },
  ),
  output: visibleSchema(Person),
  errors: personErrors,
  emits: [personChanged, personPlaced],
  subject: 'person',
  scope: 'directory.manage',
  idempotent: true,
}).run(async ({ person: id, rev, custom, ...input }, ctx) => {
  const records = ctx.records(Person)
  const before = await records.get(id)
  const patch = normalised(ctx, input)
  await refuseTaken(ctx, patch, id)
  await checkPlace(ctx, patch, id)
  const values =
    custom === undefined ? undefined : await customOf(ctx, custom, before.custom as CustomValues)
  const after = await records.update(
    id,
    { ...patch, ...(values === undefined ? {} : { custom: values }) } as never,
    rev === undefined ? {} : { rev },
  )
  const whole = await anyPerson(ctx).get(id)
  await writeKeys(ctx.sql, ctx.org, [whole])
  const fields = Object.keys({ ...patch, ...(custom ? { custom } : {}) }).filter(
    (field) => field !== 'name_key' && field !== 'pinyin',
  )
  ctx.emit(personChanged, { person: id, fields })
  if (before.department !== whole.department) {
    ctx.emit(personPlaced, { person: id })
    ctx.revoke({ org: ctx.org, id })
  }
  return (await records.find(id)) ?? after
})
