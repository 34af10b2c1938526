import { allOf, defineAction, page, pageOf, T, type Filter } from '#kernel'
import { Entry, EntryView } from '../entities.ts'
import { filterOf, filters, namesOf } from '../search.ts'

export const listEntries = defineAction({
  id: 'audit.entry.list',
  kind: 'query',
  effect: 'local',
  title: 'Search the log',
  description: 'Who did or tried what, on which record, when, and how it ended; newest first.',
  input: T.Object(
    {
      ...filters,
      where: T.Optional(T.Json({ title: 'Filter' })),
      ...page,
    },
    { additionalProperties: false },
  ),
  output: pageOf(EntryView),
  scope: 'audit.read',
}).run(async ({ where, limit, cursor, ...asked }, ctx) => {
  const { items, next } = await ctx.records(Entry).list({
    where: allOf(filterOf(asked), (where ?? true) as Filter),
    sort: ['-id'],
    ...(limit ? { limit } : {}),
    ...(cursor ? { cursor } : {}),
  })
  const names = await namesOf(ctx, items)
  const named = items.map((entry) => {
    const name = names.get(entry.actor)
    const title = ctx.registry.actions.get(entry.action)?.title
    return { ...entry, ...(name ? { actor_name: name } : {}), ...(title ? { title } : {}) }
  })
  return { items: named, ...(next ? { next } : {}) }
})
