import { defineAction, T } from '#kernel'
import { documentOf } from '../documents.ts'
import { Source } from '../entities.ts'
import { Difference, differenceOf } from '../openapi/difference.ts'
import { overlaid } from '../openapi/overlay.ts'
import type { Plan } from '../plan.ts'

export const compareOpenapi = defineAction({
  id: 'imports.openapi.compare',
  kind: 'query',
  effect: 'local',
  title: 'Compare an imported interface with a newer document',
  description:
    'Of what was imported: which operations are gone or changed; and which are new in the document. Nothing is changed.',
  input: T.Object(
    { source: T.Id({ title: 'Import' }), document: T.Id({ title: 'Document' }) },
    { additionalProperties: false },
  ),
  output: Difference,
  scope: 'imports.manage',
  subject: 'source',
}).run(async ({ source: id, document: newer }, ctx) => {
  const source = await ctx.records(Source).get(id)
  const plan = source.plan as Plan
  const [old] = await ctx.sql<{ id: string }>`
    SELECT id FROM imports.document WHERE org = ${ctx.org} AND hash = ${source.hash ?? ''}`
  const before = old && overlaid(await documentOf(ctx.sql, ctx.org, old.id), plan.overlay)
  const document = overlaid(await documentOf(ctx.sql, ctx.org, newer), plan.overlay)
  return differenceOf(plan, source.hash ?? '', document, before)
})
