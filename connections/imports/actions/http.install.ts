import { defineAction, T } from '#kernel'
import { SourceView } from '../entities.ts'
import { sourceInstalled } from '../events.ts'
import { declared, Declared } from '../http/declared.ts'
import { install } from '../install.ts'
import { about } from '../shape.ts'

export const installHttp = defineAction({
  id: 'imports.http.install',
  kind: 'command',
  effect: 'local',
  title: 'Import requests that are written down',
  description:
    'For a service without a document: each request has a method, an address with {fields}, headers, a body with {{ expressions }} over input, JSON Schemas, and an expression over answer that makes the output. They become actions of a module api_<name>, asked with a linked account of the connector “http” or without.',
  input: T.Object(
    {
      ...about,
      server: T.String({ maxLength: 500, title: 'Server' }),
      requests: T.Array(Declared, { minItems: 1, maxItems: 100, title: 'Requests' }),
    },
    { additionalProperties: false },
  ),
  output: SourceView,
  emits: [sourceInstalled],
  scope: 'imports.manage',
}).run(async (input, ctx) =>
  install(ctx, {
    ...input,
    kind: 'http',
    plan: { operations: declared(input.requests), requests: input.requests },
  }),
)
