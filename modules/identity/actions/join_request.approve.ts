import { T, defineAction } from '#kernel'
import { Person } from '#modules/directory'
import { admit } from '../accounts.ts'
import { JoinRequest } from '../entities.ts'
import { joinDecided } from '../events.ts'
import { decided, waitingRequest } from '../join-requests.ts'

export const approveJoin = defineAction({
  id: 'identity.join_request.approve',
  kind: 'command',
  effect: 'local',
  title: 'Let somebody join',
  description:
    'Makes the one who asked a colleague; or, with `person`, gives his account to somebody who stands in the directory already.',
  input: T.Object(
    {
      join_request: T.Id({ title: 'Request' }),
      person: T.Optional(T.Id({ title: 'Is already', 'x-pick': 'directory.person.list' })),
      department: T.Optional(T.Id({ title: 'Department', 'x-pick': 'directory.department.list' })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ person: T.Id() }),
  errors: { decided },
  emits: [joinDecided],
  subject: 'join_request',
  scope: 'identity.invite',
}).run(async ({ join_request: id, person, department }, ctx) => {
  const request = await waitingRequest(ctx, id)
  if (person) await ctx.records(Person).get(person)
  const [invitation] = await ctx.sql<{
    department: string | null
  }>`SELECT department FROM identity.invitation WHERE org = ${ctx.org} AND id = ${request.invitation}`
  const taken = person
    ? []
    : await ctx.sql<{ email: string | null; mobile: string | null }>`
    SELECT email, mobile FROM directory.person WHERE org = ${ctx.org} AND status <> 'left' AND (email = ${request.email ?? null} OR mobile = ${request.mobile ?? null})`
  const admitted = await admit(ctx, {
    account: request.account,
    name: request.name,
    email: taken.some(({ email }) => email === request.email) ? undefined : request.email,
    mobile: taken.some(({ mobile }) => mobile === request.mobile) ? undefined : request.mobile,
    department: department ?? invitation?.department ?? undefined,
    person,
  })
  const by = ctx.actor.kind === 'person' ? { decided_by: ctx.actor.id } : {}
  await ctx
    .records(JoinRequest)
    .unchecked('who may invite decides')
    .update(id, { status: 'approved', decided_at: ctx.now.toISOString(), ...by })
  ctx.emit(joinDecided, { request: id, status: 'approved' })
  ctx.revoke({ account: request.account })
  return { person: admitted }
})
