import type { Actor } from './actor.ts'
import { fail } from './errors.ts'
import type { Kernel } from './kernel.ts'

/** What a module asks of the world outside: the only way out it has, and only inside an `outside` action. */
export interface Egress {
  /** `http` or `https`. Answers whatever the other side said; throws `unavailable` when it said nothing, `invalid` when it may not be asked. */
  fetch(url: string, request?: EgressRequest): Promise<EgressAnswer>
}

export interface EgressRequest {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array | string
  /** For everything together: name, connection, redirects, answer. Default and most: see connections/egress. */
  readonly timeoutMs?: number
  /** A longer answer is refused, not cut. */
  readonly bytesMax?: number
  /** How many redirects are followed; each address is checked anew. */
  readonly redirects?: number
  /** A linked account's id: its credential is put in on the way out, and the caller never sees it. */
  readonly account?: string
}

/** Sends with a linked account's credential put in, for an actor who may use it and to a host that it is for. */
export type SendAs = (
  asked: { readonly org: string; readonly actor: Actor; readonly account: string },
  url: string,
  request: EgressRequest,
  kernel: Kernel,
) => Promise<EgressAnswer>

/** What a handler of this organisation and actor is given. */
export function egressFor(
  egress: Egress,
  sendAs: ((...asked: Parameters<SendAs>) => Promise<EgressAnswer>) | undefined,
  asked: { readonly org: string; readonly actor: Actor },
  kernel: () => Kernel,
): Egress {
  return {
    async fetch(url, request = {}) {
      const { account, ...rest } = request
      if (account === undefined) return egress.fetch(url, rest)
      if (!sendAs) throw fail('unavailable', 'This server keeps no linked accounts.')
      return sendAs({ ...asked, account }, url, rest, kernel())
    },
  }
}

export interface EgressAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  /** Where the answer came from, after redirects. */
  readonly url: string
}
