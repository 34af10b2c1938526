import { T, defineAction, forbidden, notFound, sensitive } from '#kernel'
import { noScope, notYours } from '../rights.ts'
import { commit } from '../running.ts'
import { apiToken, hashOf } from '../tokens.ts'
import { storeToken } from './token.store.ts'

/** A secret is answered, so this must not be kept for an idempotency key: only the inner command writes, and it never sees the token. */
export const createToken = defineAction({
  id: 'identity.token.create',
  kind: 'command',
  effect: 'outside',
  title: 'Create an API token',
  description:
    'For yourself, or (with the right identity.tokens) for an app, device or external contact. It can do at most what you can; `*` means all that you may, now and later. The token is shown once.',
  input: T.Object(
    {
      name: T.String({ minLength: 1, maxLength: 100, title: 'Name' }),
      scopes: T.Array(
        T.String({
          pattern: '^([*]|[a-z_]+([.][a-z_]+)+(:(self|department|subtree|all))?)$',
          maxLength: 100,
        }),
        {
          minItems: 1,
          maxItems: 500,
          uniqueItems: true,
          title: 'Rights',
          'x-pick': 'identity.scope.list',
        },
      ),
      app: T.Optional(T.Id({ title: 'App', 'x-pick': 'parties.app.list' })),
      device: T.Optional(T.Id({ title: 'Device', 'x-pick': 'parties.device.list' })),
      contact: T.Optional(T.Id({ title: 'External contact', 'x-pick': 'parties.contact.list' })),
      expires_at: T.Optional(T.Time({ title: 'Expires' })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ id: T.Id(), token: sensitive(T.String()), hint: T.String() }),
  errors: {
    notYours,
    noScope,
    notAllowed: forbidden(
      'Tokens of apps, devices and contacts need the right identity.tokens.',
      'Ask an administrator.',
    ),
    noHolder: notFound(
      'There is no such app, device or contact.',
      'Create it first, or check the id.',
    ),
  },
  silent: 'identity.token.store tells it',
  scope: 'member',
}).run(async (input, ctx) => {
  const token = apiToken(ctx.actor.org)
  const hint = token.slice(-4)
  const { id } = await commit(ctx, storeToken, { ...input, hash: hashOf(token), hint }, ctx.actor)
  return { id, token, hint }
})
