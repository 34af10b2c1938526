import { T } from '#kernel'
import { httpSend } from '../actions/http.send.ts'
import { StepError } from '../classify.ts'
import { anything, defineStep } from '../define-step.ts'

const HARMLESS = new Set(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'])

export const http = defineStep({
  kind: 'http',
  title: 'HTTP request',
  description:
    'Asks another server. It is written down before it is sent, and a key that stays the same goes along, so that trying again does no harm where the other side knows such keys.',
  effect: 'durable',
  schema: T.Object({
    method: T.Optional(
      T.Enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'], { title: 'Method' }),
    ),
    url: T.String({ title: 'Address' }),
    headers: T.Optional(T.Record(T.String(), T.String(), { title: 'Headers' })),
    body: T.Optional(anything({ title: 'Body' })),
    account: T.Optional(T.String({ title: 'Account' })),
    idempotent: T.Optional(T.Boolean({ title: 'Doing it twice does no harm' })),
    timeoutMs: T.Optional(T.Integer({ title: 'Time at most', minimum: 1, maximum: 120_000 })),
  }),
  async run({ method = 'GET', url, headers = {}, body, account, idempotent, timeoutMs }, ctx) {
    const intent = await ctx.intend(idempotent ?? HARMLESS.has(method))
    if (intent !== 'go') return intent
    const keyed = method === 'GET' || method === 'HEAD' ? {} : { 'idempotency-key': ctx.key }
    const answer = await ctx.kernel.call(
      httpSend,
      {
        method,
        url,
        headers: { ...keyed, ...headers },
        ...(body === undefined ? {} : { body }),
        ...(account === undefined ? {} : { account: ctx.account(account) }),
        ...(timeoutMs === undefined ? {} : { timeout_ms: timeoutMs }),
      },
      await ctx.owner(),
      { door: 'module' },
    )
    const { status } = answer
    if (status < 400) return answer
    const after = Number(answer.headers['retry-after'])
    const pause = Number.isFinite(after) ? after * 1000 : undefined
    throw new StepError(
      classOf(status),
      `${method} ${new URL(url).host} answered ${status}.`,
      ctx.path,
      pause,
      answer,
    )
  },
})

function classOf(status: number) {
  if (status === 401 || status === 403) return 'auth' as const
  if (status === 429) return 'rate' as const
  if (status === 408) return 'timeout' as const
  return status >= 500 ? ('unavailable' as const) : ('data' as const)
}
