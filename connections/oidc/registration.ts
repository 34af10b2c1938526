import { RANGES, T, forbidden, invalid, type Context, type Range } from '#kernel'
import { metadataOf, type ClientRow } from './clients.ts'
import type { CLIENT_KINDS } from './entities.ts'
import { kernelOf } from './kernel-of.ts'
import { wrongUri } from './uris.ts'

const uri = (options = {}) => T.String({ maxLength: 2000, ...options })

/** What an app may say of itself, when it is registered and later. */
export const addresses = {
  redirect_uris: T.Optional(
    T.Array(uri(), {
      maxItems: 20,
      title: 'Redirect addresses',
      description: 'Where people are sent back to; compared letter by letter',
    }),
  ),
  logout_uris: T.Optional(T.Array(uri(), { maxItems: 20, title: 'Addresses after signing out' })),
  logout_notice_uri: T.Optional(
    uri({
      title: 'Address that is told of a sign-out',
      description: 'OpenID Connect Back-Channel Logout',
    }),
  ),
  home_uri: T.Optional(uri({ title: 'Its own address' })),
  scopes: T.Optional(
    T.Array(T.String({ maxLength: 100 }), {
      maxItems: 200,
      title: 'Rights',
      description: 'That it may ask for, as `directory.read` or `directory.read:subtree`',
    }),
  ),
  anyone: T.Optional(T.Boolean({ title: 'For people of other organisations too' })),
  pushed_only: T.Optional(T.Boolean({ title: 'Asks by pushed requests only' })),
}

export const wrong = invalid(
  'One of the addresses cannot be used.',
  'Write whole addresses that begin with https://.',
)
export const notYours = forbidden(
  'Nobody can give an app a right that he does not hold himself.',
  'Leave it out, or ask somebody who holds it.',
)

interface Said {
  readonly redirect_uris?: readonly string[]
  readonly logout_uris?: readonly string[]
  readonly logout_notice_uri?: string | null
  readonly home_uri?: string | null
  readonly scopes?: readonly string[]
}
type Asking = Pick<Context, 'registry' | 'actor' | 'publicUrl'> & {
  error(code: 'wrong' | 'notYours', details?: Record<string, unknown>): Error
}

/** Refuses what the provider would refuse later, and rights that are not the caller's to give. */
export async function checked(
  ctx: Asking,
  kind: (typeof CLIENT_KINDS)[number],
  said: Said,
): Promise<void> {
  const plain = ctx.publicUrl.startsWith('http:')
  const named = [
    ...(said.redirect_uris ?? []).map((text) => [text, kind] as const),
    ...(said.logout_uris ?? []).map((text) => [text, kind] as const),
    ...[said.logout_notice_uri, said.home_uri].flatMap((text) =>
      text ? [[text, 'web'] as const] : [],
    ),
  ]
  for (const [text, as] of named) {
    const why = wrongUri(text, as, plain)
    if (why) throw ctx.error('wrong', { address: text, why })
  }
  const lacking = (said.scopes ?? []).filter((scope) => !holds(ctx, scope))
  if (lacking.length) throw ctx.error('notYours', { lacking })
  const { providerOf } = await import('./provider.ts')
  const { Client } = await providerOf(kernelOf(ctx))
  const trial = {
    client_id: 'trial',
    name: 'Trial',
    redirect_uris: ['https://trial.example/'],
    logout_uris: [],
    secret_hash: kind === 'web' || kind === 'service' ? 'trial' : null,
    pushed_only: false,
    kind,
    ...said,
    // Which rights there are is asked above.
    scopes: [],
  } as unknown as ClientRow
  await Client.validate(metadataOf(trial)).catch(
    (error: Error & { error_description?: string }) => {
      throw ctx.error('wrong', { why: error.error_description ?? error.message })
    },
  )
}

function holds({ actor, registry }: Asking, text: string): boolean {
  const [scope = '', reach = 'all'] = text.split(':', 2)
  if (actor.kind === 'operator') return registry.scopes.has(scope)
  const held = actor.scopes.get(scope)
  return (
    held !== undefined &&
    RANGES.includes(reach as Range) &&
    RANGES.indexOf(held) >= RANGES.indexOf(reach as Range)
  )
}
