import { fail, type TenonError } from '#kernel'

export const refused = (why: string): TenonError =>
  fail(
    'invalid',
    `This server does not ask that address. ${why}`,
    'Use a public https address; the operator can allow networks by TENON_EGRESS_ALLOW.',
  )

export const closed = (host: string): TenonError =>
  fail(
    'forbidden',
    `Your organisation does not let its connections go to ${host.slice(0, 100)}.`,
    'Ask an administrator to add it to the hosts that connections may reach.',
  )

export function silent(why: string, cause?: unknown): TenonError {
  const error = fail('unavailable', `The other side could not be asked. ${why}`)
  error.cause = cause
  return error
}
