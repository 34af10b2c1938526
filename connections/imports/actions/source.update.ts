import { defineAction, ref, T } from '#kernel'
import { Account, setDependents } from '#connections/vault'
import { OPENNESS, Source, SourceView } from '../entities.ts'
import { sourceChanged } from '../events.ts'
import { viewed } from '../install.ts'

export const updateSource = defineAction({
  id: 'imports.source.update',
  kind: 'command',
  effect: 'local',
  title: 'Change an imported interface',
  description: 'Its name, the linked account that its actions use, and whom they are for.',
  input: T.Object(
    {
      source: T.Id({ title: 'Import' }),
      title: T.Optional(T.String({ minLength: 1, maxLength: 100, title: 'Name' })),
      account: T.Optional(T.Union([ref(Account), T.Null()], { title: 'Linked account' })),
      open: T.Optional(T.Enum(OPENNESS, { title: 'For every member' })),
    },
    { additionalProperties: false },
  ),
  output: SourceView,
  emits: [sourceChanged],
  subject: 'source',
  scope: 'imports.manage',
  idempotent: true,
}).run(async ({ source: id, ...change }, ctx) => {
  const before = await ctx.records(Source).get(id)
  if (change.account) await ctx.call('vault.account.get', { account: change.account })
  const version = before.version + 1
  const source = await ctx.records(Source).update(id, { ...change, version } as never)
  await ctx.call(setDependents, {
    kind: 'import',
    ref: id,
    title: source.title,
    link: '/admin/interfaces',
    accounts: source.account ? [source.account] : [],
  })
  ctx.emit(sourceChanged, { source: id, module: source.module, version })
  ctx.rebuild()
  return viewed(source)
})
