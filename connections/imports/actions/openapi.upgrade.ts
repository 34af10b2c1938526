import { conflict, defineAction, T } from '#kernel'
import { documentOf } from '../documents.ts'
import { Source, SourceView } from '../entities.ts'
import { sourceChanged } from '../events.ts'
import { viewed } from '../install.ts'
import { chosen } from '../openapi/choose.ts'
import { differenceOf } from '../openapi/difference.ts'
import { overlaid } from '../openapi/overlay.ts'
import { Settings } from '../openapi/settings.ts'
import type { Plan } from '../plan.ts'
import { CHOSEN_MAX } from '../openapi/choose.ts'

export const upgradeOpenapi = defineAction({
  id: 'imports.openapi.upgrade',
  kind: 'command',
  effect: 'local',
  title: 'Take a newer document for an imported interface',
  description:
    'After imports.openapi.compare. “agreed” names every operation that is gone or has changed: nothing of what is in use changes without somebody having seen it.',
  input: T.Object(
    {
      source: T.Id({ title: 'Import' }),
      document: T.Id({ title: 'Document' }),
      agreed: T.Array(T.String({ maxLength: 1000 }), { maxItems: CHOSEN_MAX, title: 'Agreed to' }),
      add: T.Optional(
        T.Array(
          T.Object(
            { key: T.String({ maxLength: 1000 }), settings: T.Optional(Settings) },
            { additionalProperties: false },
          ),
          { maxItems: CHOSEN_MAX, title: 'Added' },
        ),
      ),
    },
    { additionalProperties: false },
  ),
  output: SourceView,
  errors: {
    notAgreed: conflict(
      'The document changes more than was agreed to.',
      'Compare again, then decide.',
    ),
  },
  emits: [sourceChanged],
  subject: 'source',
  scope: 'imports.manage',
}).run(async ({ source: id, document: newer, agreed, add = [] }, ctx) => {
  const source = await ctx.records(Source).get(id)
  const plan = source.plan as Plan
  const document = overlaid(await documentOf(ctx.sql, ctx.org, newer), plan.overlay)
  const { removed, changed } = differenceOf(plan, source.hash ?? '', document)
  const open = [...removed, ...changed].filter(({ key }) => !agreed.includes(key))
  if (open.length > 0) throw ctx.error('notAgreed', { operations: open.map(({ key }) => key) })
  const gone = new Set(removed.map(({ key }) => key))
  const choices = [...(plan.choices ?? []).filter(({ key }) => !gone.has(key)), ...add]
  const operations = chosen(document, choices)
  const version = source.version + 1
  const updated = await ctx.records(Source).update(id, {
    plan: { ...plan, operations, choices },
    hash: document.hash,
    actions: operations.length,
    version,
  })
  ctx.emit(sourceChanged, { source: id, module: source.module, version })
  ctx.rebuild()
  return viewed(updated)
})
