import { defineAction, invalid, sensitive, T } from '#kernel'
import { hashOf } from '../oauth/state.ts'

export const takeAuthorization = defineAction({
  id: 'vault.authorization.take',
  kind: 'command',
  effect: 'local',
  title: 'Come back from a consent page',
  description: 'Finds what this person began in this session, once.',
  input: T.Object(
    { state: sensitive(T.String({ maxLength: 200 })) },
    { additionalProperties: false },
  ),
  output: T.Object({ account: T.Id(), verifier: T.String() }),
  errors: {
    stale: invalid(
      'Nothing was begun here that this could be the end of, or it took too long.',
      'Open “Linked accounts” and connect the account once more.',
    ),
  },
  silent: 'what follows says how it went',
  scope: 'vault.use',
  internal: true,
}).run(async ({ state }, ctx) => {
  const [row] = await ctx.sql<{ id: string; account: string; verifier: string }>`
    DELETE FROM vault.authorization WHERE org = ${ctx.org} AND state_hash = ${hashOf(state)} AND person = ${ctx.actor.id}::uuid
      AND session = ${ctx.actor.session ?? ''} AND expires_at > clock_timestamp() RETURNING id, account, verifier`
  if (!row) throw ctx.error('stale')
  return { account: row.account, verifier: ctx.secrets.open(row.verifier, row.id) }
})
