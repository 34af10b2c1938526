import { T, defineAction } from '#kernel'
import { Card } from '../entities.ts'
import { cardChanged } from '../events.ts'
import { load, ownTemplate, reload } from '../load.ts'

export const ensureCard = defineAction({
  id: 'cards.card.ensure',
  kind: 'command',
  effect: 'local',
  title: 'Make or refresh a card',
  description:
    'Makes the one card of a record, or loads it anew. Called by the module that owns the template, as itself.',
  input: T.Object(
    {
      template: T.String(),
      /** The entity that the record belongs to, e.g. `approval.request`. */
      entity: T.String(),
      record: T.Id(),
      /** When one record has several cards of a template; default: the record. */
      biz_key: T.Optional(T.String({ maxLength: 200 })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ card: T.Id(), rev: T.Integer(), summary: T.String() }),
  emits: [cardChanged],
  subject: 'record',
  scope: 'member',
  idempotent: true,
  internal: true,
}).run(async ({ template: id, entity, record, biz_key }, ctx) => {
  const template = ownTemplate(ctx, id)
  const key = biz_key ?? record
  const cards = ctx.records(Card).unchecked('a module keeps the cards of its own templates')
  let card = await cards.first({ where: { template: id, biz_key: key } })
  if (card) {
    card = await reload(ctx, template, card)
  } else {
    const { data, summary } = await load(ctx, template, record)
    const { version } = template
    card = await cards.create({
      template: id,
      version,
      biz_key: key,
      entity,
      record,
      data,
      summary,
      state: 'open',
    })
  }
  return { card: card.id, rev: card.rev, summary: card.summary }
})
