import { defineAction, T } from '#kernel'
import { goneOf, previewOf } from '../convert.ts'
import { checkManifest } from '../manifest/check.ts'
import { differences, Difference } from '../manifest/diff.ts'
import { Manifest } from '../manifest/format.ts'
import { nextOf } from '../manifest/next.ts'
import { appOf, manifestOf, requireKeeper } from '../store.ts'

export const planApp = defineAction({
  id: 'apps.app.plan',
  kind: 'query',
  effect: 'local',
  title: 'See what a new version would change',
  description:
    'Compares a changed manifest with the one that runs: what is added, changed and removed, and which records hold something that does not fit a field’s new type. Changes nothing.',
  input: T.Object(
    { app: T.Id({ title: 'App' }), manifest: Manifest },
    { additionalProperties: false, 'x-body-max': 4 * 1024 * 1024 },
  ),
  output: T.Object({
    base: T.Integer(),
    differences: T.Array(Difference),
    /** Lists and fields that go, and how many records are or hold something there: kept, but hidden. */
    gone: T.Array(
      T.Object({ entity: T.String(), field: T.Optional(T.String()), records: T.Integer() }),
    ),
    carried: T.Array(
      T.Object({
        entity: T.String(),
        field: T.String(),
        filled: T.Integer(),
        lost: T.Integer(),
        samples: T.Array(T.String()),
      }),
    ),
  }),
  subject: 'app',
  scope: 'apps.use',
}).run(async ({ app: id, manifest }, ctx) => {
  const app = await appOf(ctx, id)
  requireKeeper(ctx, app)
  const before = await manifestOf(ctx, app)
  const { retyped, manifest: after } = nextOf(before, checkManifest(manifest))
  const carried = await previewOf(ctx, app, before, after, retyped)
  return {
    base: app.version,
    differences: differences(before, manifest),
    gone: await goneOf(ctx, app, before, after),
    carried: carried.map((one) => ({ ...one, samples: [...one.samples] })),
  }
})
