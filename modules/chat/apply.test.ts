import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { StreamEvent } from '#kernel'
import { refusedOnly, SEED, seeded, tenon, type Cast, type Voice } from '#kernel/testing'
import { addMembers } from './actions/conversation.add.ts'
import { createConversation } from './actions/conversation.create.ts'
import { configureConversation } from './actions/conversation.configure.ts'
import { getConversation } from './actions/conversation.get.ts'
import { muteConversation } from './actions/conversation.mute.ts'
import { setNotice } from './actions/conversation.notice.ts'
import { pinConversation } from './actions/conversation.pin.ts'
import { promoteMember } from './actions/conversation.promote.ts'
import { readConversation } from './actions/conversation.read.ts'
import { removeMembers } from './actions/conversation.remove.ts'
import { renameConversation } from './actions/conversation.rename.ts'
import { editMessage } from './actions/message.edit.ts'
import { listMessages } from './actions/message.list.ts'
import { pinMessage } from './actions/message.pin.ts'
import { reactToMessage } from './actions/message.react.ts'
import { recallMessage } from './actions/message.recall.ts'
import { sendMessage } from './actions/message.send.ts'
import { apply, applyOwn, type Held } from './apply.ts'

const STEPS = 120

test('a copy kept by events is what a fresh fetch answers', async () => {
  await using as = await tenon()
  const { conversation } = await as.wang!.call(createConversation, {
    kind: 'group',
    name: '性质',
    people: [as.bo!.id, as.lin!.id],
  })
  const id = conversation.id
  const viewers = [as.wang!, as.bo!]
  const copies = new Map(
    await Promise.all(viewers.map(async (who) => [who, await fetchAll(as, who, id)] as const)),
  )
  const missed: StreamEvent[] = []
  const stop = as.kernel.onEvent((event) => {
    for (const [who, held] of copies) copies.set(who, heard(held, event, who.id))
    if (event.stream === `chat.conversation:${id}`) missed.push(event)
  })
  const random = seeded(SEED)
  for (let step = 0; step < STEPS; step++) {
    await act(as, id, random).catch(refusedOnly)
    if (step % 10 !== 9) continue
    for (const who of viewers)
      assert.deepEqual(
        without(copies.get(who)!),
        without(await fetchAll(as, who, id)),
        `seed ${SEED}, step ${step}, ${who.actor.name}`,
      )
  }
  stop()
  for (const who of viewers) {
    const before = copies.get(who)!
    assert.equal(
      missed.reduce(
        (held, event) => heard(held, { ...event, seq: event.seq ?? 0 }, who.id),
        before,
      ),
      before,
      'events applied twice change nothing',
    )
  }
})

function heard(held: Held, { stream, seq, type, payload }: StreamEvent, me: string): Held {
  if (stream === `chat.conversation:${held.conversation.id}`)
    return apply(held, { n: seq, e: type, d: payload }, me)
  if (stream === `person:${me}` && type === 'chat.conversation.set')
    return applyOwn(held, payload as { conversation: string }, me)
  return held
}

async function fetchAll(as: Cast, who: Voice, conversation: string): Promise<Held> {
  const { seq: n } = await as.kernel.recover(who.actor.org, `chat.conversation:${conversation}`)
  const { conversation: view, members } = await who.call(getConversation, { conversation })
  const { items } = await who.call(listMessages, { conversation, limit: 200 })
  return { conversation: view, members, messages: items, n }
}
/** `applyOwn` hears of positions by signals, which carry no number. */
const without = ({ n: _n, ...rest }: Held) => rest

type Step = (
  as: Cast,
  who: Voice,
  conversation: string,
  pick: <const V>(from: readonly V[]) => V,
) => Promise<unknown>
const some = async (who: Voice, conversation: string, pick: <const V>(from: readonly V[]) => V) =>
  pick((await who.call(listMessages, { conversation, limit: 20 })).items).id

const STEP: readonly Step[] = [
  (_as, who, conversation, pick) =>
    who.call(sendMessage, {
      conversation,
      text: pick(['好', '收到', 'OK', '😀'.repeat(120), 'x'.repeat(300)]),
    }),
  (as, who, conversation, pick) =>
    who.call(sendMessage, {
      conversation,
      text: '@',
      mentions: [pick([as.wang!, as.bo!, as.lin!]).id],
      mention_all: pick([true, false]),
    }),
  async (_as, who, conversation, pick) =>
    who.call(sendMessage, {
      conversation,
      text: '在话题里',
      thread: await some(who, conversation, pick),
    }),
  async (_as, who, conversation, pick) =>
    who.call(sendMessage, {
      conversation,
      text: '回复',
      kind: 'markdown',
      reply_to: await some(who, conversation, pick),
    }),
  async (as, who, conversation, pick) =>
    who.call(editMessage, {
      message: await some(who, conversation, pick),
      text: pick(['改了', 'edited']),
      mentions: [...pick([[], [as.bo!.id], [as.wang!.id]])],
    }),
  async (_as, who, conversation, pick) =>
    who.call(recallMessage, { message: await some(who, conversation, pick) }),
  async (_as, who, conversation, pick) =>
    who.call(reactToMessage, {
      message: await some(who, conversation, pick),
      emoji: pick(['👍', '🎉']),
      on: pick([true, true, false]),
    }),
  async (_as, who, conversation, pick) =>
    who.call(pinMessage, { message: await some(who, conversation, pick), on: pick([true, false]) }),
  async (_as, who, conversation, pick) =>
    who.call(readConversation, { conversation, seq: pick([1, 5, 20, 1000]) }),
  (as, _who, conversation, pick) =>
    as.wang!.call(addMembers, { conversation, people: [pick([as.chen!, as.lin!, as.sun!]).id] }),
  (as, _who, conversation, pick) =>
    as.wang!.call(removeMembers, { conversation, people: [pick([as.chen!, as.lin!, as.sun!]).id] }),
  (as, _who, conversation, pick) =>
    as.wang!.call(promoteMember, {
      conversation,
      person: as.bo!.id,
      role: pick(['admin', 'member']),
    }),
  (as, _who, conversation, pick) =>
    as.wang!.call(renameConversation, { conversation, name: pick(['性质', '质量', 'Properties']) }),
  (as, _who, conversation, pick) =>
    as.wang!.call(setNotice, { conversation, notice: pick(['', '明天开会']) }),
  (as, _who, conversation, pick) =>
    as.wang!.call(configureConversation, {
      conversation,
      may_pin: pick(['all', 'admins']),
      may_mention_all: pick(['all', 'admins']),
    }),
  (_as, who, conversation, pick) =>
    who.call(muteConversation, { conversation, muted: pick([true, false]) }),
  (_as, who, conversation, pick) =>
    who.call(pinConversation, { conversation, top: pick([true, false]) }),
]

function act(as: Cast, conversation: string, random: () => number): Promise<unknown> {
  const pick = <const V>(from: readonly V[]): V => from[Math.floor(random() * from.length)]!
  return pick(STEP)(as, pick([as.wang!, as.bo!, as.lin!, as.wang!]), conversation, pick)
}
