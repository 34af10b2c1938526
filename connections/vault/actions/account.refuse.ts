import { defineAction, forbidden, notFound, T, unavailable } from '#kernel'

const errors = {
  unknown: notFound(
    'There is no such linked account, or it is not yours to use.',
    'Ask its owner to let you use it, or connect an account of your own.',
  ),
  notYours: forbidden(
    'Who administers linked accounts does not use them for that.',
    'Ask its owner to let you use it.',
  ),
  elsewhere: forbidden(
    'This linked account is for another service: its credential is not sent there.',
    'Choose the account that belongs to this service.',
  ),
  reconnect: unavailable(
    'This linked account has to be connected anew.',
    'Its owner opens “Linked accounts” and presses Reconnect.',
  ),
}

/** Uses are counted; a use that was refused stands in the log, as any command that was refused. */
export const refuseUse = defineAction({
  id: 'vault.account.refuse',
  kind: 'command',
  effect: 'local',
  title: 'Use of a linked account refused',
  description: 'Writes down that somebody was not let use a linked account, and tells him why.',
  input: T.Object(
    {
      account: T.Id(),
      to: T.String({ maxLength: 255 }),
      why: T.Enum(['unknown', 'notYours', 'elsewhere', 'reconnect']),
    },
    { additionalProperties: false },
  ),
  output: T.Null(),
  errors,
  silent: 'it never succeeds',
  subject: 'account',
  scope: 'member',
  internal: true,
}).run(async ({ account, why }, ctx) => {
  throw ctx.error(why, { account })
})
