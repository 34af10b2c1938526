import { randomInt } from 'node:crypto'
import { T, defineAction, invalid, newId, sensitive } from '#kernel'
import { joinLink, qrCode } from '../links.ts'
import { email, normalEmail } from '../logins.ts'
import { commit } from '../running.ts'
import { hashOf, orgToken } from '../tokens.ts'
import { storeInvitations } from './invitation.store.ts'

const BULK_MAX = 500
/** No letter or digit that is mistaken for another when read aloud. */
const CODE_SIGNS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'

export const createInvitation = defineAction({
  id: 'identity.invitation.create',
  kind: 'command',
  effect: 'outside',
  title: 'Invite colleagues',
  description:
    'By a link (with a QR picture), by a join code that can be read aloud, or by e-mail to up to 500 people at once. With approval, whoever comes waits until somebody with the right to invite lets him in.',
  input: T.Object(
    {
      kind: T.Enum(['link', 'code', 'email'], { title: 'How' }),
      emails: T.Optional(
        T.Array(email(), { minItems: 1, maxItems: BULK_MAX, title: 'E-mail addresses' }),
      ),
      department: T.Optional(T.Id({ title: 'Department', 'x-pick': 'directory.department.list' })),
      approval: T.Optional(T.Boolean({ title: 'Joining needs approval', default: false })),
      max_uses: T.Optional(T.Integer({ minimum: 1, maximum: 10_000, title: 'How many may join' })),
      days: T.Optional(T.Integer({ minimum: 1, maximum: 90, default: 7, title: 'Valid for days' })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    invitations: T.Array(
      T.Object({
        id: T.Id(),
        email: T.Optional(T.String()),
        link: T.Optional(sensitive(T.String())),
        code: T.Optional(sensitive(T.String())),
        qr: T.Optional(sensitive(T.String({ description: 'SVG' }))),
      }),
    ),
  }),
  errors: { noEmails: invalid('Nobody was named.', 'Give the e-mail addresses to invite.') },
  silent: 'identity.invitation.store tells it',
  scope: 'identity.invite',
}).run(async ({ kind, emails = [], department, approval = false, max_uses, days = 7 }, ctx) => {
  if (kind === 'email' && emails.length === 0) throw ctx.error('noEmails')
  const expires_at = new Date(ctx.now.getTime() + days * 86_400_000).toISOString()
  const shared = { kind, approval, expires_at, ...(department ? { department } : {}) }
  const made =
    kind === 'email'
      ? [...new Set(emails.map(normalEmail))].map((each) => ({ email: each, max_uses: 1 }))
      : [max_uses ? { max_uses } : {}]
  const invitations = made.map((own) => {
    const secret = kind === 'code' ? joinCode() : orgToken(ctx.actor.org)
    return { ...shared, ...own, id: newId(), hash: hashOf(secret), secret }
  })
  await commit(ctx, storeInvitations, { invitations }, ctx.actor)
  return { invitations: await Promise.all(invitations.map((each) => shown(each, ctx.publicUrl))) }
})

interface Made {
  readonly id: string
  readonly kind: 'link' | 'code' | 'email'
  readonly secret: string
  readonly email?: string
}

/** What went out by mail is not shown to whoever invited: it proves that the address is the newcomer's. */
async function shown({ id, kind, secret, email: to }: Made, base: string) {
  if (kind === 'email') return { id, ...(to === undefined ? {} : { email: to }) }
  const link = joinLink(base, secret)
  return { id, link, qr: await qrCode(link), ...(kind === 'code' ? { code: secret } : {}) }
}

const joinCode = (): string => {
  const signs = Array.from({ length: 10 }, () => CODE_SIGNS[randomInt(CODE_SIGNS.length)]!)
  return `${signs.slice(0, 5).join('')}-${signs.slice(5).join('')}`
}
