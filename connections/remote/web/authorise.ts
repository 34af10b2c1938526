import { Refused } from './bridge.ts'

/** What the page chooses for itself; the rest of the question is always the same. */
const NAMES = ['client_id', 'redirect_uri', 'scope', 'state', 'nonce', 'code_challenge'] as const

/**
 * An OpenID Connect code for the page in the frame. Its own request would carry no cookie of ours, so our page
 * asks, first-party and without a word to the person, and hands over the address with the answer: a code, or
 * why there is none. Only an address of the page's own origin; state, nonce and proof key are its own.
 */
export async function authorise(
  asked: Readonly<Record<string, unknown>>,
  origin: string,
): Promise<string> {
  const own = NAMES.map((name) => [name, asked[name]] as const)
  if (own.some(([, value]) => typeof value !== 'string' || value.length > 2000))
    throw new Refused('invalid', `Name ${NAMES.join(', ')}.`)
  if (URL.parse(asked['redirect_uri'] as string)?.origin !== origin)
    throw new Refused('invalid', 'The answer would go to another page than yours.')
  const query = new URLSearchParams({
    ...(Object.fromEntries(own) as Record<string, string>),
    response_type: 'code',
    code_challenge_method: 'S256',
    prompt: 'none',
  })
  const response = await fetch(`/oidc/auth?${query}`, {
    headers: { 'X-Tenon': '1', accept: 'application/json' },
  })
  // What cannot be answered to the page's own address is a page of ours in words.
  const { to } = (await response.json().catch(() => ({}))) as { to?: string }
  if (to === undefined || URL.parse(to)?.origin !== origin)
    throw new Refused('refused', 'This app is not registered to sign people in at this address.')
  return to
}
