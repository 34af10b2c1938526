import type { Kernel, StreamEvent } from '#kernel'
import type { Schema } from '#interface/openapi'

export type Concerned = ReadonlySet<string> | 'all'

/**
 * Whose right to a stream an event may have changed: the actors in the payload property marked
 * `x-recheck`, or everyone when none is marked; `undefined` when the stream does not ask.
 */
export function concerned(
  registry: Kernel['registry'],
): (stream: string, event: StreamEvent) => Concerned | undefined {
  const asks = new Map(
    [...registry.streams.values()].map(({ id, recheckOn }) => [id, new Set(recheckOn)]),
  )
  const marks = new Map(
    [...registry.events.values()].map(({ id, payload }) => [id, markedIn(payload as Schema)]),
  )
  return (stream, { type, payload }) => {
    if (!asks.get(stream.slice(0, stream.lastIndexOf(':')))?.has(type)) return undefined
    const name = marks.get(type)
    const value = name === undefined ? undefined : (payload as Record<string, unknown>)[name]
    if (typeof value === 'string') return new Set([value])
    return Array.isArray(value) ? new Set(value as string[]) : 'all'
  }
}

const markedIn = (payload: Schema): string | undefined =>
  Object.entries(payload.properties ?? {}).find(([, each]) => each['x-recheck'] === true)?.[0]
