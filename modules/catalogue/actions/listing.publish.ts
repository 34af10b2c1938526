import { conflict, defineAction, OPERATOR_ORG, T } from '#kernel'
import { App, hashOf, manifestOf } from '#modules/apps'
import { organisationOf } from '#modules/parties'
import { Edition, Listing } from '../entities.ts'
import { listingPublished } from '../events.ts'

export const publishListing = defineAction({
  id: 'catalogue.listing.publish',
  kind: 'command',
  effect: 'local',
  title: 'Publish an app to the plaza',
  description:
    'A snapshot of the app as it runs now, for every organisation of this server to install. Its records stay where they are; only what the app is made of is published.',
  input: T.Object(
    {
      app: T.Id({ title: 'App', 'x-pick': 'apps.app.list' }),
      about: T.Optional(T.String({ maxLength: 2000, title: 'About', 'x-long': true })),
      about_zh: T.Optional(
        T.String({ maxLength: 2000, title: 'About in Chinese', 'x-long': true }),
      ),
      note: T.Optional(T.String({ maxLength: 500, title: 'What is new' })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ listing: T.Id(), version: T.Integer() }),
  errors: {
    notYours: conflict(
      'This app was installed from the plaza.',
      'Only its publisher publishes it.',
    ),
    published: conflict(
      'This version is on the plaza already.',
      'Publish a new version of the app first.',
    ),
  },
  emits: [listingPublished],
  subject: 'app',
  scope: 'catalogue.publish',
}).run(async ({ app: id, about, about_zh, note }, ctx) => {
  const app = await ctx.records(App).get(id)
  if (app.source === 'plaza' || app.status !== 'active') throw ctx.error('notYours')
  const manifest = await manifestOf(ctx, app)
  const hash = hashOf(manifest)
  const publisher = await organisationOf(ctx.sql, ctx.org)
  const { org } = ctx
  const published = await ctx.within(OPERATOR_ORG, async (operator) => {
    const listings = operator
      .records(Listing)
      .unchecked('an organisation publishes what is its own')
    const editions = operator
      .records(Edition)
      .unchecked('an organisation publishes what is its own')
    const found = await listings.first({ where: { publisher_org: org, app: id } })
    const last =
      found && (await editions.first({ where: { listing: found.id, number: found.version } }))
    if (found?.status === 'listed' && last?.hash === hash) throw ctx.error('published')
    const shown = {
      publisher: publisher?.name ?? '',
      publisher_kind: kindOf(publisher),
      title: app.title,
      title_zh: app.title_zh,
      icon: app.icon,
      status: 'listed' as const,
      ...(about === undefined ? {} : { about }),
      ...(about_zh === undefined ? {} : { about_zh }),
    }
    const version = (found?.version ?? 0) + 1
    const listing = found
      ? await listings.update(found.id, { ...shown, version })
      : await listings.create({ ...shown, version, publisher_org: org, app: id, installs: 0 })
    await editions.create({
      listing: listing.id,
      number: version,
      hash,
      manifest,
      ...(note ? { note } : {}),
    })
    return { listing: listing.id, version }
  })
  ctx.emit(
    listingPublished,
    { ...published, title: app.title, app: id },
    { subject: published.listing },
  )
  return published
})

const kindOf = (publisher: { kind: string; vendor_type?: string | null } | undefined): string =>
  publisher?.vendor_type ?? publisher?.kind ?? 'company'
