import type { Context } from '#kernel'
import { deliverCard, ensureCard } from '#modules/cards'
import { sendNotice } from '#modules/notify'
import { putItems, settleItems } from '#modules/todo'
import type { RequestRecord } from './decide.ts'
import { requestCreated } from './events.ts'

export const CARD = 'approval.request.card'

/** The request's one card, loaded as it is now. */
export async function cardOf(ctx: Context, request: string): Promise<string> {
  const { card } = await ctx.callAsModule(ensureCard, {
    template: CARD,
    entity: 'approval.request',
    record: request,
  })
  return card
}

/** The approver is told, and finds the card in his inbox and the request among his to-dos. */
export async function askApprover(
  ctx: Context,
  request: RequestRecord,
  card: string,
): Promise<void> {
  await ctx.callAsModule(deliverCard, { card, space: `person:${request.approver}` })
  await waitFor(ctx, [{ request, card }])
  await ctx.call(sendNotice, {
    people: [request.approver],
    kind: requestCreated.id,
    title: {
      en: `${ctx.actor.name} asks you to approve “${request.title}”`,
      zh: `${ctx.actor.name}请你审批“${request.title}”`,
    },
    ...(request.reason ? { body: request.reason.slice(0, 2000) } : {}),
    link: `/approvals/${request.id}`,
    card,
  })
}

/** Requests among the to-dos of those who decide them. */
export async function waitFor(
  ctx: Context,
  waiting: readonly { readonly request: RequestRecord; readonly card: string }[],
): Promise<void> {
  if (waiting.length === 0) return
  await ctx.callAsModule(putItems, {
    items: waiting.map(({ request, card }) => ({
      key: request.id,
      person: request.approver,
      title: request.title,
      entity: 'approval.request',
      record: request.id,
      card,
      link: `/approvals/${request.id}`,
      priority: 'high' as const,
    })),
  })
}

/** Decided or withdrawn: nothing waits for the approver any more. */
export const nothingToDecide = (ctx: Context, request: string, state: 'done' | 'dropped') =>
  ctx.callAsModule(settleItems, { keys: [request], state })
