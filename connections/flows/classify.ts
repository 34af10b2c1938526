import { ExpressionError } from '#connections/expressions'
import type { ErrorClass } from './definition.ts'

/** What ends a step: who may do something about it stands in the class. */
export class StepError extends Error {
  override readonly name = 'StepError'
  readonly class: ErrorClass
  readonly path: string
  /** Of an outside answer: how long to wait, in milliseconds. */
  readonly afterMs: number | undefined
  readonly details: unknown
  constructor(kind: ErrorClass, message: string, path = '', afterMs?: number, details?: unknown) {
    super(message)
    this.class = kind
    this.path = path
    this.afterMs = afterMs
    this.details = details
  }
}

/**
 * Not an error: the run stops here until somebody wakes it, or until `due`. `parked`: the linked account, or the
 * person, that has to be mended first.
 */
export class Suspended extends Error {
  readonly due: Date | undefined
  readonly parked: string | undefined
  constructor(due?: Date, parked?: string) {
    super('the run waits')
    this.due = due
    this.parked = parked
  }
}

/** Another node has the run: nothing of ours may count any more. */
export class LeaseLost extends Error {
  constructor() {
    super('this run is no longer ours')
  }
}

/** The database went away: nobody knows yet whether the last commit holds; the journal does. */
export class Lost extends Error {
  constructor(cause: unknown) {
    super('the database went away', { cause })
  }
}

/** What only our own database can refuse is no error of a step: the run is given back and taken up again. */
export async function ours<R>(work: () => Promise<R>): Promise<R> {
  try {
    return await work()
  } catch (error) {
    if (isSignal(error)) throw error
    const { kind, code } = error as { kind?: string; code?: string }
    if (kind === 'unavailable' || code === '40001' || code === '40P01') throw new Lost(error)
    throw error
  }
}

/** `break` and `continue`: caught by the loop around them. */
export class Leap extends Error {
  readonly kind: 'break' | 'continue'
  constructor(kind: 'break' | 'continue') {
    super(`${kind} stands in no loop`)
    this.kind = kind
  }
}

/** Not errors of a step, so nothing in the flow may catch them. */
export const isSignal = (error: unknown): boolean =>
  error instanceof Suspended ||
  error instanceof LeaseLost ||
  error instanceof Lost ||
  error instanceof Leap

const KINDS: Readonly<Record<string, ErrorClass>> = {
  invalid: 'data',
  notFound: 'data',
  conflict: 'data',
  forbidden: 'refused',
  unauthenticated: 'auth',
  limited: 'rate',
  unavailable: 'unavailable',
  internal: 'bug',
}

export function stepError(error: unknown, path: string): StepError {
  if (error instanceof StepError)
    return error.path
      ? error
      : new StepError(error.class, error.message, path, error.afterMs, error.details)
  if (error instanceof ExpressionError) return new StepError('data', error.message, path)
  const { kind, code, message, details, name } = error as {
    kind?: string
    code?: string
    message: string
    details?: { retry_after_s?: number }
    name?: string
  }
  if (name === 'AbortError' || name === 'TimeoutError')
    return new StepError('timeout', 'It took too long.', path)
  // The vault: only a person can help, who links the account anew.
  const found = code === 'reconnect' ? 'auth' : (KINDS[kind ?? ''] ?? 'bug')
  const after = details?.retry_after_s
  return new StepError(
    found,
    message,
    path,
    after === undefined ? undefined : after * 1000,
    details,
  )
}

/** What is worth another try by itself. */
export const RETRIED: readonly ErrorClass[] = ['rate', 'unavailable', 'timeout']
