import { T, defineAction } from '#kernel'
import { settle } from '../follow.ts'

export const followMessages = defineAction({
  id: 'chat.message.follow',
  kind: 'command',
  effect: 'local',
  title: 'Follow up new messages',
  description:
    'Indexes the words of messages and sends notices of those still unread: what must not slow down sending. Each message is followed once.',
  input: T.Object(
    {
      /** How long a message rests first: its transaction has certainly ended, and its reader may have read it. */
      rest_ms: T.Optional(T.Integer({ minimum: 0, default: 3000 })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ followed: T.Integer(), more: T.Boolean() }),
  silent: 'what it sends is told by the notices themselves',
  scope: 'member',
  internal: true,
  idempotent: true,
}).run(async ({ rest_ms = 3000 }, ctx) => settle(ctx, rest_ms))
