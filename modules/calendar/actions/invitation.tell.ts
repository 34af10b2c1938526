import { defineAction, T, type Context } from '#kernel'
import { deliverCard, ensureCard } from '#modules/cards'
import { Person } from '#modules/directory'
import { sendMail, sendNotice } from '#modules/notify'
import { CARD } from '../card.ts'
import { Event } from '../entities.ts'
import { toIcs } from '../ics.ts'
import { replyToken } from '../tokens.ts'
import type { EventRecord } from '../views.ts'
import { attendeesOf } from '../attendees.ts'
import { inWords } from '../words.ts'

export const TOLD = ['invited', 'changed', 'cancelled', 'removed'] as const
export type Told = (typeof TOLD)[number]

const Outside = T.Object({ id: T.Id(), email: T.String(), name: T.String() })

export const tellInvited = defineAction({
  id: 'calendar.invitation.tell',
  kind: 'command',
  effect: 'local',
  title: 'Tell who is invited',
  description: 'Brings the card, a notice or a mail to those whom an event concerns.',
  input: T.Object({
    event: T.Id(),
    told: T.Enum(TOLD),
    people: T.Array(T.Id()),
    outside: T.Array(Outside),
    by: T.String(),
  }),
  output: T.Null(),
  silent: 'notices, cards and mails tell it',
  scope: 'member',
  internal: true,
}).run(async ({ event: id, told, people, outside, by }, ctx) => {
  const event = await ctx
    .records(Event)
    .unchecked('the module tells whom its event concerns')
    .find(id)
  if (!event) return null
  const gone = told === 'cancelled' || told === 'removed'
  const { card } = await ctx.call(ensureCard, { template: CARD, entity: Event.id, record: id })
  if (!gone)
    for (const person of people) await ctx.call(deliverCard, { card, space: `person:${person}` })
  const words = inWords(event)
  if (people.length > 0)
    await ctx.call(sendNotice, {
      people,
      kind: `calendar.event.${told === 'removed' ? 'changed' : told}`,
      title: TITLES[told](by, event.title),
      body: words,
      link: gone ? '/calendar' : `/calendar/event/${id}`,
      card,
    })
  if (outside.length > 0) await mail(ctx, event, told, outside, by)
  return null
})

const TITLES: Record<Told, (by: string, title: string) => { en: string; zh: string }> = {
  invited: (by, title) => ({
    en: `${by} invites you to “${title}”`,
    zh: `${by}邀请你参加“${title}”`,
  }),
  changed: (by, title) => ({ en: `${by} changed “${title}”`, zh: `${by}更改了日程“${title}”` }),
  cancelled: (by, title) => ({ en: `${by} cancelled “${title}”`, zh: `${by}取消了日程“${title}”` }),
  removed: (by, title) => ({
    en: `You are no longer invited to “${title}”`,
    zh: `${by}把你移出了日程“${title}”`,
  }),
}

/** An iCalendar invitation that any mail program understands, and a link for those that do not. */
async function mail(
  ctx: Context,
  event: EventRecord,
  told: Told,
  outside: readonly { id: string; email: string; name: string }[],
  by: string,
) {
  const [organiser] = (
    await ctx
      .records(Person)
      .unchecked('the address to answer to')
      .list({ where: { id: event.organiser }, limit: 1 })
  ).items
  const from = { name: organiser?.name ?? by, email: organiser?.email }
  const method =
    told === 'cancelled' || told === 'removed' ? ('CANCEL' as const) : ('REQUEST' as const)
  const rooms = (await attendeesOf(ctx, event.id)).filter(({ kind }) => kind === 'room')
  for (const { id, email, name } of outside) {
    // Those invited from outside are told of one another by nobody but the organiser.
    const attendees = [
      { kind: 'outside' as const, email, name, optional: false, response: 'none' as const },
      ...rooms,
    ]
    const text = toIcs([{ event, attendees, organiser: from }], { method, now: ctx.now })
    const words = inWords(event)
    const title = TITLES[told](by, event.title)
    ctx.enqueue(sendMail, {
      to: email,
      subject: title,
      text: { en: `${title.en}\n\n${words.en}`, zh: `${title.zh}\n\n${words.zh}` },
      ...(method === 'REQUEST'
        ? {
            link: `${ctx.publicUrl}/open/calendar#${replyToken(ctx, id)}`,
            button: { en: 'Answer the invitation', zh: '回复邀请' },
          }
        : {}),
      calendar: { method, text },
      id: `${id}.${event.sequence}.${told}`,
    })
  }
}
