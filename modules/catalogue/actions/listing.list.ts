import { defineAction, page, pageOf, PAGE_SIZE, T } from '#kernel'
import { installedApps, listingView, viewOf, type Row } from '../plaza.ts'

export const listListings = defineAction({
  id: 'catalogue.listing.list',
  kind: 'query',
  effect: 'local',
  title: 'List the plaza',
  description:
    'Apps that organisations have published for everybody, newest first, and which of them are installed here.',
  input: T.Object(
    { search: T.Optional(T.String({ maxLength: 100, title: 'Search' })), ...page },
    { additionalProperties: false },
  ),
  output: pageOf(listingView),
  scope: 'catalogue.read',
}).run(async ({ search = '', limit = PAGE_SIZE, cursor }, ctx) => {
  const before = /^[0-9a-f-]{36}$/.test(cursor ?? '') ? cursor! : null
  const rows = await ctx.sql<Row>`
    SELECT * FROM catalogue.find(${ctx.org}::uuid, ${search.trim()}, ${before}::uuid, ${limit + 1})`
  const installed = await installedApps(ctx.sql, ctx.org)
  const items = rows.slice(0, limit).map((row) => viewOf(row, ctx.org, installed))
  return rows.length > limit ? { items, next: items.at(-1)!.listing } : { items }
})
