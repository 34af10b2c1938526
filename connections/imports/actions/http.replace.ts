import { conflict, defineAction, T } from '#kernel'
import { Source, SourceView } from '../entities.ts'
import { sourceChanged } from '../events.ts'
import type { Plan } from '../plan.ts'
import { declared, Declared } from '../http/declared.ts'
import { viewed } from '../install.ts'

export const replaceHttp = defineAction({
  id: 'imports.http.replace',
  kind: 'command',
  effect: 'local',
  title: 'Write imported requests anew',
  description: 'All of them together, of an import made with imports.http.install.',
  input: T.Object(
    {
      source: T.Id({ title: 'Import' }),
      requests: T.Array(Declared, { minItems: 1, maxItems: 100, title: 'Requests' }),
    },
    { additionalProperties: false },
  ),
  output: SourceView,
  errors: {
    another: conflict('This import is of another kind.', 'Only written requests are written anew.'),
  },
  emits: [sourceChanged],
  subject: 'source',
  scope: 'imports.manage',
}).run(async ({ source: id, requests }, ctx) => {
  const before = await ctx.records(Source).get(id)
  if (before.kind !== 'http') throw ctx.error('another')
  const version = before.version + 1
  const operations = declared(requests)
  const source = await ctx.records(Source).update(id, {
    plan: { ...(before.plan as Plan), operations, requests },
    actions: operations.length,
    version,
  })
  ctx.emit(sourceChanged, { source: id, module: source.module, version })
  ctx.rebuild()
  return viewed(source)
})
