import { defineAction, ref, T } from '#kernel'
import { Account } from '../entities.ts'
import { accountDeleted } from '../events.ts'

export const deleteAccount = defineAction({
  id: 'vault.account.delete',
  kind: 'command',
  effect: 'local',
  title: 'Remove a linked account',
  description:
    'Destroys the credential at once. What uses it stops; `vault.dependent.list` names it. Sign out at the service too if the credential itself must end.',
  input: T.Object(
    { account: ref(Account, { title: 'Linked account' }) },
    { additionalProperties: false },
  ),
  output: T.Null(),
  emits: [accountDeleted],
  subject: 'account',
  scope: 'vault.use',
  destructive: true,
}).run(async ({ account }, ctx) => {
  const { title } = await ctx.records(Account).get(account)
  await ctx.records(Account).delete(account)
  ctx.emit(accountDeleted, { account, title })
  return null
})
