import { keepLinkClient } from './actions/link.client.ts'
import { ask } from './ask.ts'
import { Link } from './entities.ts'
import { newSignIn } from './sign-in.ts'
import { linkOf, type AnyContext, type Ready } from './store.ts'

/** A new server may have to set up a place for the organisation first. */
const HANDSHAKE_MS = 20_000

/**
 * Gives the vendor's server what it needs to work for this organisation: who we are, where to call, the
 * secret that signs both ways, a token with the rights agreed to, and as whom its pages sign people in. `next` is what is about to hold
 * instead. Answers the token's id.
 */
export async function handshake(
  ctx: AnyContext,
  id: string,
  next: Partial<Pick<Ready, 'manifest' | 'grants'>> & { readonly secret?: string } = {},
): Promise<string | undefined> {
  const link = await linkOf(ctx, id)
  const { app, token: before } = await ctx.records(Link).get(id)
  const { manifest, grants, secret } = { ...link, ...next }
  const issued = grants.length
    ? ((await ctx.call('identity.token.create', {
        name: link.title,
        app,
        scopes: [...grants],
      })) as {
        id: string
        token: string
      })
    : undefined
  const { client } = await ctx.call(keepLinkClient, { link: id, manifest, grants: [...grants] })
  const back = link.origin + manifest.endpoints.signIn
  const signIn = client === undefined ? undefined : newSignIn(ctx, client, back, grants)
  const { name } = (await ctx.call('parties.organisation.mine', {})) as {
    name: string
  }
  await ask(
    ctx.egress,
    link,
    manifest.endpoints.install,
    {
      installation: link.id,
      organisation: { id: ctx.org, name },
      tenon: ctx.publicUrl,
      push: `${ctx.publicUrl}/remote/push/${ctx.org}/${link.id}`,
      secret,
      grants,
      ...(issued ? { token: issued.token } : {}),
      ...(signIn ? { sign_in: signIn.at } : {}),
    },
    { timeoutMs: HANDSHAKE_MS, again: true },
  )
  await signIn?.count()
  if (before) await ctx.call('identity.token.revoke', { token: before })
  return issued?.id
}
