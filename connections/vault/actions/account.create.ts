import { defineAction, T } from '#kernel'
import { checked } from '../check.ts'
import { AUTH_KINDS } from '../connector.ts'
import { hintOf } from '../credential.ts'
import { Account, AccountView } from '../entities.ts'
import { accountCreated } from '../events.ts'
import { putSecret } from '../secrets.ts'
import { credential, origins, parameters, reach } from '../shape.ts'
import { shareWith } from '../share.ts'

export const createAccount = defineAction({
  id: 'vault.account.create',
  kind: 'command',
  effect: 'local',
  title: 'Link an account',
  description:
    'Keeps a credential for another company’s software, sealed and never shown again. `vault.connector.list` says which fields a way of signing in needs. An OAuth account is then connected by `vault.authorization.start`.',
  input: T.Object(
    {
      title: T.String({ minLength: 1, maxLength: 100, title: 'Name' }),
      connector: T.String({
        maxLength: 60,
        default: 'http',
        title: 'Connector',
        'x-pick': 'vault.connector.list',
      }),
      auth: T.Enum(AUTH_KINDS, { title: 'Signs in by' }),
      origins: T.Optional(origins),
      parameters: T.Optional(parameters),
      credential: T.Optional(credential),
      ...reach,
    },
    { additionalProperties: false },
  ),
  output: AccountView,
  emits: [accountCreated],
  scope: 'vault.use',
}).run(async (input, ctx) => {
  const { connector, auth, sealed, ...kept } = checked(ctx.registry, input)
  const hint = hintOf(kept.parameters, sealed)
  const account = await ctx.records(Account).create({
    title: input.title,
    connector: connector.id,
    auth: auth.kind,
    owner: ctx.actor.id,
    reach: input.reach ?? 'owner',
    origins: [...kept.origins],
    parameters: kept.parameters,
    // Nobody has agreed yet that it may be used.
    state: auth.kind === 'oauth2_code' ? 'exhausted' : 'valid',
    uses: 0,
    ...(hint === undefined ? {} : { hint }),
  })
  await putSecret(ctx, account.id, 'credential', sealed)
  await shareWith(ctx, account.id, input)
  ctx.emit(accountCreated, { account: account.id, title: account.title, connector: connector.id })
  return account
})
