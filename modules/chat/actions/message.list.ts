import { PAGE_SIZE, T, defineAction, ref } from '#kernel'
import { named } from '../look.ts'
import { messagesOf, type Window } from '../messages.ts'
import { mySeat } from '../seat.ts'
import { MessageView, NamedPerson } from '../views.ts'

const number = (title: string) => T.Optional(T.Integer({ minimum: 0, title }))

export const listMessages = defineAction({
  id: 'chat.message.list',
  kind: 'query',
  effect: 'local',
  title: 'Messages of a conversation',
  description:
    'Messages in order: the last ones, or those before, after or around a message number; one thread, or the pinned ones, when asked.',
  input: T.Object(
    {
      conversation: ref('chat.conversation', { title: 'Conversation' }),
      before: number('Before number'),
      after: number('After number'),
      around: number('Around number'),
      thread: T.Optional(ref('chat.message', { title: 'Thread' })),
      pinned: T.Optional(T.Boolean({ title: 'Pinned only' })),
      limit: T.Optional(T.Integer({ minimum: 1, maximum: 200, default: PAGE_SIZE })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    items: T.Array(MessageView),
    /** There is more before the first, or after the last. */
    more_before: T.Boolean(),
    more_after: T.Boolean(),
    /** Names of everyone the messages speak of. */
    people: T.Array(NamedPerson),
  }),
  subject: 'conversation',
  scope: 'chat.use',
  mcp: 'listed',
}).run(async ({ conversation, before, after, around, thread, pinned, limit = PAGE_SIZE }, ctx) => {
  const { floor } = await mySeat(ctx, conversation)
  const base = { conversation, floor, thread, pinned }
  const page = async (window: Partial<Window>, size: number) => {
    const found = await messagesOf(ctx, { ...base, ...window, limit: size + 1 })
    const more = found.length > size
    const items = window.after === undefined ? found.slice(-size) : found.slice(0, size)
    return { items, more }
  }
  let items, more_before, more_after
  if (around !== undefined) {
    const half = Math.max(1, Math.floor(limit / 2))
    const older = await page({ before: around }, half)
    const newer = await page({ after: Math.max(around - 1, 0) }, Math.max(1, limit - half))
    items = [...older.items, ...newer.items]
    more_before = older.more
    more_after = newer.more
  } else if (after !== undefined) {
    const found = await page({ after, before }, limit)
    items = found.items
    more_before = after > floor
    more_after = found.more
  } else {
    const found = await page({ before }, limit)
    items = found.items
    more_before = found.more
    more_after = before !== undefined
  }
  const people = await named(
    ctx,
    items.flatMap(({ sender, mentions = [], body, reactions = [] }) => [
      sender,
      ...mentions,
      body?.system?.by,
      ...(body?.system?.people ?? []),
      ...reactions.flatMap((one) => one.people.slice(0, 20)),
    ]),
  )
  return { items, more_before, more_after, people }
})
