import { conflict, defineAction, T } from '#kernel'
import { convertFields } from './app.convert.ts'
import { refuseGaps } from '../convert.ts'
import { appPublished } from '../events.ts'
import { follow } from '../install.ts'
import { checkManifest } from '../manifest/check.ts'
import { differences } from '../manifest/diff.ts'
import { Manifest } from '../manifest/format.ts'
import { nextOf } from '../manifest/next.ts'
import { appOf, manifestOf, requireKeeper } from '../store.ts'

export const publishApp = defineAction({
  id: 'apps.app.publish',
  kind: 'command',
  effect: 'local',
  title: 'Publish a new version of an app',
  description:
    'The changed manifest runs from now on for the whole organisation; the version before stays readable. Fields that change their type carry over what fits; apps.app.plan tells beforehand what does not.',
  input: T.Object(
    {
      app: T.Id({ title: 'App', 'x-pick': 'apps.app.list' }),
      manifest: Manifest,
      base: T.Integer({ minimum: 1, title: 'The version that was changed' }),
      note: T.Optional(T.String({ maxLength: 500, title: 'What is new' })),
    },
    { additionalProperties: false, 'x-body-max': 4 * 1024 * 1024 },
  ),
  output: T.Object({ app: T.Id(), version: T.Integer() }),
  errors: {
    movedOn: conflict(
      'Somebody else has published a version meanwhile.',
      'Load the app again and make your change there.',
    ),
    notYours: conflict(
      'This app was installed from the plaza; its publisher changes it.',
      'Upgrade it in the catalogue, or make an app of your own from its manifest.',
    ),
    nothingNew: conflict('Nothing has changed.', 'Change something first.'),
  },
  emits: [appPublished],
  subject: 'app',
  scope: 'apps.use',
}).run(async ({ app: id, manifest, base, note }, ctx) => {
  await ctx.sql`SELECT 1 FROM apps.app WHERE org = ${ctx.org} AND id = ${id} FOR UPDATE`
  const app = await appOf(ctx, id)
  requireKeeper(ctx, app)
  if (app.source === 'plaza') throw ctx.error('notYours')
  if (app.version !== base) throw ctx.error('movedOn', { version: app.version })
  const before = await manifestOf(ctx, app)
  if (
    differences(before, manifest).length === 0 &&
    JSON.stringify(before) === JSON.stringify(manifest)
  )
    throw ctx.error('nothingNew')
  const next = nextOf(before, checkManifest(manifest))
  await refuseGaps(ctx, app, before, next.manifest)
  const after = await follow(ctx, app, next.manifest, { note })
  for (const entity of new Set(next.retyped.map((one) => one.entity)))
    ctx.enqueue(convertFields, { app: id, entity, from: base, to: after.version })
  const { module, title, version } = after
  ctx.emit(appPublished, { app: id, module, title, version }, { subject: id })
  return { app: id, version }
})
