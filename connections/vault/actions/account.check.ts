import { defineAction, ref, T, TenonError } from '#kernel'
import { connectorOf } from '../connectors.ts'
import { Account } from '../entities.ts'

const TIMEOUT_MS = 15_000

export const checkAccount = defineAction({
  id: 'vault.account.check',
  kind: 'command',
  effect: 'outside',
  title: 'Test a linked account',
  description:
    'Asks the service something harmless with the credential, and says whether it took it. A connector names the question; otherwise `url` does, or the service’s own address.',
  input: T.Object(
    {
      account: ref(Account, { title: 'Linked account' }),
      url: T.Optional(T.String({ maxLength: 2000, title: 'Address' })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    ok: T.Boolean(),
    status: T.Optional(T.Integer()),
    message: T.Optional(T.String()),
  }),
  silent: 'a changed state is told as vault.account.moved',
  subject: 'account',
  scope: 'vault.use',
  ratePerMinute: 30,
}).run(async ({ account, url }, ctx) => {
  const { connector, origins } = await ctx.records(Account).get(account)
  const { test } = connectorOf(ctx.registry, connector)
  try {
    if (origins.length === 0) {
      const { socket } = await ctx.egress.connect({ account, timeoutMs: TIMEOUT_MS })
      socket.destroy()
      return { ok: true }
    }
    const target = url ?? test?.url ?? origins.find((each) => !each.includes('*')) ?? ''
    const { status } = await ctx.egress.fetch(target, {
      account,
      method: test?.method ?? 'GET',
      timeoutMs: TIMEOUT_MS,
    })
    // Asked at its own address for want of a better one, a service may have nothing to show there.
    const ok =
      status < 400 ||
      (test === undefined && url === undefined && ![401, 403, 407].includes(status) && status < 500)
    return { ok, status }
  } catch (error) {
    if (error instanceof TenonError && ['unavailable', 'limited'].includes(error.kind))
      return { ok: false, message: error.message }
    throw error
  }
})
