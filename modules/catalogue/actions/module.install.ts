import { conflict, defineAction, OPERATOR_ORG, T } from '#kernel'
import { installApp } from '#modules/apps'
import { moduleInstalled } from '../events.ts'
import { editionOf, installedApps, refuseUnread } from '../plaza.ts'

export const installModule = defineAction({
  id: 'catalogue.module.install',
  kind: 'command',
  effect: 'local',
  title: 'Install an app from the plaza',
  description:
    'Copies the published version into your organisation; its records will lie here and nowhere else. “agreed” repeats the keys of what it asks for, as catalogue.listing.get shows them.',
  input: T.Object(
    {
      listing: T.Id({ title: 'Listing', 'x-pick': 'catalogue.listing.list' }),
      version: T.Integer({ minimum: 1, title: 'Version' }),
      agreed: T.Array(T.String({ maxLength: 40 }), { maxItems: 40, title: 'What was agreed to' }),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ app: T.Id(), module: T.String() }),
  errors: {
    installed: conflict('This app is installed already.', 'Upgrade it, or uninstall it first.'),
    moved: conflict('There is a newer version.', 'Look at that one.'),
  },
  emits: [moduleInstalled],
  subject: 'listing',
  scope: 'catalogue.install',
}).run(async ({ listing, version, agreed }, ctx) => {
  const edition = await editionOf(ctx.sql, ctx.org, listing)
  if (Number(edition.number) !== version)
    throw ctx.error('moved', { version: Number(edition.number) })
  refuseUnread(edition.manifest, agreed)
  await ctx.sql`SELECT pg_advisory_xact_lock(hashtextextended(${`catalogue ${ctx.org} ${listing}`}, 0))`
  if ((await installedApps(ctx.sql, ctx.org)).some((app) => app.listing === listing))
    throw ctx.error('installed')
  const { manifest, publisher, title } = edition
  const made = await ctx.call(installApp, {
    manifest,
    publisher,
    listing,
    listing_version: version,
  })
  await ctx.within(
    OPERATOR_ORG,
    (operator) => operator.sql`
      UPDATE catalogue.listing SET installs = installs + 1 WHERE org = ${OPERATOR_ORG} AND id = ${listing}`,
  )
  ctx.emit(moduleInstalled, { listing, title, version, ...made }, { subject: listing })
  return made
})
