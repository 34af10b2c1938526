import type { FastifyReply } from 'fastify'
import { fail, problem, TenonError, type Log, type Problem } from '#kernel'

/** Turns anything thrown into what the caller may read; what is our fault goes to the log under the same id. */
export function problemOf(error: unknown, id: string, log: Log): Problem {
  if (error instanceof TenonError) {
    const told = problem(error, id)
    const status = error.details?.[HTTP_STATUS]
    if (typeof status !== 'number') return told
    const { [HTTP_STATUS]: _status, ...rest } = told
    return { ...rest, status } as Problem
  }
  const refused = fromFastify(error)
  if (refused) return problemOf(refused, id, log)
  log.error({ id, error }, 'A call failed for a reason of ours.')
  return problem(error, id)
}

export function sendProblem(reply: FastifyReply, told: Problem): FastifyReply {
  if (told.status === 401) reply.header('www-authenticate', 'Bearer realm="tenon"')
  if (typeof told.retry_after_s === 'number')
    reply.header('retry-after', String(told.retry_after_s))
  return reply
    .code(told.status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .send(JSON.stringify(told))
}

/** Refusals that only HTTP knows keep the code `invalid` under their own status. */
export function refuse(status: 405 | 413 | 415, message: string, fix: string) {
  return fail('invalid', message, fix, { [HTTP_STATUS]: status })
}
const HTTP_STATUS = 'http_status'

function fromFastify(error: unknown): TenonError | undefined {
  const { statusCode, code } = (error ?? {}) as { statusCode?: unknown; code?: unknown }
  // The caller hung up; nobody reads this answer, and nothing is wrong with us.
  if (code === 'ECONNRESET' && (error as Error).message === 'aborted')
    return fail('invalid', 'The request broke off.')
  if (typeof code !== 'string' || !code.startsWith('FST_') || typeof statusCode !== 'number')
    return undefined
  if (statusCode === 413)
    return refuse(
      413,
      'The request is too large.',
      'Send less at a time, or a file by multipart/form-data.',
    )
  if (statusCode === 415)
    return refuse(415, 'This content type is not understood here.', 'Send application/json.')
  if (statusCode === 503)
    return fail('unavailable', 'The server is stopping.', 'Try again shortly.')
  if (statusCode >= 400 && statusCode < 500)
    return fail('invalid', 'The request is malformed.', 'Correct the address, headers or body.')
  return undefined
}
