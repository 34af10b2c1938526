import type { Actor } from '#kernel'

/**
 * Whether somebody may hear an event: he may join its stream. What is on no stream is told to whoever
 * manages webhooks. The kernel's own notes are told to nobody.
 */
export function makeReach(
  actor: Actor,
  mayJoin: (stream: string) => Promise<void>,
): (stream: string | null | undefined, type: string) => Promise<boolean> {
  const known = new Map<string, Promise<boolean>>()
  return async (stream, type) => {
    if (type.startsWith('kernel.')) return false
    if (!stream) return actor.scopes.has('hooks.manage')
    let may = known.get(stream)
    if (!may) {
      may = mayJoin(stream).then(
        () => true,
        () => false,
      )
      known.set(stream, may)
    }
    return may
  }
}
