import { defineSubscription } from '#kernel'
import { personErased } from '#modules/audit'
import { personLeft } from '#modules/directory'
import { refreshCard, refreshing } from '#modules/cards'
import { sendNotice } from '#modules/notify'
import { requestCard } from './cards.ts'
import * as events from './events.ts'
import { CARD } from './present.ts'

/** Cards show names; this many of a person's requests are drawn anew. */
const CARDS_MAX = 500

const forgetErased = defineSubscription({ id: 'approval.forgetErased', on: personErased }).run(
  async ({ payload: { person } }, ctx) => {
    const requests = await ctx.sql<{ id: string }>`
      SELECT id FROM approval.request WHERE org = ${ctx.org} AND ${person} IN (submitter, approver, decided_by)
      ORDER BY id DESC LIMIT ${CARDS_MAX}`
    for (const { id } of requests) await ctx.call(refreshCard, { template: CARD, record: id })
  },
)

/** Requests of one leaver that are told about; an administrator finds the others in the list. */
const WAITING_MAX = 200

/** A request must not wait for somebody who will never come: its submitter hears whom to ask. */
const approverLeft = defineSubscription({ id: 'approval.approverLeft', on: personLeft }).run(
  async ({ type, payload: { person, name } }, ctx) => {
    const waiting = await ctx.sql<{ id: string; title: string; submitter: string }>`
      SELECT id, title, submitter FROM approval.request
      WHERE org = ${ctx.org} AND approver = ${person} AND status = 'open' ORDER BY id LIMIT ${WAITING_MAX}`
    for (const { id, title, submitter } of waiting) {
      await ctx.call(sendNotice, {
        people: [submitter],
        kind: type,
        title: {
          en: `${name} has left before deciding on “${title}”`,
          zh: `${name}已离职，“${title}”还没有审批`,
        },
        body: {
          en: 'Ask an administrator to name another approver, or withdraw the request.',
          zh: '请管理员更换审批人，或撤回申请。',
        },
        link: `/approvals/${id}`,
      })
    }
  },
)

export const subscriptions = [
  ...refreshing(requestCard, Object.values(events)),
  forgetErased,
  approverLeft,
]
