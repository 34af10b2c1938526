import webpush from 'web-push'
import { OPERATOR_ORG, type Kernel } from '#kernel'

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
  return protocol === 'https:' && port === '' && username === '' && SERVICES.some((service) => service.test(hostname))
}

const TTL_S = 24 * 3600

/** The encrypted request; only the browser can read its payload (RFC 8291). */
export async function pushRequest(
  { endpoint, p256dh, auth }: Target,
  payload: object,
  topic: string,
  keys: { publicKey: string; privateKey: string },
  publicUrl: string,
) {
  const { hostname } = new URL(publicUrl)
  const made = webpush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, JSON.stringify(payload), {
    vapidDetails: { subject: `mailto:tenon@${hostname}`, ...keys },
    TTL: TTL_S,
    urgency: 'normal',
    // A repeated attempt replaces the former one; a topic holds 32 characters.
    topic: topic.replaceAll('-', ''),
  })
  const { 'Content-Length': _length, ...headers } = made.headers as Record<string, string | number>
  const texts = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
  return { endpoint, method: 'POST', headers: texts, body: new Uint8Array(made.body!) }
}

/** Makes the server's key pair once; the private half is sealed at rest. */
export async function ensurePushKeys({ database, secrets }: Kernel): Promise<void> {
  const { sql } = database.reader(OPERATOR_ORG)
  const [found] = await sql`SELECT 1 FROM notify.push_key WHERE org = ${OPERATOR_ORG}`
  if (found) return
  const { publicKey, privateKey } = webpush.generateVAPIDKeys()
  await sql`
    INSERT INTO notify.push_key (org, public_key, private_key) VALUES (${OPERATOR_ORG}, ${publicKey}, ${secrets.seal(privateKey)})
    ON CONFLICT DO NOTHING`
}
