import { T, defineAction, ref } from '#kernel'
import { ROLES } from '../entities.ts'
import { mySeat } from '../seat.ts'

export const getSeat = defineAction({
  id: 'chat.member.get',
  kind: 'query',
  effect: 'local',
  title: 'My seat in a conversation',
  description:
    'The caller’s role and read mark in a conversation; refused to who is not in it. Decides who may join its stream.',
  input: T.Object(
    { conversation: ref('chat.conversation', { title: 'Conversation' }) },
    { additionalProperties: false },
  ),
  output: T.Object({
    role: T.Enum(ROLES),
    read_seq: T.Integer(),
    last_seq: T.Integer(),
    floor: T.Integer(),
  }),
  subject: 'conversation',
  scope: 'chat.use',
}).run(async ({ conversation }, ctx) => {
  const { role, read_seq, last_seq, floor } = await mySeat(ctx, conversation)
  return { role, read_seq, last_seq, floor }
})
