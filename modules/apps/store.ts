import { fail, type Context, type Entity, type RecordOf } from '#kernel'
import { App, Version } from './entities.ts'
import { entityOf } from './make/entity.ts'
import type { EntityDef, Manifest } from './manifest/format.ts'
import { upgraded } from './manifest/upgrade.ts'

export type AppRow = RecordOf<typeof App>
// oxlint-disable-next-line typescript/no-explicit-any -- any action's context will do
export type AnyContext = Context<any, any>

/** The app as it runs here; a removed one is not there any more. */
export async function appOf(ctx: AnyContext, id: string): Promise<AppRow> {
  const app = await ctx.records(App).get(id)
  if (app.status !== 'active')
    throw fail('notFound', 'This app has been removed.', 'Choose another.')
  return app
}

export async function manifestOf(
  ctx: AnyContext,
  app: AppRow,
  number = app.version,
): Promise<Manifest> {
  const version = await ctx
    .records(Version)
    .unchecked('what an app is made of is known to all of its people')
    .first({ where: { app: app.id, number } })
  if (!version) throw fail('notFound', `There is no version ${number} of this app.`)
  return upgraded(version.manifest)
}

export interface Part {
  readonly app: AppRow
  readonly manifest: Manifest
  readonly def: EntityDef
  readonly entity: Entity
}

/** One entity of an app by its key, as records are read and written with it. */
export async function partOf(ctx: AnyContext, app: string, key: string): Promise<Part> {
  const found = await appOf(ctx, app)
  const manifest = await manifestOf(ctx, found)
  const def = manifest.entities.find((each) => each.key === key)
  if (!def) throw fail('notFound', 'The app has no such list.', 'Use one of its entities’ keys.')
  return { app: found, manifest, def, entity: entityOf(def, manifest, found) }
}

/** A list of an app is read with the app's own right, whatever door it is read by. */
export function requireUser(ctx: Pick<AnyContext, 'actor'>, { module, title }: AppRow): void {
  if (ctx.actor.scopes.has(`${module}.use`)) return
  throw fail('forbidden', `You may not use “${title}”.`, undefined, { scope: `${module}.use` })
}

/**
 * Changing an app is its managers' and, as long as its rights name nobody, of everybody who makes apps:
 * else who may make apps could open one that was closed to him.
 */
export function requireKeeper(ctx: Pick<AnyContext, 'actor'>, app: AppRow): void {
  if (!app.granted && ctx.actor.scopes.has('apps.make')) return
  requireManager(ctx, app)
}

/** Importing and sharing reach every record of an app, so only who manages it does. */
export function requireManager(ctx: Pick<AnyContext, 'actor'>, { module, title }: AppRow): void {
  if (ctx.actor.scopes.has(`${module}.manage`)) return
  throw fail(
    'forbidden',
    `Only who manages “${title}” may do this.`,
    'Ask an administrator for a role that includes it.',
    { scope: `${module}.manage` },
  )
}
