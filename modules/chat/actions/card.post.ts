import { T, defineAction, type Context } from '#kernel'
import { deliverCard } from '#modules/cards'
import { messageSent } from '../events.ts'
import { say } from '../say.ts'
import { mySeat, streamOf } from '../seat.ts'

export const postCard = defineAction({
  id: 'chat.card.post',
  kind: 'command',
  effect: 'local',
  title: 'Post a card in a conversation',
  description:
    'Lets a card that a module has just made stand in a conversation the caller is in. A module as itself posts in the name of whom it acts for when he is in there, or the device or app when it stands there; else without a name. For modules; people forward cards.',
  input: T.Object({ conversation: T.Id(), card: T.Id() }, { additionalProperties: false }),
  output: T.Object({ id: T.Id(), seq: T.Integer(), delivery: T.Id() }),
  emits: [messageSent],
  subject: 'conversation',
  scope: 'chat.use',
  internal: true,
}).run(async ({ conversation, card }, ctx) => {
  const module = ctx.actor.kind === 'module'
  const speaker = module ? await behind(ctx, conversation) : undefined
  const thing = module && !speaker ? await thingBehind(ctx, conversation) : undefined
  if (ctx.actor.kind !== 'module') await mySeat(ctx, conversation)
  const { delivery, template, policy, summary } = await ctx.call(deliverCard, {
    card,
    space: streamOf(conversation),
  })
  const body = { card: { card, delivery, template, policy }, ...(thing ? { speaker: thing } : {}) }
  const { id: said = ctx.actor.id, name = ctx.actor.name } = speaker ?? thing ?? {}
  const voice = { ...ctx, actor: { ...ctx.actor, id: said, name } }
  const person = ctx.actor.kind === 'module' ? speaker?.id : ctx.actor.id
  const [message] = await say(voice, [
    { id: ctx.id(), conversation, person, thing: thing?.id, kind: 'card', text: summary, body },
  ])
  return { id: message!.id, seq: message!.seq, delivery }
})

/** The member whom a module acts for, if he may write there. */
async function behind(
  ctx: Context,
  conversation: string,
): Promise<{ id: string; name: string } | undefined> {
  const [row] = await ctx.sql<{ id: string; name: string }>`
    SELECT p.id, p.name FROM chat.member m
    JOIN chat.conversation c ON c.org = m.org AND c.id = m.conversation
    JOIN directory.person p ON p.org = m.org AND p.id = m.person
    WHERE m.org = ${ctx.org} AND m.conversation = ${conversation} AND m.person::text = ${ctx.actor.onBehalfOf ?? ''}
      AND (c.may_send = 'all' OR m.role <> 'member')`
  return row
}

/** The device or app that a module acts for, if it stands there. */
async function thingBehind(
  ctx: Context,
  conversation: string,
): Promise<{ kind: 'device' | 'app'; id: string; name: string } | undefined> {
  const [row] = await ctx.sql<{ kind: 'device' | 'app'; id: string; name: string }>`
    SELECT kind, thing AS id, name FROM chat.thing
    WHERE org = ${ctx.org} AND conversation = ${conversation} AND thing::text = ${ctx.actor.onBehalfOf ?? ''}`
  return row
}
