import { conflict, defineAction, T } from '#kernel'
import { documentOf } from '../documents.ts'
import { SourceView } from '../entities.ts'
import { sourceInstalled } from '../events.ts'
import { install } from '../install.ts'
import { authOf, serverOf } from '../openapi/auth.ts'
import { chosen, CHOSEN_MAX } from '../openapi/choose.ts'
import { overlaid } from '../openapi/overlay.ts'
import { Settings } from '../openapi/settings.ts'
import { Json } from '../seen.ts'
import { about, connectorOf, Implementing } from '../shape.ts'

export const installOpenapi = defineAction({
  id: 'imports.openapi.install',
  kind: 'command',
  effect: 'local',
  title: 'Import operations of an OpenAPI document',
  description:
    'Makes a module api_<name> of the operations chosen from a document that was read: they are actions like any other, over HTTP, in flows and for agents. An overlay (OpenAPI Overlay 1.0, with x-tenon for pages, keys and polling) corrects what the document does not say. The way of signing in becomes a connector of that name; link an account of it and set it with imports.source.update.',
  input: T.Object(
    {
      document: T.Id({ title: 'Document' }),
      ...about,
      server: T.Optional(T.String({ maxLength: 500, title: 'Server' })),
      operations: T.Array(
        T.Object(
          { key: T.String({ maxLength: 1000 }), settings: T.Optional(Settings) },
          { additionalProperties: false },
        ),
        { minItems: 1, maxItems: CHOSEN_MAX, title: 'Operations' },
      ),
      overlay: T.Optional(Json),
      implements: T.Optional(Implementing),
    },
    { additionalProperties: false, 'x-body-max': 4_194_304 },
  ),
  output: SourceView,
  errors: {
    noServer: conflict(
      'The document does not say where the service answers.',
      'Give “server”, such as https://api.example.com/v1.',
    ),
  },
  emits: [sourceInstalled],
  scope: 'imports.manage',
}).run(async (input, ctx) => {
  const document = overlaid(await documentOf(ctx.sql, ctx.org, input.document), input.overlay)
  const [row] = await ctx.sql<{ url: string | null }>`
    SELECT url FROM imports.document WHERE org = ${ctx.org} AND id = ${input.document}`
  const server = input.server ?? serverOf(document, row?.url ?? undefined)
  if (!server) throw ctx.error('noServer')
  const operations = chosen(document, input.operations)
  return install(ctx, {
    ...input,
    kind: 'openapi',
    server,
    hash: document.hash,
    ...(row?.url ? { url: row.url } : {}),
    plan: {
      operations,
      choices: input.operations,
      connector: connectorOf(authOf(document), server, operations),
      ...(input.overlay ? { overlay: input.overlay } : {}),
      ...(input.implements ? { implements: input.implements } : {}),
    },
  })
})
