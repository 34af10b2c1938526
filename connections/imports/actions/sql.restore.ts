import { defineAction, T } from '#kernel'
import { Source, SourceView } from '../entities.ts'
import { sourceChanged } from '../events.ts'
import { viewed } from '../install.ts'
import { makeModule, type Kept } from '../make.ts'
import { Json } from '../seen.ts'

export const restoreSql = defineAction({
  id: 'imports.sql.restore',
  kind: 'command',
  effect: 'local',
  title: 'Keep what an imported database is now',
  description: 'The short command behind imports.sql.upgrade.',
  input: T.Object({ source: T.Id(), plan: Json }, { additionalProperties: false }),
  output: SourceView,
  emits: [sourceChanged],
  subject: 'source',
  scope: 'imports.manage',
  internal: true,
}).run(async ({ source: id, plan: sql }, ctx) => {
  const before = await ctx.records(Source).get(id)
  const version = before.version + 1
  const plan = { ...(before.plan as object), sql }
  const made = makeModule({ ...before, plan } as unknown as Kept)
  const source = await ctx.records(Source).update(id, {
    plan,
    version,
    actions: made.actions.length,
  })
  ctx.emit(sourceChanged, { source: id, module: source.module, version })
  ctx.rebuild()
  return viewed(source)
})
