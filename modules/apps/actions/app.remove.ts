import { conflict, defineAction, T } from '#kernel'
import { App } from '../entities.ts'
import { appRemoved } from '../events.ts'
import { appOf, type AnyContext } from '../store.ts'
import { purgeApp } from './app.purge.ts'

/** The catalogue's own way to take an app away; it asks for the right and offers the data first. */
export const removeApp = defineAction({
  id: 'apps.app.remove',
  kind: 'command',
  effect: 'local',
  title: 'Remove an app',
  description:
    'The app and its pages, actions and cards go at once, its shared forms close. Its records are kept and no door reaches them; with “purge” they are deleted for good, by and by.',
  input: T.Object(
    { app: T.Id({ title: 'App' }), purge: T.Optional(T.Boolean()) },
    { additionalProperties: false },
  ),
  output: T.Object({ app: T.Id(), batch: T.Optional(T.Id()) }),
  errors: {
    referred: conflict(
      'Records of others refer to records of this app.',
      'Delete those first, or keep the records of this app.',
    ),
  },
  emits: [appRemoved],
  subject: 'app',
  scope: 'member',
  internal: true,
  destructive: true,
}).run(async ({ app: id, purge = false }, ctx) => {
  const { module, title, ids } = await appOf(ctx, id)
  if (purge && mayBeReferred(ctx, module)) {
    const own = Object.values(ids)
    const [used] = await ctx.sql`
      SELECT 1 FROM rec.ref f JOIN rec.record r ON r.org = f.org AND r.id = f.target AND r.entity = ANY(${own}::uuid[])
      WHERE f.org = ${ctx.org} AND f.entity <> ALL(${own}::uuid[]) LIMIT 1`
    if (used) throw ctx.error('referred')
  }
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
  if (!purge) return { app: id }
  const batch = ctx.id()
  ctx.enqueue(purgeApp, { app: id, batch }, { lane: `apps.purge:${id}` })
  return { app: id, batch }
})

/** Looking through all references of an organisation is spared where no definition leads here. */
const mayBeReferred = ({ registry }: Pick<AnyContext, 'registry'>, module: string): boolean =>
  [...registry.entities.values()].some(
    (entity) =>
      entity.shared &&
      !entity.id.startsWith(`${module}.`) &&
      JSON.stringify(entity.fields).includes(`"x-ref":"${module}.`),
  )
