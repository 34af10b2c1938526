import { conflict, forbidden, type Context, type RecordOf } from '#kernel'
import { sendNotice } from '#modules/notify'
import { Request } from './entities.ts'
import { nothingToDecide } from './present.ts'

export type RequestRecord = RecordOf<typeof Request>

export const decisionErrors = {
  alreadyDecided: conflict(
    'This request has already been decided.',
    'Look at the decision on its page.',
  ),
  notApprover: forbidden('You are not the approver of this request.', 'Leave it to the approver.'),
}

/**
 * Holds the request until this command ends, so that of two decisions at the same moment the second
 * finds it decided. `undefined` when the actor may not read it.
 */
export async function held(ctx: Context, request: string): Promise<RequestRecord | undefined> {
  await ctx.sql`SELECT 1 FROM approval.request WHERE org = ${ctx.org} AND id = ${request} FOR UPDATE`
  return ctx.records(Request).find(request)
}

/** One decision by the one approver; a process of several steps will end in the same lines. */
export async function decide(
  ctx: Context<typeof decisionErrors>,
  id: string,
  status: 'approved' | 'rejected',
  comment: string | undefined,
): Promise<RequestRecord> {
  const request = await held(ctx, id)
  if (request && request.status !== 'open')
    throw ctx.error('alreadyDecided', { status: request.status })
  if (request && request.approver !== ctx.actor.id) throw ctx.error('notApprover')
  // Whoever may not read it is refused here: as forbidden when a card told him of it, else as not found.
  const decided = await ctx.records(Request).update(id, {
    status,
    decided_at: ctx.now.toISOString(),
    decided_by: ctx.actor.id,
    ...(comment ? { comment } : {}),
  })
  await nothingToDecide(ctx, id, 'done')
  return decided
}

const WORDS = {
  approved: { en: 'approved', zh: '同意了' },
  rejected: { en: 'rejected', zh: '驳回了' },
} as const

export async function tellSubmitter(
  ctx: Context,
  request: RequestRecord,
  kind: string,
  status: keyof typeof WORDS,
) {
  const { en, zh } = WORDS[status]
  await ctx.call(sendNotice, {
    people: [request.submitter],
    kind,
    title: {
      en: `${ctx.actor.name} ${en} “${request.title}”`,
      zh: `${ctx.actor.name}${zh}“${request.title}”`,
    },
    ...(request.comment ? { body: request.comment } : {}),
    link: `/approvals/${request.id}`,
  })
}

/** What the decision's event says. */
export const decision = (
  { id, title, submitter, approver, comment }: RequestRecord,
  by: string,
) => ({
  request: id,
  title,
  submitter,
  approver,
  by,
  ...(comment ? { comment } : {}),
})
