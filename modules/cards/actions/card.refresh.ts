import { T, defineAction } from '#kernel'
import { Card } from '../entities.ts'
import { cardChanged } from '../events.ts'
import { ownTemplate, reload } from '../load.ts'

export const refreshCard = defineAction({
  id: 'cards.card.refresh',
  kind: 'command',
  effect: 'local',
  title: 'Refresh a card',
  description:
    'Loads the cards of a record anew and tells all their live copies. For the owning module.',
  input: T.Object({ template: T.String(), record: T.Id() }, { additionalProperties: false }),
  output: T.Object({ cards: T.Array(T.Object({ card: T.Id(), rev: T.Integer() })) }),
  emits: [cardChanged],
  subject: 'record',
  scope: 'member',
  idempotent: true,
  internal: true,
}).run(async ({ template: id, record }, ctx) => {
  const template = ownTemplate(ctx, id)
  // Locked before loading: of two refreshes the later one sees what the earlier one saw, and more.
  const rows = await ctx.sql<{ id: string }>`
    SELECT id FROM cards.card WHERE org = ${ctx.org} AND template = ${id} AND record = ${record}
    ORDER BY id LIMIT 20 FOR UPDATE`
  const cards = []
  for (const row of rows) {
    const card = await ctx.records(Card).unchecked('locked above').get(row.id)
    const { rev } = await reload(ctx, template, card)
    cards.push({ card: card.id, rev })
  }
  return { cards }
})
