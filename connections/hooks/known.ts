import { invalid, type Registry } from '#kernel'

/** Whether any event of this organisation can ever match. */
export const known = (registry: Registry, pattern: string): boolean =>
  pattern.endsWith('.*')
    ? [...registry.events.keys()].some((id) => id.startsWith(pattern.slice(0, -1)))
    : registry.events.has(pattern)

export const unknownEvents = invalid(
  'Some of these events do not exist here.',
  'See hooks.kind.list, or /asyncapi.json.',
)
