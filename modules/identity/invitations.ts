import { notFound, type Sql } from '#kernel'
import { kernelOf, operatorSql } from './running.ts'
import { hashOf, orgOf, readSecret } from './tokens.ts'

export const noInvitation = notFound(
  'This invitation is not valid any more.',
  'Ask for a new one: it may have expired, been withdrawn or used up.',
)

export interface Found {
  readonly org: string
  readonly id: string
  readonly kind: 'link' | 'code' | 'email'
  readonly email: string | null
  readonly department: string | null
  readonly approval: boolean
  readonly invited_by: string | null
}
type Here = Parameters<typeof kernelOf>[0]

/** By the token of a link or by a join code, however it was typed; `undefined` when it opens nothing. */
export async function findInvitation(ctx: Here, text: string): Promise<Found | undefined> {
  const typed = text.trim()
  const code = typed.toUpperCase().replaceAll(/[^0-9A-Z]/g, '')
  const isCode = code.length === 10
  const secret = isCode ? `${code.slice(0, 5)}-${code.slice(5)}` : typed
  const org = isCode
    ? ((await readSecret(operatorSql(ctx), 'join', secret))?.data['organisation'] as
        | string
        | undefined)
    : orgOf(typed)
  if (org === undefined) return undefined
  return openInvitation(kernelOf(ctx).database.reader(org).sql, org, secret)
}

async function openInvitation(sql: Sql, org: string, secret: string): Promise<Found | undefined> {
  const [row] = await sql<Found>`
    SELECT org, id, kind, email, department, approval, invited_by FROM identity.invitation
    WHERE org = ${org} AND hash = ${hashOf(secret)} AND revoked_at IS NULL AND expires_at > clock_timestamp() AND (max_uses IS NULL OR uses < max_uses)`
  return row
}
