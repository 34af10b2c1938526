import { conflict, defineAction, moduleActor, sensitive, T } from '#kernel'
import { findReply } from '../reply.ts'
import { kernelOf } from '../running.ts'
import { noInvitation } from '../tokens.ts'
import { keepReply } from './reply.keep.ts'

export const giveReply = defineAction({
  id: 'calendar.reply.give',
  kind: 'command',
  effect: 'local',
  title: 'Answer an invitation from outside',
  description:
    'Accepts, declines or answers with perhaps, by the link in the mail, without signing in.',
  input: T.Object(
    {
      token: sensitive(T.String({ maxLength: 1000 })),
      response: T.Enum(['accepted', 'declined', 'tentative'], { title: 'Answer' }),
      comment: T.Optional(T.String({ title: 'Comment', maxLength: 500, 'x-long': true })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ response: T.Enum(['accepted', 'declined', 'tentative']) }),
  errors: {
    noInvitation,
    isCancelled: conflict('The event has been cancelled.', 'There is nothing to answer.'),
  },
  silent: 'the answer is kept in the organisation of the event, which tells it there',
  scope: 'everyone',
  idempotent: true,
  ratePerMinute: 20,
}).run(async ({ token, response, comment }, ctx) => {
  const found = await findReply(ctx, token)
  if (!found) throw ctx.error('noInvitation')
  if (found.status === 'cancelled') throw ctx.error('isCancelled')
  const { org, attendee, event } = found
  const said = comment ? { comment } : {}
  const own = moduleActor('calendar', org, [])
  await kernelOf(ctx).call(keepReply, { event, attendee, response, ...said }, own, {
    door: 'module',
  })
  return { response }
})
