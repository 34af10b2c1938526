import { T, type Static } from '#kernel'

/** CloudEvents 1.0 in structured mode; `source` and `id` together are what makes it one and the same. */
export const CloudEvent = T.Object({
  specversion: T.Literal('1.0'),
  id: T.Id(),
  /** `<server>/organisations/<id>` */
  source: T.String(),
  type: T.String(),
  time: T.Time(),
  /** The stream that numbers it: `approval.request:<id>`. */
  subject: T.Optional(T.String()),
  /** Its number in the stream, so written that text sorts as numbers do. */
  sequence: T.Optional(T.String()),
  /** Id of the person, app or module that did it. */
  actor: T.String(),
  datacontenttype: T.Literal('application/json'),
  data: T.Json(),
})
export type CloudEvent = Static<typeof CloudEvent>

export interface Stored {
  readonly id: string
  readonly org: string
  readonly type: string
  readonly at: string
  readonly actor: string
  readonly payload: unknown
  readonly stream: string | null | undefined
  readonly seq: number | null | undefined
}

export const cloudEvent = (event: Stored, publicUrl: string): CloudEvent => ({
  specversion: '1.0',
  id: event.id,
  source: `${publicUrl}/organisations/${event.org}`,
  type: event.type,
  time: new Date(event.at).toISOString(),
  ...(event.stream ? { subject: event.stream } : {}),
  ...(event.seq ? { sequence: String(event.seq).padStart(16, '0') } : {}),
  actor: event.actor,
  datacontenttype: 'application/json',
  data: event.payload,
})

/** `approval.*` is everything of that module. */
export const matches = (patterns: readonly string[], type: string): boolean =>
  patterns.some((pattern) =>
    pattern.endsWith('.*') ? type.startsWith(pattern.slice(0, -1)) : pattern === type,
  )
