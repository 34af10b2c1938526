import { fail } from '#kernel'
import { App, Version } from './entities.ts'
import { checkManifest } from './manifest/check.ts'
import type { Manifest } from './manifest/format.ts'
import { hashOf } from './manifest/hash.ts'
import { chinese, english } from './manifest/words.ts'
import type { AnyContext, AppRow } from './store.ts'

/** Apps of one organisation; each is a handful of definitions in its registry. */
export const APPS_MAX = 2000

export interface NewApp {
  readonly manifest: Manifest
  readonly source: AppRow['source']
  readonly publisher: string
  readonly listing?: string
  readonly listing_version?: number
  readonly note?: string | undefined
}

/** Writes an app and its first version; after commit it is a module of the organisation. */
export async function install(
  ctx: AnyContext,
  { manifest, note, ...about }: NewApp,
): Promise<AppRow> {
  checkManifest(manifest)
  const module = await freeModule(ctx, manifest.slug)
  const app = await apps(ctx).create({
    ...about,
    ...titlesOf(manifest),
    module,
    status: 'active',
    version: 1,
    ids: Object.fromEntries(manifest.entities.map(({ key }) => [key, ctx.id()])),
    ...makerOf(ctx),
  })
  await writeVersion(ctx, app.id, 1, manifest, note)
  ctx.rebuild()
  return app
}

/** The next version, which runs at once; entities that are new get an id, those that are gone keep theirs. */
export async function follow(
  ctx: AnyContext,
  app: AppRow,
  manifest: Manifest,
  about: { note?: string | undefined; listing_version?: number } = {},
): Promise<AppRow> {
  checkManifest(manifest)
  const { note, ...rest } = about
  const fresh = manifest.entities.filter(({ key }) => !app.ids[key])
  const number = app.version + 1
  await writeVersion(ctx, app.id, number, manifest, note)
  const next = await apps(ctx).update(app.id, {
    ...titlesOf(manifest),
    ...rest,
    version: number,
    ids: { ...app.ids, ...Object.fromEntries(fresh.map(({ key }) => [key, ctx.id()])) },
  })
  ctx.rebuild()
  return next
}

const apps = (ctx: AnyContext) =>
  ctx.records(App).unchecked('the action’s own scope says who makes and installs apps')

const titlesOf = ({ title, icon }: Manifest) => ({
  title: english(title),
  title_zh: chinese(title),
  icon,
})

const makerOf = ({ actor }: AnyContext) => (actor.kind === 'person' ? { maker: actor.id } : {})

async function writeVersion(
  ctx: AnyContext,
  app: string,
  number: number,
  manifest: Manifest,
  note: string | undefined,
): Promise<void> {
  const { actor } = ctx
  await ctx
    .records(Version)
    .unchecked('the action’s own scope says who publishes versions')
    .create({
      app,
      number,
      hash: hashOf(manifest),
      manifest,
      ...(note ? { note } : {}),
      ...(actor.kind === 'person' ? { made_by: actor.id } : {}),
    })
}

/** Ids are never reused, so a name once taken stays taken, also by a removed app. */
async function freeModule(ctx: AnyContext, slug: string): Promise<string> {
  const rows = await ctx.sql<{ module: string }>`
    SELECT module FROM apps.app WHERE org = ${ctx.org} LIMIT ${APPS_MAX + 1}`
  if (rows.length > APPS_MAX)
    throw fail(
      'conflict',
      `An organisation has at most ${APPS_MAX} apps.`,
      'Put lists into apps that are there.',
    )
  const taken = new Set(rows.map(({ module }) => module))
  const base = `app_${slug.slice(0, 24)}`
  let module = base
  for (let n = 2; taken.has(module); n++) module = `${base}${n}`
  return module
}
