import { defineAction, notFound, T } from '#kernel'
import { Card } from '#modules/cards'

export const findCard = defineAction({
  id: 'remote.card.find',
  kind: 'query',
  effect: 'local',
  title: 'Find the card of a vendor’s record',
  description: 'Of a record that you may see; its card is fetched with cards.card.get.',
  input: T.Object(
    { entity: T.String({ title: 'Entity', maxLength: 100 }), record: T.Id({ title: 'Record' }) },
    { additionalProperties: false },
  ),
  output: T.Object({ card: T.Id() }),
  errors: { none: notFound('There is no such record, or not for you.', 'Check its id.') },
  scope: 'remote.use',
}).run(async ({ entity, record }, ctx) => {
  const noun = entity.split('.').at(-1)!
  const glance = `${entity}.glance`
  if (!ctx.registry.actions.has(glance)) throw ctx.error('none')
  await ctx.call(glance, { [noun]: record })
  const card = await ctx
    .records(Card)
    .unchecked('whether the record is his to see was asked before')
    .first({ where: { entity, record, state: 'open' } })
  if (!card) throw ctx.error('none')
  return { card: card.id }
})
