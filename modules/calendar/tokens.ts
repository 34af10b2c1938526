import { createHash, randomBytes } from 'node:crypto'
import { isId, notFound, type BaseContext } from '#kernel'

/** A subscription address: carries its organisation in its own text, so that it is never looked up in another. */
export function feedToken(org: string): string {
  const packed = Buffer.from(org.replaceAll('-', ''), 'hex')
  return Buffer.concat([packed, randomBytes(32)]).toString('base64url')
}

export function orgOfFeed(token: string): string | undefined {
  if (!/^[\w-]{64}$/.test(token)) return undefined
  const hex = Buffer.from(token, 'base64url').toString('hex').slice(0, 32)
  const org = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  return isId(org) ? org : undefined
}

/** Only hashes are stored: 256 random bits need no slow one. */
export const hashOf = (token: string): string =>
  createHash('sha256').update(token).digest('base64url')

/** What somebody outside answers with: sealed by this server, for one attendee, as long as he is invited. */
export const replyToken = (ctx: Pick<BaseContext, 'org' | 'secrets'>, attendee: string): string =>
  Buffer.from(ctx.secrets.seal(`calendar.reply ${ctx.org} ${attendee}`)).toString('base64url')

export function readReply(
  ctx: Pick<BaseContext, 'secrets'>,
  token: string,
): { org: string; attendee: string } | undefined {
  try {
    const opened = ctx.secrets.open(Buffer.from(token, 'base64url').toString())
    const [kind, org = '', attendee = ''] = opened.split(' ')
    return kind === 'calendar.reply' && isId(org) && isId(attendee) ? { org, attendee } : undefined
  } catch {
    return undefined
  }
}

export const noInvitation = notFound(
  'This invitation is not valid any more.',
  'Ask whoever invited you: it may have been withdrawn.',
)
