import type { FastifyReply } from 'fastify'
import type { AnyAction } from '#kernel'
import { COOKIE } from '#interface/door'
import { marksOf, withoutSession } from '#interface/openapi'

/** A session that says no end of its own. */
const DEFAULT_S = 30 * 24 * 3600

/** Sets or clears the cookie as the answer says (docs/wire.md, `x-session`), and gives back what may travel. */
export function keepSession(
  reply: FastifyReply,
  action: AnyAction,
  output: unknown,
  secure: boolean,
): unknown {
  const { session } = marksOf(action)
  if (!session || typeof output !== 'object' || output === null) return output
  const answer = output as Record<string, unknown>
  const token = session.set === undefined ? undefined : answer[session.set]
  if (typeof token === 'string')
    reply.header('set-cookie', cookie(token, lifetime(answer, session.expires), secure))
  else if (session.clear !== undefined && answer[session.clear] === true)
    reply.header('set-cookie', cookie('', 0, secure))
  return withoutSession(action, output)
}

const cookie = (value: string, seconds: number, secure: boolean): string =>
  `${COOKIE}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${secure ? '; Secure' : ''}`

function lifetime(answer: Record<string, unknown>, name: string | undefined): number {
  const at = name === undefined ? Number.NaN : Date.parse(String(answer[name]))
  return Number.isNaN(at) ? DEFAULT_S : Math.max(0, Math.floor((at - Date.now()) / 1000))
}
