import { fail, TenonError } from './errors.ts'

/** Turns what PostgreSQL refused into what a caller can act on; anything unknown stays as it is. */
export function translate(error: unknown): unknown {
  if (error instanceof TenonError) return error
  const { code, constraint, column } = error as {
    code?: string
    constraint?: string
    column?: string
  }
  switch (code) {
    case '23505':
      return fail(
        'conflict',
        'There is one like this already.',
        'Use another value, or change the existing one.',
        constraint ? { constraint } : {},
      )
    case '23503':
      return fail(
        'invalid',
        'It refers to something that does not exist, or is still in use.',
        'Check the ids; remove what depends on it first.',
        constraint ? { constraint } : {},
      )
    case '23502':
      return fail('invalid', `“${column}” is required.`)
    case '23514':
    case '22P02':
    case '22003':
    case '22007':
    case '22008':
    case '22021':
    case '22P05':
      return fail(
        'invalid',
        'A value is outside of what is allowed.',
        undefined,
        constraint ? { constraint } : {},
      )
    case '57014':
      return fail(
        'unavailable',
        'This took too long and was stopped; nothing was changed.',
        'Narrow it down, or try again later.',
      )
    case '55P03':
      return fail('conflict', 'Somebody else is changing this right now.', 'Try again in a moment.')
    default:
      return error
  }
}
