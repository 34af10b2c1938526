import { defineAction, T } from '#kernel'
import { setDependents } from '#connections/vault'
import { Source } from '../entities.ts'
import { sourceRemoved } from '../events.ts'

export const removeSource = defineAction({
  id: 'imports.source.remove',
  kind: 'command',
  effect: 'local',
  title: 'Remove an imported interface',
  description:
    'Its actions are gone at once; nothing changes at the service, and linked accounts stay.',
  input: T.Object({ source: T.Id({ title: 'Import' }) }, { additionalProperties: false }),
  output: T.Object({ removed: T.Id() }),
  emits: [sourceRemoved],
  subject: 'source',
  scope: 'imports.manage',
  destructive: true,
}).run(async ({ source: id }, ctx) => {
  const source = await ctx.records(Source).get(id)
  await ctx.call(setDependents, { kind: 'import', ref: id, title: source.title, accounts: [] })
  await ctx.records(Source).delete(id)
  ctx.emit(sourceRemoved, { source: id, module: source.module })
  ctx.rebuild()
  return { removed: id }
})
