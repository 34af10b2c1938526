import { fail, type Context } from '#kernel'
import { Person } from '#modules/directory'

/** Whom the actor may ask: somebody he can find, who still works here, and not the one whose request it is. */
export async function requireApprover(
  ctx: Context,
  approver: string,
  submitter: string,
): Promise<void> {
  if (approver === submitter) {
    throw fail(
      'invalid',
      'Nobody approves a request of their own.',
      'Choose somebody else as approver.',
      {
        fields: [{ path: '/approver', message: 'is the submitter' }],
      },
    )
  }
  const person = await ctx.records(Person).find(approver)
  if (person?.status !== 'active') {
    throw fail(
      'invalid',
      'The approver is not an active member of your organisation.',
      'Choose somebody else as approver.',
      {
        fields: [{ path: '/approver', message: 'is not active here' }],
      },
    )
  }
}
