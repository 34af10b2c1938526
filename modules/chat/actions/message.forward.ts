import { T, conflict, defineAction, fail, notFound, ref, sensitive } from '#kernel'
import { carrySingly, carryTogether, namesOf } from '../carry.ts'
import { Message } from '../entities.ts'
import { messageSent } from '../events.ts'
import { FORWARD_MAX, TARGETS_MAX, TEXT_MAX } from '../limits.ts'
import { conversationFor } from '../look.ts'
import type { Draft } from '../draft.ts'
import { say } from '../say.ts'
import { mySeat } from '../seat.ts'

export const forwardMessages = defineAction({
  id: 'chat.message.forward',
  kind: 'command',
  effect: 'local',
  title: 'Forward messages',
  description:
    'Carries messages into other conversations, one by one or combined into one. A card goes along as far as its own rules allow.',
  input: T.Object(
    {
      messages: T.Array(ref('chat.message'), {
        minItems: 1,
        maxItems: FORWARD_MAX,
        uniqueItems: true,
        title: 'Messages',
      }),
      conversations: T.Array(ref('chat.conversation'), {
        minItems: 1,
        maxItems: TARGETS_MAX,
        uniqueItems: true,
        title: 'To',
      }),
      mode: T.Optional(T.Enum(['single', 'combined'], { default: 'single', title: 'How' })),
      note: T.Optional(sensitive(T.String({ maxLength: TEXT_MAX, title: 'Note' }))),
      client_id: T.Optional(T.String({ minLength: 1, maxLength: 100, title: 'Client id' })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    messages: T.Array(T.Object({ id: T.Id(), conversation: T.Id(), seq: T.Integer() })),
  }),
  errors: {
    missing: notFound('Some of the messages are gone, or not for you.', 'Choose again.'),
    cannotGo: conflict(
      'Recalled messages and what the system said cannot be forwarded.',
      'Leave them out.',
    ),
  },
  emits: [messageSent],
  scope: 'chat.use',
  once: 'client_id',
}).run(async ({ messages: ids, conversations, mode = 'single', note }, ctx) => {
  const { items: found } = await ctx
    .records(Message)
    .list({ where: { id: { in: ids } }, limit: FORWARD_MAX })
  if (found.length < ids.length) throw ctx.error('missing')
  if (found.some(({ kind, recalled_at }) => kind === 'system' || recalled_at))
    throw ctx.error('cannotGo')
  const messages = found.toSorted((a, b) =>
    a.conversation === b.conversation ? a.seq - b.seq : a.id < b.id ? -1 : 1,
  )
  const names = await namesOf(ctx, messages)
  const title = mode === 'combined' ? await titleOf() : ''
  const drafts: Draft[] = []
  for (const to of conversations.toSorted()) {
    // Asked before anything is copied there; asked again under the lock when it is written.
    await mySeat(ctx, to)
    if (mode === 'combined') drafts.push(await carryTogether(ctx, messages, names, title, to))
    else drafts.push(...(await carrySingly(ctx, messages, names, to)))
    if (note?.trim())
      drafts.push({
        id: ctx.id(),
        conversation: to,
        person: ctx.actor.id,
        kind: 'text',
        text: note,
      })
  }
  const said = await say(ctx, drafts)
  return { messages: said.map(({ id, conversation, seq }) => ({ id, conversation, seq })) }

  async function titleOf(): Promise<string> {
    const from = new Set(messages.map(({ conversation }) => conversation))
    if (from.size > 1)
      throw fail(
        'invalid',
        'Only messages of one conversation can be combined.',
        'Forward them one by one.',
      )
    const conversation = (
      await conversationFor(ctx, messages[0]!.conversation, [ctx.actor.id])
    ).get(ctx.actor.id)
    return (
      conversation?.name ?? [ctx.actor.name, conversation?.peer?.name].filter(Boolean).join('、')
    )
  }
})
