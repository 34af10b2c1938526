import { defineAction, T } from '#kernel'
import { appPublished } from '../events.ts'
import { refuseGaps } from '../convert.ts'
import { follow } from '../install.ts'
import { Manifest } from '../manifest/format.ts'
import { appOf, manifestOf } from '../store.ts'
import { convertFields } from './app.convert.ts'

/** A newer version of what was installed; its fields carry over like those of one's own apps. */
export const upgradeApp = defineAction({
  id: 'apps.app.upgrade',
  kind: 'command',
  effect: 'local',
  title: 'Upgrade an app from the plaza',
  description: 'Takes over a newer published manifest. Only the catalogue calls it.',
  input: T.Object(
    { app: T.Id(), manifest: Manifest, listing_version: T.Integer({ minimum: 1 }) },
    { additionalProperties: false },
  ),
  output: T.Object({ app: T.Id(), version: T.Integer() }),
  emits: [appPublished],
  subject: 'app',
  scope: 'member',
  internal: true,
}).run(async ({ app: id, manifest, listing_version }, ctx) => {
  await ctx.sql`SELECT 1 FROM apps.app WHERE org = ${ctx.org} AND id = ${id} FOR UPDATE`
  const app = await appOf(ctx, id)
  const before = await manifestOf(ctx, app)
  await refuseGaps(ctx, app, before, manifest)
  const { module, title, version } = await follow(ctx, app, manifest, { listing_version })
  for (const { key } of manifest.entities)
    ctx.enqueue(convertFields, { app: id, entity: key, from: app.version, to: version })
  ctx.emit(appPublished, { app: id, module, title, version }, { subject: id })
  return { app: id, version }
})
