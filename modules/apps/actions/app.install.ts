import { defineAction, T } from '#kernel'
import { appCreated } from '../events.ts'
import { install } from '../install.ts'
import { Manifest } from '../manifest/format.ts'

/** What the catalogue installs: a snapshot of somebody's manifest, as rows of this organisation. */
export const installApp = defineAction({
  id: 'apps.app.install',
  kind: 'command',
  effect: 'local',
  title: 'Install an app from the plaza',
  description: 'Copies a published manifest into this organisation. Only the catalogue calls it.',
  input: T.Object(
    {
      manifest: Manifest,
      publisher: T.String({ maxLength: 200 }),
      listing: T.Id(),
      listing_version: T.Integer({ minimum: 1 }),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ app: T.Id(), module: T.String() }),
  emits: [appCreated],
  scope: 'member',
  internal: true,
}).run(async (input, ctx) => {
  const { id, module, title, version } = await install(ctx, { ...input, source: 'plaza' })
  ctx.emit(appCreated, { app: id, module, title, version }, { subject: id })
  return { app: id, module }
})
