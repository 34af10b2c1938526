import { defineAction, T } from '#kernel'
import { organisationOf } from '#modules/parties'
import { Draft } from '../entities.ts'
import { appCreated } from '../events.ts'
import type { StoredSource } from '../guess/view.ts'
import { runInBackground } from '../import/background.ts'
import { bringRows } from '../import/bring.ts'
import { install } from '../install.ts'
import { Manifest } from '../manifest/format.ts'

export const createApp = defineAction({
  id: 'apps.app.create',
  kind: 'command',
  effect: 'local',
  title: 'Make an app',
  description:
    'Makes an app from a manifest: its lists are at once in forms, tables, cards, HTTP, OpenAPI and MCP of your organisation. With a draft, the rows of its file are brought in in the background. Without a manifest the draft’s own guess is taken.',
  input: T.Object(
    {
      draft: T.Optional(T.Id({ title: 'Draft from a file' })),
      manifest: T.Optional(Manifest),
      blank: T.Optional(T.Boolean({ title: 'Begun with nothing' })),
      note: T.Optional(T.String({ maxLength: 500, title: 'What it is for' })),
    },
    { additionalProperties: false, 'x-body-max': 4 * 1024 * 1024 },
  ),
  output: T.Object({
    app: T.Id(),
    module: T.String(),
    version: T.Integer(),
    imports: T.Array(T.Id()),
  }),
  errors: {
    nothing: {
      kind: 'invalid',
      message: 'There is nothing to make an app from.',
      fix: 'Give a draft or a manifest.',
    },
  },
  emits: [appCreated],
  scope: 'apps.make',
  ratePerMinute: 60,
}).run(async ({ draft: id, manifest: given, blank, note }, ctx) => {
  const draft = id === undefined ? undefined : await ctx.records(Draft).get(id)
  const manifest = given ?? (draft?.manifest as Manifest | undefined)
  if (!manifest) throw ctx.error('nothing')
  const publisher = (await organisationOf(ctx.sql, ctx.org))?.name ?? ''
  const source = draft ? 'file' : blank ? 'blank' : 'import'
  const app = await install(ctx, { manifest, source, publisher, note })
  let imports: string[] = []
  if (draft) {
    imports = await bringRows(ctx, app, manifest, draft.id, draft.sources as StoredSource[])
    await ctx.sql`DELETE FROM apps.draft_row WHERE org = ${ctx.org} AND draft = ${draft.id}`
    await ctx.records(Draft).delete(draft.id)
    if (imports[0]) runInBackground(ctx, imports[0])
  }
  const { module, title, version } = app
  ctx.emit(appCreated, { app: app.id, module, title, version }, { subject: app.id })
  return { app: app.id, module, version, imports }
})
