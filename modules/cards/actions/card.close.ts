import { T, defineAction } from '#kernel'
import { Card } from '../entities.ts'
import { cardChanged } from '../events.ts'
import { ownTemplate, tell } from '../load.ts'

export const closeCard = defineAction({
  id: 'cards.card.close',
  kind: 'command',
  effect: 'local',
  title: 'Close a card',
  description: 'Takes the buttons off every copy of a card for good. For the owning module.',
  input: T.Object({ card: T.Id() }, { additionalProperties: false }),
  output: T.Object({ rev: T.Integer() }),
  emits: [cardChanged],
  subject: 'card',
  scope: 'member',
  destructive: true,
  idempotent: true,
  internal: true,
}).run(async ({ card: id }, ctx) => {
  const cards = ctx.records(Card).unchecked('a module closes the cards of its own templates')
  const card = await cards.get(id)
  ownTemplate(ctx, card.template)
  if (card.state === 'closed') return { rev: card.rev }
  const closed = await cards.update(id, { state: 'closed' })
  await tell(ctx, closed)
  return { rev: closed.rev }
})
