import { defineAction, ref, T } from '#kernel'
import { Notice } from '../entities.ts'
import { noticeRead } from '../events.ts'
import { unreadOf } from '../unread.ts'

export const readNotice = defineAction({
  id: 'notify.notice.read',
  kind: 'command',
  effect: 'local',
  title: 'Mark as read',
  description: 'Marks one of your notices as read, or all of them when none is named.',
  input: T.Object({ notice: T.Optional(ref(Notice)) }, { additionalProperties: false }),
  output: T.Object({ unread: T.Integer() }),
  emits: [noticeRead],
  subject: 'notice',
  scope: 'notify.use',
  idempotent: true,
}).run(async ({ notice }, ctx) => {
  if (ctx.actor.kind !== 'person') return { unread: 0 }
  if (notice === undefined) {
    await ctx.sql`
      UPDATE notify.notice SET read_at = ${ctx.now}, updated_at = ${ctx.now}, rev = rev + 1
      WHERE org = ${ctx.org} AND person = ${ctx.actor.id} AND read_at IS NULL`
  } else if ((await ctx.records(Notice).get(notice)).read_at === undefined) {
    await ctx.records(Notice).update(notice, { read_at: ctx.now.toISOString() })
  }
  const unread = await unreadOf(ctx)
  const person = ctx.actor.id
  ctx.emit(
    noticeRead,
    { person, unread, ...(notice === undefined ? {} : { notice }) },
    { stream: `person:${person}` },
  )
  return { unread }
})
