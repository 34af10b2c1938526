import { defineAction, T, type AnyAction } from '#kernel'

/** What was read is of use for a season, what was not for a year. */
const READ_DAYS = 90
const UNREAD_DAYS = 365
/** Notices deleted at once; more wait for the next sweep, which follows at once. */
const SWEEP_MAX = 5000
const DAY_MS = 24 * 3_600_000

/** Each notice sent sees to it that one sweep is due, so an inbox never grows without end. */
export const sweepNotices = defineAction({
  id: 'notify.notice.sweep',
  kind: 'command',
  effect: 'local',
  title: 'Delete old notices',
  description: 'Deletes notices read 90 days ago, and any notice after a year.',
  input: T.Object({}, { additionalProperties: false }),
  output: T.Object({ deleted: T.Integer() }),
  silent: 'nobody waits for what is so old',
  scope: 'member',
  internal: true,
  idempotent: true,
}).run(async (_input, ctx) => {
  const before = (days: number) => new Date(ctx.now.getTime() - days * DAY_MS)
  const gone = await ctx.sql`
    DELETE FROM notify.notice WHERE org = ${ctx.org} AND id IN (
      SELECT id FROM notify.notice WHERE org = ${ctx.org}
        AND (read_at < ${before(READ_DAYS)} OR created_at < ${before(UNREAD_DAYS)}) LIMIT ${SWEEP_MAX})
    RETURNING 1`
  if (gone.length === SWEEP_MAX) ctx.enqueue(again, {}, SWEEP)
  return { deleted: gone.length }
})

/** One sweep waits at a time. */
export const SWEEP = { key: 'notify.sweep' }
export const sweepTomorrow = (now: Date) => ({ ...SWEEP, at: new Date(now.getTime() + DAY_MS) })
const again = { id: 'notify.notice.sweep', type: 'action' } as AnyAction
