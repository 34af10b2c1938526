import { T, defineAction, visibleSchema } from '#kernel'
import { customOf } from '../custom.ts'
import { Person } from '../entities.ts'
import { personJoined } from '../events.ts'
import { writeKeys } from '../keys.ts'
import { checkPlace, normalised, personErrors, personInput, refuseTaken } from '../people.ts'

const optional = Object.fromEntries(
  Object.entries(personInput).map(([field, schema]) => [field, T.Optional(schema)]),
) as { [F in keyof typeof personInput]: ReturnType<typeof T.Optional<(typeof personInput)[F]>> }

export const createPerson = defineAction({
  id: 'directory.person.create',
  kind: 'command',
  effect: 'local',
  title: 'Add a person',
  description:
    'A new colleague in the directory. It makes no account: invite them to sign in afterwards.',
  input: T.Object(
    {
      name: T.String({ minLength: 1, maxLength: 100, title: 'Name' }),
      ...optional,
      status: T.Optional(T.Enum(['active', 'invited'], { default: 'active', title: 'Status' })),
    },
    { additionalProperties: false },
  ),
  output: visibleSchema(Person),
  errors: personErrors,
  emits: [personJoined],
  scope: 'directory.manage',
}).run(async ({ custom, ...input }, ctx) => {
  const details = normalised(ctx, input)
  await refuseTaken(ctx, details)
  await checkPlace(ctx, details)
  const values = await customOf(ctx, custom)
  const person = await ctx.records(Person).create({
    status: 'active',
    ...details,
    ...(Object.keys(values).length ? { custom: values } : {}),
  } as never)
  await writeKeys(ctx.sql, ctx.org, [{ ...details, id: person.id, name: person.name }])
  ctx.emit(personJoined, { person: person.id, name: person.name }, { subject: person.id })
  return ctx.records(Person).get(person.id)
})
