import webpush from 'web-push'
import type { Context } from '#kernel'

export interface Target {
  readonly endpoint: string
  readonly p256dh: string
  readonly auth: string
  readonly language: 'en' | 'zh' | null
}

/**
 * Who may be told where to send: a browser names the address of its maker's push service, and a
 * stranger's address would have this server call into the network it stands in.
 */
const SERVICES = [
  /^fcm\.googleapis\.com$/,
  /^(jmt17|android)\.googleapis\.com$/,
  /^updates\.push\.services\.mozilla\.com$/,
  /^(.+\.)?push\.services\.mozilla\.com$/,
  /^(.+\.)?notify\.windows\.com$/,
  /^(.+\.)?push\.apple\.com$/,
]

export function isPushService(endpoint: string): boolean {
  if (!URL.canParse(endpoint)) return false
  const { protocol, hostname, port, username } = new URL(endpoint)
  return (
    protocol === 'https:' &&
    port === '' &&
    username === '' &&
    SERVICES.some((service) => service.test(hostname))
  )
}

const TTL_S = 24 * 3600

/** The encrypted request; only the browser can read its payload (RFC 8291). */
export function pushRequest(
  { endpoint, p256dh, auth }: Target,
  payload: object,
  topic: string,
  keys: { publicKey: string; privateKey: string },
  publicUrl: string,
) {
  const { hostname } = new URL(publicUrl)
  const made = webpush.generateRequestDetails(
    { endpoint, keys: { p256dh, auth } },
    JSON.stringify(payload),
    {
      vapidDetails: { subject: `mailto:tenon@${hostname}`, ...keys },
      TTL: TTL_S,
      urgency: 'normal',
      // A repeated attempt replaces the former one; a topic holds 32 characters.
      topic: topic.replaceAll('-', ''),
    },
  )
  const { 'Content-Length': _length, ...headers } = made.headers as Record<string, string | number>
  const texts = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, String(value)]),
  )
  return { endpoint, method: 'POST', headers: texts, body: new Uint8Array(made.body!) }
}

/**
 * The key pair by which push services know the organisation on this server; made when first asked
 * for, its private half sealed at rest.
 */
export async function pushKeys(ctx: Context): Promise<{ public_key: string; private_key: string }> {
  const [found] = await ctx.sql<{ public_key: string; private_key: string }>`
    SELECT public_key, private_key FROM notify.push_key WHERE org = ${ctx.org}`
  if (found) return found
  const { publicKey, privateKey } = webpush.generateVAPIDKeys()
  const [made] = await ctx.sql<{ public_key: string; private_key: string }>`
    INSERT INTO notify.push_key AS k (org, public_key, private_key) VALUES (${ctx.org}, ${publicKey}, ${ctx.secrets.seal(privateKey)})
    ON CONFLICT (org) DO UPDATE SET public_key = k.public_key RETURNING public_key, private_key`
  return made!
}
