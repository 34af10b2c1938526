import { defineAction, page, pageOf, T } from '#kernel'
import { Share } from '../entities.ts'
import { shareView, viewOf } from '../share/view.ts'

export const listShares = defineAction({
  id: 'apps.share.list',
  kind: 'query',
  effect: 'local',
  title: 'List shared forms',
  description: 'Forms of an app that people outside fill in, with their links, newest first.',
  input: T.Object({ app: T.Id({ title: 'App' }), ...page }, { additionalProperties: false }),
  output: pageOf(shareView),
  subject: 'app',
  scope: 'apps.make',
}).run(async ({ app, ...paging }, ctx) => {
  const { items, next } = await ctx
    .records(Share)
    .list({ where: { app }, sort: ['-id'], limit: 20, ...paging })
  const shown = await Promise.all(items.map((share) => viewOf(ctx, share)))
  return next === undefined ? { items: shown } : { items: shown, next }
})
