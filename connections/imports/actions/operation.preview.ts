import { defineAction, T } from '#kernel'
import { documentOf } from '../documents.ts'
import { chosen } from '../openapi/choose.ts'
import { overlaid } from '../openapi/overlay.ts'
import { Settings } from '../openapi/settings.ts'
import { Json, OperationView, viewOf } from '../seen.ts'

export const previewOperation = defineAction({
  id: 'imports.operation.preview',
  kind: 'query',
  effect: 'local',
  title: 'Look at an operation before importing it',
  description: 'Its form, what it answers, and what it will be called here.',
  input: T.Object(
    {
      document: T.Id({ title: 'Document' }),
      key: T.String({ maxLength: 1000, title: 'Operation' }),
      settings: T.Optional(Settings),
      overlay: T.Optional(Json),
    },
    { additionalProperties: false },
  ),
  output: OperationView,
  scope: 'imports.manage',
}).run(async ({ document: id, key, settings, overlay }, ctx) => {
  const document = overlaid(await documentOf(ctx.sql, ctx.org, id), overlay)
  const [operation] = chosen(document, [{ key, ...(settings ? { settings } : {}) }])
  return viewOf(operation!)
})
