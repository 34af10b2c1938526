import { defineAction, ref, T } from '#kernel'
import { checked } from '../check.ts'
import { isOAuthKind } from '../connectors.ts'
import { hintOf } from '../credential.ts'
import { Account, AccountView } from '../entities.ts'
import { accountChanged, accountMoved } from '../events.ts'
import { putSecret } from '../secrets.ts'
import { credential, origins, parameters } from '../shape.ts'

export const updateAccount = defineAction({
  id: 'vault.account.update',
  kind: 'command',
  effect: 'local',
  title: 'Change a linked account',
  description:
    'Changes its name, or enters its credential anew: then all of it, because nobody can see what was there before.',
  input: T.Object(
    {
      account: ref(Account, { title: 'Linked account' }),
      title: T.Optional(T.String({ minLength: 1, maxLength: 100, title: 'Name' })),
      origins: T.Optional(origins),
      parameters: T.Optional(parameters),
      credential: T.Optional(credential),
    },
    { additionalProperties: false },
  ),
  output: AccountView,
  errors: {
    needsCredential: {
      kind: 'invalid',
      message: 'Where a credential goes is only changed together with the credential.',
      fix: 'Enter the credential again.',
    },
  },
  emits: [accountChanged, accountMoved],
  subject: 'account',
  scope: 'vault.use',
}).run(async ({ account: id, title, credential: words, ...where }, ctx) => {
  const records = ctx.records(Account)
  const before = await records.get(id)
  // Who administers accounts could otherwise send somebody’s credential to a place of his own.
  if (words === undefined && (where.origins || where.parameters)) throw ctx.error('needsCredential')
  if (words === undefined) {
    const after = await records.update(id, title ? { title } : {})
    ctx.emit(accountChanged, { account: id, fields: title ? ['title'] : [] })
    return after
  }
  const now = checked(ctx.registry, {
    connector: before.connector,
    auth: before.auth,
    origins: where.origins ?? before.origins,
    parameters: where.parameters ?? before.parameters,
    credential: words,
  })
  const state = before.auth === 'oauth2_code' ? 'exhausted' : 'valid'
  const after = await records.update(id, {
    ...(title ? { title } : {}),
    origins: [...now.origins],
    parameters: now.parameters,
    hint: hintOf(now.parameters, now.sealed) ?? null,
    state,
    last_error: null,
    failing_since: null,
    expires_at: null,
  })
  await ctx.sql`UPDATE vault.account SET tries = 0, next_try_at = NULL, lease = NULL, lease_until = NULL, fence = fence + 1 WHERE org = ${ctx.org} AND id = ${id}`
  await putSecret(ctx, id, 'credential', now.sealed)
  if (isOAuthKind(before.auth)) await putSecret(ctx, id, 'tokens', {})
  ctx.emit(accountChanged, { account: id, fields: ['credential'] })
  if (state !== before.state) ctx.emit(accountMoved, { account: id, state })
  return after
})
