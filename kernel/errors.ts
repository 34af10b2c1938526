/**
 * Eight kinds of refusal, each with its HTTP status. Everything a caller may be told fits one;
 * the wire form is RFC 9457 with `code`, `fix` (what to do next) and `id` (to quote to support).
 */
export const STATUS = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  notFound: 404,
  conflict: 409,
  limited: 429,
  internal: 500,
  unavailable: 503,
} as const

export type ErrorKind = keyof typeof STATUS

/** An error as an action declares it; `fix` tells the reader what to do next. */
export interface ErrorSpec {
  readonly kind: ErrorKind
  readonly message: string
  readonly fix?: string
}

const spec =
  (kind: ErrorKind) =>
  (message: string, fix?: string): ErrorSpec =>
    Object.freeze({ kind, message, ...(fix === undefined ? {} : { fix }) })

export const invalid = spec('invalid')
export const unauthenticated = spec('unauthenticated')
export const forbidden = spec('forbidden')
export const notFound = spec('notFound')
export const conflict = spec('conflict')
export const limited = spec('limited')
export const unavailable = spec('unavailable')

/** The one error class. `code` is the kind or the name an action declared; `details` are safe to show. */
export class TenonError extends Error {
  override readonly name = 'TenonError'
  readonly kind: ErrorKind
  readonly code: string
  readonly fix: string | undefined
  readonly details: Record<string, unknown> | undefined

  constructor(code: string, spec: ErrorSpec, details?: Record<string, unknown>) {
    super(spec.message)
    this.kind = spec.kind
    this.code = code
    this.fix = spec.fix
    this.details = details
  }
}

/** Raises one of the eight kinds under its own name: `throw fail('notFound', 'No such person.')`. */
export function fail(
  kind: ErrorKind,
  message: string,
  fix?: string,
  details?: Record<string, unknown>,
) {
  return new TenonError(
    kind,
    fix === undefined ? { kind, message } : { kind, message, fix },
    details,
  )
}

/** RFC 9457 `application/problem+json`, with nothing in it that was not meant to be shown. */
export interface Problem {
  type: string
  title: string
  status: number
  detail: string
  code: string
  fix: string
  id: string
  [detail: string]: unknown
}

const DEFAULT_FIX: Record<ErrorKind, string> = {
  invalid: 'Correct the input and send it again.',
  unauthenticated: 'Sign in, or send a valid token.',
  forbidden: 'Ask an administrator for the right, or someone who has it to act.',
  notFound: 'Check the id; the record may not exist or may not be yours to see.',
  conflict: 'Fetch the present state and decide again.',
  limited: 'Wait a little and try again.',
  internal: 'Try again; if it persists, report the id.',
  unavailable: 'Try again shortly.',
}

/** Turns anything thrown into a problem; what is not ours is `internal` and says nothing of its cause. */
export function problem(error: unknown, id: string): Problem {
  const known =
    error instanceof TenonError ? error : fail('internal', 'Something went wrong on our side.')
  return {
    ...known.details,
    type: `urn:tenon:error:${known.code}`,
    title: known.code,
    status: STATUS[known.kind],
    detail: known.message,
    code: known.code,
    fix: known.fix ?? DEFAULT_FIX[known.kind],
    id,
  }
}
