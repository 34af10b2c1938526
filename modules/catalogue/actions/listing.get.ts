import { defineAction, T } from '#kernel'
import { Difference, differences, Manifest, manifestOf, scopesOf, App } from '#modules/apps'
import { editionOf, installedApps, listingView, ScopeView, viewOf, Words } from '../plaza.ts'

export const getListing = defineAction({
  id: 'catalogue.listing.get',
  kind: 'query',
  effect: 'local',
  title: 'Get an app of the plaza',
  description:
    'What an app of the plaza holds, what it lets people do, where its data lies and, where an older version is installed here, what would change.',
  input: T.Object(
    { listing: T.Id({ title: 'Listing' }), version: T.Optional(T.Integer({ minimum: 1 })) },
    { additionalProperties: false },
  ),
  output: T.Object({
    ...listingView.properties,
    number: T.Integer(),
    note: T.Optional(T.String()),
    published_at: T.Time(),
    scopes: T.Array(ScopeView),
    data_at: T.Literal('here'),
    lists: T.Array(T.Object({ title: Words, fields: T.Array(Words), who: T.String() })),
    manifest: Manifest,
    differences: T.Optional(T.Array(Difference)),
  }),
  subject: 'listing',
  scope: 'catalogue.read',
}).run(async ({ listing, version }, ctx) => {
  const edition = await editionOf(ctx.sql, ctx.org, listing, version)
  const { manifest, note, number, published_at } = edition
  const view = viewOf(edition, ctx.org, await installedApps(ctx.sql, ctx.org))
  const app = view.installed ? await ctx.records(App).find(view.installed.app) : undefined
  const before = app && (await manifestOf(ctx, app))
  return {
    ...view,
    number: Number(number),
    ...(note ? { note } : {}),
    published_at: new Date(published_at).toISOString(),
    scopes: scopesOf(manifest).map((scope) => ({ ...scope })),
    data_at: 'here' as const,
    lists: manifest.entities.map(({ title, fields, access }) => ({
      title,
      fields: fields.map((field) => field.title),
      who: access.who,
    })),
    manifest,
    ...(before ? { differences: differences(before, manifest) } : {}),
  }
})
