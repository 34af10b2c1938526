import { T, conflict, defineAction } from '#kernel'
import { addMembership } from '#modules/parties'
import { Person } from '../entities.ts'
import { personJoined } from '../events.ts'
import { anyPerson, personErrors, refuseTaken } from '../people.ts'

export const rehirePerson = defineAction({
  id: 'directory.person.rehire',
  kind: 'command',
  effect: 'local',
  title: 'Take a person back',
  description:
    'A leaver works here again, under the same record, and signs in with the same account if there was one.',
  input: T.Object(
    {
      person: T.Id({ title: 'Person', 'x-pick': 'directory.person.list' }),
      hired_on: T.Optional(T.Day({ title: 'Hired on' })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ status: T.Literal('active') }),
  errors: {
    notLeft: conflict('This person has not left.', 'Nothing needs to be done.'),
    accountBusy: conflict(
      'The account already has another person here.',
      'Use that person instead.',
    ),
    taken: personErrors.taken,
  },
  emits: [personJoined],
  subject: 'person',
  scope: 'directory.manage',
}).run(async ({ person: id, hired_on }, ctx) => {
  const records = ctx.records(Person)
  await records.get(id)
  const person = await anyPerson(ctx).get(id)
  if (person.status !== 'left') throw ctx.error('notLeft')
  await refuseTaken(ctx, person, id)
  if (person.account) {
    const [other] = await ctx.sql`
      SELECT id FROM directory.person
      WHERE org = ${ctx.org} AND account = ${person.account} AND id <> ${id} AND status <> 'left'`
    if (other) throw ctx.error('accountBusy')
    await addMembership(ctx, { account: person.account, organisation: ctx.org, person: id })
  }
  await records.update(id, { status: 'active', left_at: null, hired_on })
  ctx.emit(personJoined, { person: id, name: person.name, rejoined: true })
  ctx.revoke({ org: ctx.org, id })
  return { status: 'active' }
})
