import type { Context } from '#kernel'
import { forwardCard } from '#modules/cards'
import { copyFile } from '#modules/files'
import { named } from './look.ts'
import { streamOf } from './seat.ts'
import type { Draft } from './draft.ts'
import type { MessageView } from './views.ts'

type Body = NonNullable<MessageView['body']>
type Item = NonNullable<Body['combined']>['items'][number]

/** A conversation within a conversation within a conversation; deeper ones keep their words only. */
const NESTED_MAX = 3

/** Each chosen message once more, in another conversation, as far as it may go there. */
export async function carrySingly(
  ctx: Context,
  messages: readonly MessageView[],
  names: ReadonlyMap<string, string>,
  to: string,
): Promise<Draft[]> {
  const drafts: Draft[] = []
  for (const message of messages) {
    const id = ctx.id()
    const { kind, text, body } = await carried(ctx, message, id, to)
    const from = message.sender ? { sender: message.sender } : {}
    const forwarded = { ...from, sender_name: nameOf(message, names) }
    drafts.push({
      id,
      conversation: to,
      person: ctx.actor.id,
      kind,
      text,
      body: { ...body, forwarded },
    })
  }
  return drafts
}

async function carried(
  ctx: Context,
  message: MessageView,
  id: string,
  to: string,
): Promise<Pick<Draft, 'kind' | 'text' | 'body'>> {
  const { kind, text, body } = message
  if (body?.card) {
    const { card, delivery, template, policy, summary } = await ctx.call(forwardCard, {
      delivery: body.card.delivery,
      space: streamOf(to),
    })
    return { kind, text: summary, body: { card: { card, delivery, template, policy } } }
  }
  if (body?.file)
    return {
      kind,
      text,
      body: { file: await copyFile(ctx, body.file.id, { entity: 'chat.message', record: id }) },
    }
  if (body?.combined)
    return { kind, text, body: { combined: await recopied(ctx, body.combined, id, 1) } }
  return { kind, text }
}

/** The chosen messages as one, a copy of what they say now. */
export async function carryTogether(
  ctx: Context,
  messages: readonly MessageView[],
  names: ReadonlyMap<string, string>,
  title: string,
  to: string,
): Promise<Draft> {
  const id = ctx.id()
  const items: Item[] = []
  for (const message of messages) {
    const { sender, created_at: at, kind, text, body } = message
    items.push({
      ...(sender ? { sender } : {}),
      sender_name: nameOf(message, names),
      at,
      kind,
      text,
      ...(body?.file
        ? { file: await copyFile(ctx, body.file.id, { entity: 'chat.message', record: id }) }
        : {}),
      ...(body?.combined ? { combined: await recopied(ctx, body.combined, id, 1) } : {}),
    })
  }
  const text = items
    .slice(0, 4)
    .map((item) => `${item.sender_name}: ${item.text}`.slice(0, 100))
    .join('\n')
  return {
    id,
    conversation: to,
    person: ctx.actor.id,
    kind: 'combined',
    text,
    body: { combined: { title, items } },
  }
}

/** Files hang on one message each: the copy gets its own. */
async function recopied(
  ctx: Context,
  combined: NonNullable<Body['combined']>,
  record: string,
  depth: number,
): Promise<NonNullable<Body['combined']>> {
  const items: Item[] = []
  for (const { file, combined: inner, ...item } of combined.items) {
    const copy = file && { file: await copyFile(ctx, file.id, { entity: 'chat.message', record }) }
    const deeper =
      inner && depth < NESTED_MAX
        ? { combined: await recopied(ctx, inner as typeof combined, record, depth + 1) }
        : undefined
    items.push({ ...item, ...copy, ...deeper })
  }
  return { ...combined, items }
}

export async function namesOf(
  ctx: Context,
  messages: readonly MessageView[],
): Promise<Map<string, string>> {
  const people = await named(
    ctx,
    messages.map(({ sender }) => sender),
  )
  return new Map(people.map(({ id, name }) => [id, name]))
}
const nameOf = ({ sender }: MessageView, names: ReadonlyMap<string, string>): string =>
  (sender && names.get(sender)) ?? sender ?? ''
