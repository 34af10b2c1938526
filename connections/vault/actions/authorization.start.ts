import { createHash, randomBytes } from 'node:crypto'
import { conflict, defineAction, forbidden, ref, T } from '#kernel'
import { authOf, connectorOf } from '../connectors.ts'
import { Account } from '../entities.ts'
import { callbackOf, hashOf } from '../oauth/state.ts'

/** A person reads a consent page in less. */
const LIFE_MIN = 15
/** Begun and not finished; the oldest of a person gives way. */
const OPEN_MAX = 20

export const startAuthorization = defineAction({
  id: 'vault.authorization.start',
  kind: 'command',
  effect: 'local',
  title: 'Connect a linked account',
  description:
    'Answers the address of the service’s consent page, for the owner to open in the browser he is signed in with. The service sends him back to us (authorization code with PKCE).',
  input: T.Object(
    { account: ref(Account, { title: 'Linked account' }) },
    { additionalProperties: false },
  ),
  output: T.Object({ url: T.String() }),
  errors: {
    notOwner: forbidden(
      'Only its owner connects a linked account.',
      'Ask its owner, or link one of your own.',
    ),
    needsSession: forbidden(
      'Only who is signed in in a browser can agree there.',
      'Sign in, and do it there.',
    ),
    otherWay: conflict(
      'This account does not sign in by a consent page.',
      'Enter its credential instead.',
    ),
  },
  silent: 'nothing has happened before its owner comes back',
  subject: 'account',
  scope: 'vault.use',
}).run(async ({ account }, ctx) => {
  const { owner, connector, auth: kind, parameters } = await ctx.records(Account).get(account)
  if (owner !== ctx.actor.id) throw ctx.error('notOwner')
  if (ctx.actor.kind !== 'person' || !ctx.actor.session) throw ctx.error('needsSession')
  const auth = authOf(connectorOf(ctx.registry, connector), kind, parameters)
  if (auth.kind !== 'oauth2_code') throw ctx.error('otherWay')
  const [state, verifier] = [randomBytes(32), randomBytes(32)].map((bytes) =>
    bytes.toString('base64url'),
  )
  const id = ctx.id()
  await ctx.sql`DELETE FROM vault.authorization WHERE org = ${ctx.org} AND (expires_at < clock_timestamp() OR id IN (
    SELECT id FROM vault.authorization WHERE org = ${ctx.org} AND person = ${owner} ORDER BY id DESC OFFSET ${OPEN_MAX}))`
  await ctx.sql`
    INSERT INTO vault.authorization (org, id, account, person, session, state_hash, verifier, expires_at)
    VALUES (${ctx.org}, ${id}, ${account}, ${owner}, ${ctx.actor.session}, ${hashOf(state!)}, ${ctx.secrets.seal(verifier!, id)}, clock_timestamp() + ${LIFE_MIN} * interval '1 min')`
  const url = new URL(auth.authorizeUrl!)
  const params = {
    ...auth.params,
    response_type: 'code',
    client_id: parameters['client_id'] ?? '',
    redirect_uri: callbackOf(ctx.publicUrl),
    state: state!,
    code_challenge: createHash('sha256').update(verifier!).digest('base64url'),
    code_challenge_method: 'S256',
    ...(auth.scopes?.length ? { scope: auth.scopes.join(auth.separator ?? ' ') } : {}),
  }
  for (const [name, value] of Object.entries(params)) url.searchParams.set(name, value)
  return { url: url.href }
})
