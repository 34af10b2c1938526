import { makeSafeFetch, type Resolve } from './fetch.ts'
import { reachable } from './addresses.ts'
import type { Egress } from '#kernel/egress'

export type { Resolve }

/** Everything that modules send out passes here; what the operator allows beyond public addresses is named. */
export function openEgress(allow: readonly string[], resolve?: Resolve): Egress {
  return { fetch: makeSafeFetch(reachable(allow), resolve) }
}
