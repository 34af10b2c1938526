import { T, conflict, defineAction, forbidden, invalid } from '#kernel'
import { PrivateData } from '../entities.ts'
import { bound, buttonOf, rootFor, viewOf } from '../draw.ts'
import { cardPressed } from '../events.ts'
import { templateOf } from '../load.ts'
import { seen } from '../sight.ts'

export const pressCard = defineAction({
  id: 'cards.card.press',
  kind: 'command',
  effect: 'local',
  title: 'Press a button on a card',
  description:
    'Runs the action behind a card’s button with the caller’s own rights; the answer is the action’s own, or its own refusal with the reason. Where the action asks the world outside, `result` is `call`: call `action` with `output` as its input.',
  input: T.Object(
    {
      card: T.Optional(T.Id({ title: 'Card' })),
      delivery: T.Optional(T.Id({ title: 'Delivery' })),
      /** The button. */
      name: T.String({ maxLength: 100, title: 'Button' }),
      /** The revision that the presser saw; refused when the card has moved on. */
      rev: T.Optional(T.Integer({ minimum: 1, title: 'Revision seen' })),
      /** What the button asks for, such as a comment. */
      input: T.Optional(T.Record(T.String(), T.Unknown(), { title: 'Answers' })),
      client_action_id: T.String({ minLength: 1, maxLength: 100, title: 'Client action id' }),
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    /** `call`: nothing was run yet, because no transaction waits for the world outside. */
    result: T.Enum(['ok', 'call']),
    rev: T.Integer(),
    action: T.String(),
    output: T.Unknown(),
  }),
  errors: {
    noButton: invalid(
      'The card has no such button.',
      'Fetch the card and press a button that it shows.',
    ),
    notAsked: invalid(
      'The button does not ask for this.',
      'Send only the fields named in its `ask`.',
    ),
    readonly: forbidden(
      'This copy of the card is only for reading.',
      'Act on the original card or on its page.',
    ),
    closed: conflict('The card is closed.', 'Look at the record itself.'),
    changed: conflict(
      'The card has changed since you looked.',
      'Look at it again and decide anew.',
    ),
  },
  emits: [cardPressed],
  silent: 'where the action is called apart, it tells what it did',
  subject: 'card',
  scope: 'cards.use',
  once: 'client_action_id',
}).run(async ({ name, rev, input = {}, card: id, delivery: at }, ctx) => {
  const { card, delivery } = await seen(ctx, { card: id, delivery: at })
  if (delivery && delivery.policy !== 'live')
    throw ctx.error('readonly', { policy: delivery.policy })
  if (card.state === 'closed') throw ctx.error('closed')
  if (rev !== undefined && rev < card.rev) throw ctx.error('changed', { rev: card.rev })
  const button = buttonOf(viewOf(templateOf(ctx, card.template)), name)
  if (!button) throw ctx.error('noButton', { name })
  const stray = Object.keys(input).find((field) => !button.ask?.includes(field))
  if (stray !== undefined) throw ctx.error('notAsked', { field: stray })
  const own = await ctx
    .records(PrivateData)
    .first({ where: { card: card.id, person: ctx.actor.id } })
  const root = rootFor(card.data, ctx.actor, own?.data)
  // The card's own bindings win: the presser answers what he is asked and chooses nothing else.
  const given = { ...input, ...(bound(button.input, root) as object) }
  const about = { rev: card.rev, action: button.action }
  if (ctx.registry.action(button.action).effect === 'outside')
    return { result: 'call' as const, ...about, output: given }
  const output = await ctx.call(button.action, given)
  ctx.emit(
    cardPressed,
    { card: card.id, name, action: button.action, by: ctx.actor.id },
    { subject: card.id },
  )
  return { result: 'ok' as const, ...about, output }
})
