import { Value } from 'typebox/value'
import type { TSchema } from '#kernel'

/** A schema that a person wrote is walked, never compiled; undefined: the value fits. */
export function fits(
  schema: unknown,
  value: unknown,
): { path: string; message: string } | undefined {
  if (Value.Check(schema as TSchema, value)) return undefined
  const [first] = [...Value.Errors(schema as TSchema, value)] as {
    instancePath: string
    message: string
  }[]
  return { path: first?.instancePath ?? '', message: first?.message ?? 'does not fit' }
}
