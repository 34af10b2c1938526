import { conflict, defineAction, forbidden, ref, T, type Context } from '#kernel'
import { Card, forwardCard } from '#modules/cards'
import { Document } from '../entities.ts'
import { mayWrite, seenBy } from '../role.ts'
import { streamOf } from '../tell.ts'

export const placeCard = defineAction({
  id: 'documents.card.place',
  kind: 'command',
  effect: 'local',
  title: 'Put a card into a document',
  description:
    'Lets a card that you see, or the card of a record, stand in a document that you may edit, as far as its own rules allow. Whoever reads the document sees it there.',
  input: T.Object(
    {
      document: ref(Document, { title: 'Document' }),
      card: T.Optional(T.Id({ title: 'Card' })),
      entity: T.Optional(T.String({ title: 'Entity', maxLength: 100 })),
      record: T.Optional(T.Id({ title: 'Record' })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ card: T.Id(), summary: T.String() }),
  errors: {
    readOnly: forbidden(
      'You may read this document, not change it.',
      'Ask its owner for the right to edit.',
    ),
    noCard: conflict('This record has no card.', 'Show the record itself.'),
  },
  silent: 'the card tells its new place itself',
  subject: 'document',
  scope: 'documents.use',
}).run(async ({ document: id, card, entity, record }, ctx) => {
  const { role } = await seenBy(ctx, id)
  if (!mayWrite(role)) throw ctx.error('readOnly')
  const found = card ?? (entity && record ? await cardOf(ctx, entity, record) : undefined)
  if (!found) throw ctx.error('noCard')
  // As the actor: he must see it himself, and it never becomes wider than it was.
  const placed = await ctx.call(forwardCard, { card: found, space: streamOf(id) })
  return { card: placed.card, summary: placed.summary }
})

async function cardOf(ctx: Context, entity: string, record: string): Promise<string | undefined> {
  const card = await ctx
    .records(Card)
    .unchecked('whether the actor sees it is asked when it is forwarded')
    .first({ where: { entity, record, state: 'open' } })
  return card?.id
}
