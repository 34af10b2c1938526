import { T, defineAction, sensitive } from '#kernel'
import { accountExists, admit, createAccount } from '../accounts.ts'
import { accountCreated } from '../events.ts'

/** For worlds that are made, not joined: the sample company, and later restoring people from elsewhere. */
export const plantAccount = defineAction({
  id: 'identity.account.plant',
  kind: 'command',
  effect: 'local',
  title: 'Give somebody an account',
  description:
    'An account for a person of the caller’s organisation, with a password that is hashed already.',
  input: T.Object(
    {
      person: T.Id(),
      name: T.String(),
      email: T.Optional(T.String()),
      mobile: T.Optional(T.String()),
      locale: T.Optional(T.String()),
      password_hash: sensitive(T.String()),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ account: T.Id() }),
  errors: { accountExists },
  emits: [accountCreated],
  subject: 'person',
  scope: 'identity.invite',
  internal: true,
}).run(async ({ person, password_hash, ...details }, ctx) => {
  const account = await createAccount(ctx, { ...details, passwordHash: password_hash })
  await admit(ctx, { account, name: details.name, person })
  return { account }
})
