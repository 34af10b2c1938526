import type { Context } from '#kernel'
import { rolesIn } from '#modules/chat'
import { Person } from '#modules/directory'
import { attendeesOf } from './attendees.ts'
import { Event } from './entities.ts'
import { times } from './look.ts'
import { answersAt } from './once.ts'
import type { EventRecord } from './views.ts'

/** An event with its people, as its page shows it; of a series perhaps with what they answered for one occurrence. */
export async function viewOf(ctx: Context, event: EventRecord, at?: string) {
  const once = event.rule && at ? await answersAt(ctx, event.id, at) : undefined
  const all = (await attendeesOf(ctx, event.id)).map((one) => {
    const own = once?.get(one.id)
    if (!own) return one
    const { comment: _said, ...rest } = one
    const { response, comment, responded_at } = own
    return { ...rest, response, responded_at, ...(comment ? { comment } : {}) }
  })
  const mine = all.find(({ person }) => person === ctx.actor.id)?.response
  const people = await ctx
    .records(Person)
    .unchecked('the name of who invites')
    .list({ where: { id: event.organiser }, limit: 1 })
  const span = { start: Date.parse(event.starts_at), end: Date.parse(event.ends_at) }
  const { first_day, last_day } = times(event, span) as { first_day?: string; last_day?: string }
  return {
    ...event,
    ...(first_day && last_day ? { first_day, last_day } : {}),
    organiser_name: people.items[0]?.name ?? '',
    attendees: all.map(
      ({ event: _event, created_at: _c, updated_at: _u, rev: _r, ...shown }) => shown,
    ),
    ...(mine ? { mine } : {}),
    may_change: await mayChange(ctx, event),
  }
}

async function mayChange(ctx: Context, event: EventRecord): Promise<boolean> {
  if (event.organiser === ctx.actor.id) return true
  const me = ctx.actor.id
  const [row] = await ctx.sql<{ owns: boolean; may: boolean; conversation: string | null }>`
    SELECT c.owner = ${me} AS owns, c.conversation,
      ((c.kind = 'holiday' AND ${ctx.actor.scopes.has('calendar.manage')}::boolean)
      OR EXISTS (SELECT 1 FROM calendar.share s WHERE s.org = c.org AND s.calendar = c.id AND s.level = 'write'
        AND (s.person = ${me} OR s.department = ANY(${ctx.actor.departments}::uuid[])))) AS may
    FROM calendar.calendar c WHERE c.org = ${ctx.org} AND c.id = ${event.calendar}`
  if (!row || row.owns) return row !== undefined
  if (event.visibility === 'private') return false
  return (
    row.may || (row.conversation !== null && (await rolesIn(ctx, row.conversation, [me])).has(me))
  )
}

export const eventFor = async (ctx: Context, id: string, at?: string) =>
  viewOf(ctx, await ctx.records(Event).get(id), at)
