import { T, defineAction, fail, invalid, sensitive, type Context } from '#kernel'
import { App, Contact, Device } from '#modules/parties'
import { scopeOf } from '../actor.ts'
import { tokenCreated } from '../events.ts'
import { insertToken } from '../own-tokens.ts'
import { lacking, unknownScopes } from '../rights.ts'

export const storeToken = defineAction({
  id: 'identity.token.store',
  kind: 'command',
  effect: 'local',
  title: 'Store an API token',
  description: 'The short command behind identity.token.create.',
  input: T.Object(
    {
      name: T.String(),
      scopes: T.Array(T.String()),
      app: T.Optional(T.Id()),
      device: T.Optional(T.Id()),
      contact: T.Optional(T.Id()),
      expires_at: T.Optional(T.Time()),
      hash: sensitive(T.String()),
      hint: T.String(),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ id: T.Id() }),
  errors: { past: invalid('The token would have expired already.', 'Choose a time to come.') },
  emits: [tokenCreated],
  scope: 'member',
  internal: true,
}).run(async ({ app, device, contact, ...token }, ctx) => {
  const kind = app ? 'app' : device ? 'device' : contact ? 'contact' : 'person'
  if (token.expires_at && new Date(token.expires_at) <= ctx.now) throw ctx.error('past')
  mayMake(ctx, kind, token.scopes)
  if (app) await ctx.records(App).get(app)
  if (device) await ctx.records(Device).get(device)
  if (contact) await ctx.records(Contact).get(contact)
  const holder = app ?? device ?? contact ?? ctx.actor.id
  const within = await withinParent(ctx, token)
  const id = await insertToken(ctx.sql, ctx.org, {
    ...token,
    ...within,
    kind,
    holder,
    createdBy: ctx.actor.id,
  })
  ctx.emit(tokenCreated, { token: id, holder })
  return { id }
})

function mayMake(
  { actor, registry }: Pick<Context, 'actor' | 'registry'>,
  kind: string,
  scopes: readonly string[],
): void {
  if (kind === 'person' && actor.kind !== 'person')
    throw fail(
      'forbidden',
      'Only a person has tokens of his own.',
      'Name the app, device or contact.',
    )
  if (kind !== 'person' && !actor.scopes.has('identity.tokens'))
    throw fail(
      'forbidden',
      'Tokens of apps, devices and contacts need the right identity.tokens.',
      'Ask an administrator.',
    )
  if (kind !== 'person' && scopes.includes('*'))
    throw fail(
      'invalid',
      'An app, device or contact gets named rights.',
      'List the rights it needs.',
    )
  const wanted = scopes.filter((scope) => scope !== '*').map(scopeOf)
  const unknown = unknownScopes(
    registry,
    wanted.map(([scope]) => scope),
  )
  if (unknown.length)
    throw fail('invalid', 'There is no such right.', 'See identity.scope.list for all of them.', {
      scopes: unknown,
    })
  // A person's token is cut to what he holds at each call, so only what he lacks altogether is refused.
  const missing = lacking(
    actor,
    new Map(wanted.map(([scope, range]) => [scope, kind === 'person' ? 'self' : range])),
  )
  if (missing.length)
    throw fail(
      'forbidden',
      'Nobody can give a right that he does not hold himself.',
      'Leave it out, or ask somebody who holds it.',
      { scopes: missing },
    )
}

/** A token made by a token is never more than that one, nor lives longer, and goes with it. */
async function withinParent(
  ctx: Pick<Context, 'actor' | 'sql' | 'org'>,
  own: { scopes: readonly string[]; expires_at?: string },
) {
  const parent = ctx.actor.account ? undefined : ctx.actor.session
  if (parent === undefined) return {}
  const [above] = await ctx.sql<{ scopes: string[]; expires_at: string | null }>`
    SELECT scopes, expires_at FROM identity.token WHERE org = ${ctx.org} AND id = ${parent}`
  const last = above?.expires_at ?? undefined
  const sooner =
    own.expires_at && (!last || new Date(own.expires_at) < new Date(last)) ? own.expires_at : last
  return {
    parent,
    scopes: own.scopes.includes('*') ? (above?.scopes ?? []) : own.scopes,
    expires_at: sooner,
  }
}
