import { createTransport } from 'nodemailer'
import { fail } from '#kernel'
import type { OpenMail } from './mail.ts'

/** A mail server that does not answer must not hold a worker. */
const TIMEOUT_MS = 20_000

export async function openSmtp(url: string): Promise<OpenMail> {
  const address = parse(url)
  const transport = createTransport({
    host: address.host,
    port: address.port,
    secure: address.secure,
    ...(address.user === '' ? {} : { auth: { user: address.user, pass: address.password } }),
    pool: true,
    maxConnections: 2,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    // Content is text we made; never a file or an address that somebody's text names.
    disableFileAccess: true,
    disableUrlAccess: true,
    logger: false,
  })
  return {
    kind: 'smtp',
    async send({ to, subject, text, html, fromName, id, calendar }) {
      const from = fromName ? { name: fromName, address: address.from } : address.from
      const known = id ? { messageId: `<${id}@${address.from.split('@')[1]}>` } : {}
      const part = calendar
        ? { icalEvent: { method: calendar.method, content: calendar.text, filename: 'invite.ics' } }
        : {}
      await transport
        .sendMail({ from, to, subject, text, ...(html ? { html } : {}), ...known, ...part })
        .catch((error: unknown) => {
          throw refused(error)
        })
    },
    list: async () => [],
    close: async () => transport.close(),
  }
}

function parse(text: string) {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !['smtp:', 'smtps:'].includes(url.protocol) || !url.hostname) {
    throw fail(
      'invalid',
      'TENON_MAIL_URL is not an SMTP address.',
      'Write smtps://user:password@host:465/?from=tenon@example.com',
    )
  }
  const user = decodeURIComponent(url.username)
  const from = url.searchParams.get('from') ?? (user.includes('@') ? user : `tenon@${url.hostname}`)
  const secure = url.protocol === 'smtps:'
  const port = url.port ? Number(url.port) : secure ? 465 : 587
  return {
    host: url.hostname,
    port,
    secure,
    user,
    password: decodeURIComponent(url.password),
    from,
  }
}

/** About us, not about the mail (RFC 4954): the operator mends it, and the mail goes out then. */
const SIGN_IN = new Set([530, 534, 535, 538])

/** What the mail server said, without the mail. */
function refused(error: unknown) {
  const { code = 'unknown', responseCode } = error as { code?: string; responseCode?: number }
  const details = { code, ...(responseCode === undefined ? {} : { responseCode }) }
  const final = responseCode !== undefined && responseCode >= 500 && !SIGN_IN.has(responseCode)
  return final
    ? fail('invalid', 'The mail server refused this mail for good.', 'Check the address.', details)
    : fail(
        'unavailable',
        'The mail server did not take the mail.',
        'It is tried again; check TENON_MAIL_URL if it persists.',
        details,
      )
}
