import { defineAction, T } from '#kernel'
import { Person } from '#modules/directory'
import { Request } from '../entities.ts'

const Named = T.Object({ id: T.Id(), name: T.String() })

/** What a request's card shows to everybody it is delivered to. */
export const faceOfRequest = defineAction({
  id: 'approval.request.face',
  kind: 'query',
  effect: 'local',
  title: 'What a request’s card shows',
  description: 'The public face of a request, for its card.',
  input: T.Object({ request: T.Id() }, { additionalProperties: false }),
  output: T.Object({
    id: T.Id(),
    title: T.String(),
    reason: T.Optional(T.String()),
    amount: T.Optional(T.Money()),
    submitter: Named,
    approver: Named,
    status: T.Enum(['open', 'approved', 'rejected', 'withdrawn']),
    open: T.Boolean(),
    decided: T.Optional(T.Object({ by: Named, at: T.Time(), comment: T.Optional(T.String()) })),
  }),
  subject: 'request',
  scope: 'approval.admin',
  internal: true,
}).run(async ({ request: id }, ctx) => {
  const { title, reason, amount, submitter, approver, status, decided_at, decided_by, comment } =
    await ctx.records(Request).get(id)
  const people = await ctx
    .records(Person)
    .unchecked('names on a card that its submitter shows')
    .list({ where: { id: { in: [submitter, approver, ...(decided_by ? [decided_by] : [])] } } })
  const names = new Map(people.items.map((person) => [person.id, person.name]))
  const named = (person: string) => ({ id: person, name: names.get(person) ?? '' })
  return {
    id,
    title,
    status,
    open: status === 'open',
    submitter: named(submitter),
    approver: named(approver),
    ...(reason ? { reason } : {}),
    ...(amount ? { amount } : {}),
    ...(decided_at && decided_by
      ? { decided: { by: named(decided_by), at: decided_at, ...(comment ? { comment } : {}) } }
      : {}),
  }
})
