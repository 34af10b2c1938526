import type { Egress } from '#kernel/egress'
import { reachable } from './addresses.ts'
import { makeAim, type Resolve } from './aim.ts'
import { makeSafeConnect } from './connect.ts'
import { makeSafeFetch } from './fetch.ts'

export { onwards, redirectOf } from './fetch.ts'
export type { Resolve }

/** Everything that modules send out passes here; what the operator allows beyond public addresses is named. */
export function openEgress(allow: readonly string[], resolve?: Resolve): Egress {
  const aim = makeAim(reachable(allow), resolve)
  return { fetch: makeSafeFetch(aim), connect: makeSafeConnect(aim) }
}
