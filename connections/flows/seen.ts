import { T, type Static } from '#kernel'
import type { Seen } from './walk.ts'

/** Of one value shown beside a step; what is longer is not sent. */
const SHOWN_MAX = 20_000

/** A step as one looks at it, in a test or in a run. */
export const seenSchema = T.Object({
  path: T.String(),
  kind: T.String(),
  state: T.Enum(['done', 'failed', 'skipped', 'waiting', 'retry', 'running', 'uncertain']),
  input: T.Optional(T.Json()),
  output: T.Optional(T.Json()),
  /** Too long to be sent: so many characters of JSON. */
  input_length: T.Optional(T.Integer()),
  output_length: T.Optional(T.Integer()),
  error: T.Optional(T.Object({ class: T.String(), message: T.String() })),
  ms: T.Number(),
  attempt: T.Optional(T.Integer()),
  at: T.Optional(T.Time()),
  due_at: T.Optional(T.Time()),
})
export type SeenStep = Static<typeof seenSchema>

export const seenOf = ({ path, kind, state, input, output, error, ms }: Seen): SeenStep => ({
  path,
  kind,
  state,
  ms: Math.round(ms * 100) / 100,
  ...part('input', input),
  ...part('output', output),
  ...(error ? { error } : {}),
})

export function part(name: 'input' | 'output', value: unknown): Partial<SeenStep> {
  if (value === undefined) return {}
  // Dates and what else JSON has not become what they are on the wire.
  const text = JSON.stringify(value) ?? 'null'
  return text.length > SHOWN_MAX
    ? { [`${name}_length`]: text.length }
    : { [name]: JSON.parse(text) as unknown }
}
