import { fail } from '#kernel'
import { compile, ExpressionError } from '#connections/expressions'

/** Refuses what cannot be read, while its author looks at it. */
export function readable(template: unknown, place: string): void {
  guarded(() => compile(template, place))
}

/** A value with its expressions computed; what cannot be computed is the caller's to mend. */
export const computed = (
  template: unknown,
  place: string,
  scope: Readonly<Record<string, unknown>>,
  now: Date,
): unknown => guarded(() => compile(template, place).of(scope, { now, zone: 'UTC' }))

function guarded<R>(work: () => R): R {
  try {
    return work()
  } catch (error) {
    if (error instanceof ExpressionError)
      throw fail(
        'invalid',
        error.message.slice(0, 300),
        'Correct the expression, or what is given to it.',
      )
    throw error
  }
}
