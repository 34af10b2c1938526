import type { RecordOf } from '#kernel'
import { Link } from './entities.ts'
import { dropSignIn } from './sign-in.ts'
import type { AnyContext } from './store.ts'

/** Ends what a vendor could do here, in the caller's transaction: module, token, secret, sign-in, app. */
export async function closeDown(ctx: AnyContext, link: RecordOf<typeof Link>): Promise<void> {
  if (link.token) await ctx.call('identity.token.revoke', { token: link.token })
  await ctx.call('parties.app.update', { app: link.app, status: 'disabled' })
  if (link.client) await dropSignIn(ctx, link.client)
  await ctx.records(Link).update(link.id, { status: 'removed', token: null, client: null })
  await ctx.sql`
    UPDATE remote.link SET secret = NULL, other_secret = NULL, other_until = NULL, known_by = NULL
    WHERE org = ${ctx.org} AND id = ${link.id}`
  await ctx.sql`DELETE FROM remote.face WHERE org = ${ctx.org} AND link = ${link.id}`
  await ctx.sql`DELETE FROM remote.alias WHERE org = ${ctx.org} AND link = ${link.id}`
  ctx.rebuild()
}
