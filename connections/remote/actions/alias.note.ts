import { defineAction, T } from '#kernel'
import { noteAliases } from '../people.ts'
import { linkOf } from '../store.ts'

export const noteAlias = defineAction({
  id: 'remote.alias.note',
  kind: 'command',
  effect: 'local',
  title: 'Note by what name a vendor knows people',
  description: 'Before the vendor first hears of them, so that what it says of them is understood.',
  input: T.Object(
    { link: T.Id(), people: T.Array(T.Id(), { minItems: 1, maxItems: 1000 }) },
    { additionalProperties: false },
  ),
  output: T.Object({ noted: T.Integer() }),
  silent: 'it is no news to anybody',
  subject: 'link',
  scope: 'member',
  idempotent: true,
  internal: true,
}).run(async ({ link, people }, ctx) => {
  await noteAliases(ctx.sql, await linkOf(ctx, link), people)
  return { noted: people.length }
})
