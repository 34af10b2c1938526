import { defineAction, T } from '#kernel'
import { App } from '../entities.ts'
import { appRemoved } from '../events.ts'
import { appOf } from '../store.ts'

/** The catalogue's own way to take an app away; it asks for the right and offers the data first. */
export const removeApp = defineAction({
  id: 'apps.app.remove',
  kind: 'command',
  effect: 'local',
  title: 'Remove an app',
  description:
    'The app and its pages, actions and cards go at once, its shared forms close. Its rows are kept under its ids and no door reaches them.',
  input: T.Object({ app: T.Id({ title: 'App' }) }, { additionalProperties: false }),
  output: T.Object({ app: T.Id() }),
  emits: [appRemoved],
  subject: 'app',
  scope: 'member',
  internal: true,
  destructive: true,
}).run(async ({ app: id }, ctx) => {
  const { module, title } = await appOf(ctx, id)
  await ctx
    .records(App)
    .unchecked('the catalogue asked for the right')
    .update(id, { status: 'removed' })
  await ctx.sql`
    UPDATE apps.share SET revoked_at = now(), rev = rev + 1 WHERE org = ${ctx.org} AND app = ${id} AND revoked_at IS NULL`
  await ctx.sql`
    UPDATE apps.import SET status = 'cancelled', rev = rev + 1 WHERE org = ${ctx.org} AND app = ${id} AND status IN ('ready', 'waiting', 'applying')`
  ctx.rebuild()
  ctx.emit(appRemoved, { app: id, module, title }, { subject: id })
  return { app: id }
})
