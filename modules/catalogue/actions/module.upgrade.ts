import { conflict, defineAction, T } from '#kernel'
import { App, upgradeApp } from '#modules/apps'
import { moduleUpgraded } from '../events.ts'
import { editionOf, refuseUnread } from '../plaza.ts'

export const upgradeModule = defineAction({
  id: 'catalogue.module.upgrade',
  kind: 'command',
  effect: 'local',
  title: 'Upgrade an installed app',
  description:
    'Takes over the newest published version; catalogue.listing.get shows beforehand what changes and what more it asks for. “agreed” repeats the keys of what it asks for.',
  input: T.Object(
    {
      app: T.Id({ title: 'App', 'x-pick': 'apps.app.list' }),
      version: T.Integer({ minimum: 1, title: 'Version' }),
      agreed: T.Array(T.String({ maxLength: 40 }), { maxItems: 40, title: 'What was agreed to' }),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ app: T.Id(), version: T.Integer() }),
  errors: {
    notInstalled: conflict(
      'This app does not come from the plaza.',
      'Publish a version of it in the builder.',
    ),
    moved: conflict('This is not the newest version.', 'Look at that one.'),
    newest: conflict('The newest version is installed already.', 'Nothing needs to be done.'),
  },
  emits: [moduleUpgraded],
  subject: 'app',
  scope: 'catalogue.install',
}).run(async ({ app: id, version, agreed }, ctx) => {
  const app = await ctx.records(App).get(id)
  if (!app.listing || app.status !== 'active') throw ctx.error('notInstalled')
  const { manifest, number, title } = await editionOf(ctx.sql, ctx.org, app.listing)
  if (Number(number) !== version) throw ctx.error('moved', { version: Number(number) })
  if (app.listing_version === version) throw ctx.error('newest')
  refuseUnread(manifest, agreed)
  const next = await ctx.call(upgradeApp, { app: id, manifest, listing_version: version })
  ctx.emit(moduleUpgraded, { listing: app.listing, title, version, app: id }, { subject: id })
  return next
})
