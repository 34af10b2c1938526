import type { Forward } from '#kernel'
import type { POLICIES } from './entities.ts'

export type Policy = (typeof POLICIES)[number]

const WIDTH: Record<Forward, number> = { none: 0, snapshot: 1, 'live-readonly': 2, live: 3 }

/**
 * What a forwarded copy may do: never more than the template allows, never more than the copy it was
 * forwarded from, and never more than a snapshot beyond the organisation. `undefined`: not at all.
 */
export function forwarded(
  template: Forward,
  source: Policy,
  place: 'same organisation' | 'another organisation',
): Policy | undefined {
  const limits: Forward[] = [template, source]
  if (place === 'another organisation') limits.push('snapshot')
  const narrowest = limits.reduce((a, b) => (WIDTH[a] <= WIDTH[b] ? a : b))
  return narrowest === 'none' ? undefined : narrowest
}
