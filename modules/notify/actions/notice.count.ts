import { defineAction, T } from '#kernel'
import { unreadOf } from '../unread.ts'

export const countNotices = defineAction({
  id: 'notify.notice.count',
  kind: 'query',
  effect: 'local',
  title: 'Count unread notices',
  description: 'How many of your notices are unread.',
  input: T.Object({}, { additionalProperties: false }),
  output: T.Object({ unread: T.Integer() }),
  scope: 'notify.use',
}).run(async (_input, ctx) => ({ unread: await unreadOf(ctx) }))
