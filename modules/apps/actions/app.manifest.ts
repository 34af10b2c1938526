import { defineAction, T } from '#kernel'
import { Manifest } from '../manifest/format.ts'
import { appOf, manifestOf, requireManager } from '../store.ts'

export const getManifest = defineAction({
  id: 'apps.app.manifest',
  kind: 'query',
  effect: 'local',
  title: 'Get an app’s manifest',
  description:
    'What an app is made of, as it runs or in any earlier version. The same JSON makes the app again by apps.app.create, here or elsewhere.',
  input: T.Object(
    {
      app: T.Id({ title: 'App' }),
      version: T.Optional(T.Integer({ minimum: 1, title: 'Version' })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    app: T.Id(),
    module: T.String(),
    version: T.Integer(),
    manifest: Manifest,
  }),
  subject: 'app',
  scope: 'apps.use',
}).run(async ({ app: id, version }, ctx) => {
  const app = await appOf(ctx, id)
  if (!ctx.actor.scopes.has('apps.make')) requireManager(ctx, app)
  const manifest = await manifestOf(ctx, app, version)
  return { app: id, module: app.module, version: version ?? app.version, manifest }
})
