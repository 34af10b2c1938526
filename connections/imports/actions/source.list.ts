import { defineAction, page, pageOf, T } from '#kernel'
import { Source, SourceView } from '../entities.ts'
import { viewed } from '../install.ts'

export const listSources = defineAction({
  id: 'imports.source.list',
  kind: 'query',
  effect: 'local',
  title: 'List imported interfaces',
  description: 'By name, without their plans, which may be long; imports.source.get has one whole.',
  input: T.Object(
    {
      search: T.Optional(T.String({ maxLength: 200, title: 'Search' })),
      module: T.Optional(T.String({ maxLength: 60, title: 'Module' })),
      ...page,
    },
    { additionalProperties: false },
  ),
  output: pageOf(SourceView),
  scope: 'imports.manage',
}).run(async ({ module, ...asked }, ctx) => {
  const { items, next } = await ctx.records(Source).list({
    ...asked,
    sort: ['title'],
    ...(module === undefined ? {} : { where: { module } }),
  })
  return { items: items.map(viewed), ...(next === undefined ? {} : { next }) }
})
