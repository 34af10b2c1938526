import { defineAction, T } from '#kernel'
import { Account, STATES } from '../entities.ts'
import { namesOf, pathOf } from '../reconnect.ts'

export const faceOfAccount = defineAction({
  id: 'vault.account.face',
  kind: 'query',
  effect: 'local',
  title: 'What a linked account’s card shows',
  description: 'The name, state and dependents of a linked account, for its card.',
  input: T.Object({ account: T.Id() }, { additionalProperties: false }),
  output: T.Object({
    title: T.String(),
    connector: T.String(),
    owner: T.Id(),
    state: T.Enum(STATES),
    broken: T.Boolean(),
    error: T.Optional(T.String()),
    stopped: T.Optional(T.String()),
    link: T.String(),
  }),
  subject: 'account',
  scope: 'vault.keep',
  internal: true,
}).run(async ({ account }, ctx) => {
  const record = await ctx.records(Account).unchecked('its card goes to its owner').get(account)
  const stopped = await namesOf(ctx, account)
  return {
    title: record.title,
    connector: record.connector,
    owner: record.owner,
    state: record.state,
    broken: record.state === 'exhausted',
    ...(record.last_error ? { error: record.last_error } : {}),
    ...(stopped ? { stopped } : {}),
    link: pathOf(account),
  }
})
