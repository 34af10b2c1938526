import { T, conflict, defineAction } from '#kernel'
import { removeMembership } from '#modules/parties'
import { Person } from '../entities.ts'
import { personLeft } from '../events.ts'
import { checkPlace, personErrors } from '../people.ts'

export const leavePerson = defineAction({
  id: 'directory.person.leave',
  kind: 'command',
  effect: 'local',
  title: 'Record that a person left',
  description:
    'Ends all rights at once, open connections included. What the person wrote stays; reports go to the successor, or to the leaver’s manager.',
  input: T.Object(
    {
      person: T.Id({ title: 'Person', 'x-pick': 'directory.person.list' }),
      successor: T.Optional(T.Id({ title: 'Successor', 'x-pick': 'directory.person.list' })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ status: T.Literal('left') }),
  errors: {
    yourself: conflict('You cannot record your own leaving.', 'Ask another administrator.'),
    managerCircle: personErrors.managerCircle,
  },
  emits: [personLeft],
  subject: 'person',
  scope: 'directory.manage',
  destructive: true,
  idempotent: true,
}).run(async ({ person: id, successor }, ctx) => {
  const records = ctx.records(Person)
  const person = await records.get(id)
  if (id === ctx.actor.id) throw ctx.error('yourself')
  if (person.status === 'left') return { status: 'left' }
  if (successor) await checkPlace(ctx, { manager: successor }, id)
  await records.update(id, { status: 'left', left_at: ctx.now.toISOString() })
  const { org } = ctx
  const heir = successor ?? person.manager ?? null
  await ctx.sql`
    UPDATE directory.person SET manager = CASE WHEN id = ${heir}::uuid THEN ${person.manager ?? null}::uuid ELSE ${heir}::uuid END, rev = rev + 1, updated_at = now()
    WHERE org = ${org} AND manager = ${id}`
  await ctx.sql`UPDATE directory.department SET leader = ${successor ?? null}, rev = rev + 1, updated_at = now() WHERE org = ${org} AND leader = ${id}`
  await ctx.sql`DELETE FROM directory.group_member WHERE org = ${org} AND person = ${id}`
  await ctx.sql`DELETE FROM directory.assignment WHERE org = ${org} AND person = ${id}`
  await removeMembership(ctx, id)
  const account = person.account === undefined ? {} : { account: person.account }
  ctx.emit(personLeft, { person: id, name: person.name, ...account })
  ctx.revoke({ org, id })
  return { status: 'left' }
})
