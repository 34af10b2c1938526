import { createTransport } from 'nodemailer'
import { defineAction, fail, TenonError, T } from '#kernel'
import { account, entry, text } from '../entry.ts'

const SEND_MS = 20_000
const address = T.String({ format: 'email', maxLength: 254 })

const send = defineAction({
  id: 'connectors.mail.send',
  kind: 'command',
  effect: 'outside',
  title: 'Send mail with an account',
  description: 'By SMTP, from the address of the linked account.',
  input: T.Object(
    {
      account,
      to: T.Array(address, { minItems: 1, maxItems: 50, title: 'To' }),
      subject: text('Subject', 300),
      text: text('Text', 200_000),
      reply_to: T.Optional(T.String({ format: 'email', maxLength: 254, title: 'Answers to' })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    id: T.String(),
    accepted: T.Array(T.String()),
    rejected: T.Array(T.String()),
  }),
  silent: 'what it does happens at the mail server',
  scope: 'connectors.use',
  ratePerMinute: 60,
}).run(async ({ account: id, to, subject, text: body, reply_to }, ctx) => {
  const { parameters } = (await ctx.call('vault.account.get', { account: id })) as {
    parameters: Record<string, string>
  }
  const tls = parameters['tls'] ?? 'starttls'
  const { socket, host, fields } = await ctx.egress.connect({
    account: id,
    tls: tls === 'implicit',
  })
  const transport = createTransport({
    connection: socket,
    secured: tls === 'implicit',
    host,
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'off',
    tls: { servername: host },
    ...(fields['user'] ? { auth: { user: fields['user'], pass: fields['password'] ?? '' } } : {}),
    connectionTimeout: SEND_MS,
    greetingTimeout: SEND_MS,
    socketTimeout: SEND_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  } as never)
  try {
    const sent = (await transport.sendMail({
      from: fields['from'] ?? fields['user'],
      to: [...to],
      subject,
      text: body,
      ...(reply_to ? { replyTo: reply_to } : {}),
      // The same mail under the same key: whoever receives it twice can tell.
      messageId: `<${ctx.key ?? ctx.id()}@tenon>`.replace(/[^<>@\w.-]/g, '_'),
    })) as { messageId: string; accepted: string[]; rejected: string[] }
    return {
      id: sent.messageId,
      accepted: sent.accepted.map(String),
      rejected: (sent.rejected ?? []).map(String),
    }
  } catch (error) {
    throw refusal(error)
  } finally {
    transport.close()
    socket.destroy()
  }
})

function refusal(error: unknown): TenonError {
  const { code, response, responseCode, message } = error as {
    code?: string
    response?: string
    responseCode?: number
    message: string
  }
  const words = `Mail: ${response ?? message}`.slice(0, 300)
  if (code === 'EAUTH')
    return new TenonError('reconnect', {
      kind: 'unavailable',
      message: words,
      fix: 'Enter the user and password of the linked account anew.',
    })
  if (responseCode !== undefined && responseCode >= 500) return fail('invalid', words)
  return fail(
    'unavailable',
    words,
    'It may have been sent all the same: look there before you try again.',
    { uncertain: code !== 'ETLS' },
  )
}

export const mail = [
  entry({
    id: 'mail',
    title: 'Mail (SMTP)',
    zh: '邮件（SMTP）',
    about: 'Sends mail from an address of yours.',
    about_zh: '用你自己的邮箱发送邮件。',
    icon: 'mail',
    docs: 'https://nodemailer.com/smtp/',
    auth: [
      {
        kind: 'custom',
        lends: true,
        fields: [
          { name: 'host', title: 'Host', zh: '主机' },
          {
            name: 'port',
            title: 'Port (587, or 465 with TLS from the start)',
            zh: '端口（587，或直接 TLS 的 465）',
          },
          { name: 'from', title: 'From', zh: '发件地址' },
          { name: 'user', title: 'User name', zh: '用户名', optional: true },
          { name: 'password', title: 'Password', zh: '密码', secret: true, optional: true },
          {
            name: 'tls',
            title: 'TLS: starttls, implicit or off',
            zh: 'TLS：starttls、implicit 或 off',
            optional: true,
          },
        ],
      },
    ],
    origins: [],
    proof: { state: 'verified', by: 'server', with: 'smtp-server 3', on: '2026-11-23' },
    actions: [send],
  }),
]
