import { T, defineAction } from '#kernel'
import { Card } from '../entities.ts'
import { cardChanged } from '../events.ts'
import { ownTemplate } from '../load.ts'

export const tellPrivately = defineAction({
  id: 'cards.card.tell',
  kind: 'command',
  effect: 'local',
  title: 'Give people data of their own on a card',
  description:
    'Keeps data that one person alone sees on a card, beside what everybody sees. For the owning module.',
  input: T.Object(
    {
      card: T.Id(),
      people: T.Array(T.Object({ person: T.Id(), data: T.Unknown() }), {
        minItems: 1,
        maxItems: 1000,
      }),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ people: T.Integer() }),
  emits: [cardChanged],
  subject: 'card',
  scope: 'member',
  idempotent: true,
  internal: true,
}).run(async ({ card: id, people }, ctx) => {
  const card = await ctx.records(Card).unchecked('a module keeps its own cards').get(id)
  ownTemplate(ctx, card.template)
  await ctx.sql`
    INSERT INTO cards.private_data (org, id, card, person, data)
    SELECT ${ctx.org}, p.id, ${id}, p.person, p.data::jsonb
    FROM unnest(${people.map(() => ctx.id())}::uuid[], ${people.map(({ person }) => person)}::uuid[],
      ${people.map(({ data }) => JSON.stringify(data ?? null))}::text[]) AS p(id, person, data)
    ON CONFLICT (org, card, person) DO UPDATE
      SET data = excluded.data, rev = cards.private_data.rev + 1, updated_at = now()`
  const { rev, state, summary, data } = card
  // Only a hint travels, and only to the person: the data itself is fetched with his own right.
  for (const { person } of people) {
    const hint = { card: id, rev, state, summary, data, private: true }
    ctx.emit(cardChanged, hint, { stream: `person:${person}`, subject: id })
  }
  return { people: people.length }
})
