import { Refused } from './bridge.ts'

/**
 * Who looks at the page in the frame, as an OpenID Connect code for its server. A request of its own would carry
 * no cookie of ours (it is another site's, in a frame), so the server pushes its question to us (RFC 9126), the
 * page hands over the question's name, and our page asks it, first-party and without a word to the person. The
 * client is the installation's and no other; proof key, state and nonce are the vendor's, and the answer goes to
 * the page's own origin or nowhere.
 */
export async function authorise(
  { request_uri: uri }: Readonly<Record<string, unknown>>,
  { origin, client }: { readonly origin: string; readonly client: string | undefined },
): Promise<string> {
  if (client === undefined) throw new Refused('refused', 'This app signs nobody in.')
  if (typeof uri !== 'string' || !uri.startsWith(PUSHED) || uri.length > 300)
    throw new Refused('invalid', 'Push the question first, and name it as it was answered.')
  const query = new URLSearchParams({ client_id: client, request_uri: uri })
  const response = await fetch(`/oidc/auth?${query}`, {
    headers: { 'X-Tenon': '1', accept: 'application/json' },
  })
  // What cannot be answered to the page's own address is a page of ours in words.
  const { to } = (await response.json().catch(() => ({}))) as { to?: string }
  if (to === undefined || URL.parse(to)?.origin !== origin)
    throw new Refused('refused', 'Nobody can be signed in to this app at the moment.')
  return to
}

const PUSHED = 'urn:ietf:params:oauth:request_uri:'
