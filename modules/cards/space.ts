import { fail } from '#kernel'

/** The record id at the end of a stream id. */
export function spaceId(space: string): string {
  const id = space.slice(space.indexOf(':') + 1)
  if (!/^[a-z][a-z0-9_.]*:[0-9a-f-]{36}$/.test(space)) {
    throw fail('invalid', `“${space.slice(0, 80)}” is not a place.`, 'Use `<stream>:<record id>`.')
  }
  return id
}
