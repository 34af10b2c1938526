import {
  clientIdOf,
  deleteClient,
  hashOf,
  keepClient,
  newSecret,
  storeSecret,
} from '#connections/oidc'
import { Link } from './entities.ts'
import type { Manifest } from './manifest/format.ts'
import { knowsPeople } from './people.ts'
import { linkOf, type AnyContext } from './store.ts'

/** What a vendor's server is told, so that its pages sign people in: any OpenID Connect library can use it. */
export interface SignInAt {
  readonly issuer: string
  readonly client_id: string
  readonly client_secret: string
  readonly scope: string
  readonly redirect_uri: string
}

/**
 * A vendor whose pages want to know who looks at them is an app that may sign people in: whoever may open one of
 * its pages, by the name that the vendor knows him by. Answers the client; none when the manifest asks for none.
 */
export async function keepSignIn(
  ctx: AnyContext,
  id: string,
  { manifest, grants }: { readonly manifest: Manifest; readonly grants: readonly string[] },
): Promise<string | undefined> {
  const { signIn, signOut } = manifest.endpoints
  const { client: before, app } = await ctx.records(Link).get(id)
  if (signIn === undefined) {
    if (before) await dropSignIn(ctx, before)
    await ctx.records(Link).update(id, { client: null })
    return undefined
  }
  const link = await linkOf(ctx, id)
  const byName = knowsPeople({ grants })
  const { id: client } = await ctx.callAsModule(keepClient, {
    made_by: link.module,
    name: manifest.title.en,
    app,
    redirect_uris: [link.origin + signIn],
    ...(signOut === undefined ? {} : { logout_notice_uri: link.origin + signOut }),
    requires: [...new Set(manifest.pages.map(({ scope }) => `${link.module}.${scope}`))],
    consent: byName ? ['openid', 'profile'] : ['openid'],
    ...(byName ? {} : { subject_key: link.knownBy }),
  })
  await ctx.records(Link).update(id, { client })
  return client
}

export const dropSignIn = (ctx: AnyContext, client: string): Promise<unknown> =>
  ctx.callAsModule(deleteClient, { client })

/** A new secret, and how it comes to count: once the vendor has it. */
export function newSignIn(
  ctx: AnyContext,
  client: string,
  redirect: string,
  grants: readonly string[],
): { at: SignInAt; count(): Promise<unknown> } {
  const secret = newSecret()
  return {
    at: {
      issuer: ctx.publicUrl,
      client_id: clientIdOf(ctx.org, client),
      client_secret: secret,
      scope: knowsPeople({ grants }) ? 'openid profile' : 'openid',
      redirect_uri: redirect,
    },
    count: () =>
      ctx.callAsModule(storeSecret, {
        client,
        secret_hash: hashOf(secret),
        secret_hint: secret.slice(-4),
      }),
  }
}
