import { conflict, defineAction, sensitive, T } from '#kernel'
import { RESPONSES } from '../entities.ts'
import { findReply } from '../reply.ts'
import { noInvitation } from '../tokens.ts'

export const showReply = defineAction({
  id: 'calendar.reply.show',
  kind: 'query',
  effect: 'local',
  title: 'Look at an invitation',
  description: 'What somebody outside is invited to, by the link in the mail.',
  input: T.Object(
    { token: sensitive(T.String({ maxLength: 1000 })) },
    { additionalProperties: false },
  ),
  output: T.Object({
    title: T.String(),
    starts_at: T.Time(),
    ends_at: T.Time(),
    all_day: T.Boolean(),
    zone: T.String(),
    repeats: T.Boolean(),
    place: T.Optional(T.String()),
    meeting_link: T.Optional(T.String()),
    organiser: T.String(),
    organisation: T.String(),
    name: T.String(),
    response: T.Enum(RESPONSES),
    comment: T.Optional(T.String()),
  }),
  errors: {
    noInvitation,
    isCancelled: conflict('The event has been cancelled.', 'There is nothing to answer.'),
  },
  scope: 'everyone',
  ratePerMinute: 60,
}).run(async ({ token }, ctx) => {
  const found = await findReply(ctx, token)
  if (!found) throw ctx.error('noInvitation')
  if (found.status === 'cancelled') throw ctx.error('isCancelled')
  const {
    title,
    starts_at,
    ends_at,
    all_day,
    zone,
    rule,
    place,
    meeting_link,
    organiser,
    organisation,
    name,
    response,
    comment,
  } = found
  return {
    title,
    starts_at,
    ends_at,
    all_day,
    zone,
    repeats: rule !== null,
    ...(place ? { place } : {}),
    ...(meeting_link ? { meeting_link } : {}),
    organiser,
    organisation,
    name,
    response,
    ...(comment ? { comment } : {}),
  }
})
