import { T, conflict, defineAction } from '#kernel'
import { addMembership } from '#modules/parties'
import { personChanged } from '../events.ts'
import { anyPerson } from '../people.ts'

/** Identity's: a person and the account that signs in as him. */
export const linkPerson = defineAction({
  id: 'directory.person.link',
  kind: 'command',
  effect: 'local',
  title: 'Give a person an account',
  description: 'Joins an account to a person; used when an invitation is accepted.',
  input: T.Object({ person: T.Id(), account: T.Id() }, { additionalProperties: false }),
  output: T.Object({ person: T.Id() }),
  errors: {
    linked: conflict('This person already has another account.', 'Sign in with that account.'),
  },
  emits: [personChanged],
  subject: 'person',
  scope: 'directory.manage',
  idempotent: true,
  internal: true,
}).run(async ({ person: id, account }, ctx) => {
  const person = await anyPerson(ctx).get(id)
  if (person.account && person.account !== account) throw ctx.error('linked')
  await anyPerson(ctx).update(id, {
    account,
    ...(person.status === 'invited' ? { status: 'active' } : {}),
  })
  await addMembership(ctx, { account, organisation: ctx.org, person: id })
  ctx.emit(personChanged, { person: id, fields: ['account'] })
  return { person: id }
})
