import type { Context } from '#kernel'
import { Attendee } from './entities.ts'
import type { Invited } from './guests.ts'
import { forgetAll, forgetOwn } from './once.ts'
import type { AttendeeRecord } from './views.ts'

const REASON = 'attendees are read and written with their event, whose rights were asked'

export const attendeesOf = async (ctx: Context, event: string): Promise<AttendeeRecord[]> =>
  (await ctx.records(Attendee).unchecked(REASON).list({ where: { event }, limit: 1000 })).items

/** Adds who is not there yet; answers the new ones. */
export async function invite(
  ctx: Context,
  event: string,
  invited: readonly Invited[],
): Promise<AttendeeRecord[]> {
  const present = new Set((await attendeesOf(ctx, event)).map(keyOf))
  const fresh = invited.filter((one) => !present.has(keyOf(one)))
  if (fresh.length === 0) return []
  return ctx
    .records(Attendee)
    .unchecked(REASON)
    .createMany(fresh.map((one) => ({ ...one, event })))
}

export const keyOf = ({
  person,
  room,
  email,
}: {
  person?: string
  room?: string
  email?: string
}): string => person ?? room ?? email!.toLowerCase()

/** The same people for another row of the series; after a change of time they are asked anew. */
export async function copyAttendees(ctx: Context, from: string, to: string): Promise<void> {
  const all = await attendeesOf(ctx, from)
  const drafts = all.map(({ id: _id, created_at: _c, updated_at: _u, rev: _r, ...rest }) => ({
    ...rest,
    event: to,
  }))
  if (drafts.length > 0) await ctx.records(Attendee).unchecked(REASON).createMany(drafts)
}

export async function askAnew(ctx: Context, event: string, except: string): Promise<void> {
  await ctx.sql`
    UPDATE calendar.attendee SET response = 'none', responded_at = NULL, comment = NULL, updated_at = now(), rev = rev + 1
    WHERE org = ${ctx.org} AND event = ${event} AND kind <> 'room' AND person IS DISTINCT FROM ${except}`
  await forgetAll(ctx, event)
}

export async function uninvite(
  ctx: Context,
  event: string,
  ids: readonly string[],
  organiser: string,
): Promise<AttendeeRecord[]> {
  const gone = (await attendeesOf(ctx, event)).filter(
    ({ id, person }) => ids.includes(id) && person !== organiser,
  )
  for (const { id } of gone) await forgetOwn(ctx, id)
  await ctx.sql`DELETE FROM calendar.attendee WHERE org = ${ctx.org} AND event = ${event} AND id = ANY(${gone.map(({ id }) => id)}::uuid[])`
  return gone
}
