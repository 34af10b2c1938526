import { defineAction, ref, T } from '#kernel'
import { Account, AccountView } from '../entities.ts'
import { accountShared } from '../events.ts'
import { reach } from '../shape.ts'
import { shareWith } from '../share.ts'

export const shareAccount = defineAction({
  id: 'vault.account.share',
  kind: 'command',
  effect: 'local',
  title: 'Say who may use a linked account',
  description:
    'Only its owner, named people and departments beside him, or everybody here. Who may use it never sees the credential. A new owner may be named, so that it outlives who leaves.',
  input: T.Object(
    {
      account: ref(Account, { title: 'Linked account' }),
      ...reach,
      owner: T.Optional(ref('directory.person', { title: 'New owner' })),
    },
    { additionalProperties: false },
  ),
  output: AccountView,
  emits: [accountShared],
  subject: 'account',
  scope: 'vault.use',
}).run(async ({ account: id, reach: to, people, departments, owner }, ctx) => {
  if (owner) await ctx.call('directory.person.get', { person: owner })
  const after = await ctx.records(Account).update(id, {
    ...(to ? { reach: to } : {}),
    ...(owner ? { owner } : {}),
  })
  if (people || departments || (to && to !== 'named'))
    await shareWith(ctx, id, to && to !== 'named' ? {} : { people, departments })
  ctx.emit(accountShared, { account: id })
  return after
})
