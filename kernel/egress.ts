import type { Socket } from 'node:net'
import type { Actor } from './actor.ts'
import { fail } from './errors.ts'
import type { Kernel } from './kernel.ts'

/** What a module asks of the world outside: the only way out it has, and only inside an `outside` action. */
export interface Egress {
  /** `http` or `https`. Answers whatever the other side said; throws `unavailable` when it said nothing, `invalid` when it may not be asked. */
  fetch(url: string, request?: EgressRequest): Promise<EgressAnswer>
  /** Any other protocol (a database, mail): a connected socket, under the same checks. */
  connect(target: EgressTarget): Promise<EgressConnection>
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
  /** Who asks, where turns are shared out among callers (a flow's id); default: the actor. */
  readonly caller?: string
  /** The only hosts that may be asked, redirects included: `api.example.com`, or `*.example.com` for all below it. */
  readonly hosts?: readonly string[]
}

export interface EgressTarget extends Pick<EgressRequest, 'timeoutMs' | 'account' | 'hosts'> {
  /** Of a linked account that names its own host and port, both may be left out. */
  readonly host?: string
  readonly port?: number
  /** TLS from the first byte, with the host's own certificate. */
  readonly tls?: boolean
}

export interface EgressConnection {
  readonly socket: Socket
  readonly host: string
  readonly port: number
  /** What a client of the protocol needs to sign in itself, of accounts whose connector says that it lends them; else nothing. */
  readonly fields: Readonly<Record<string, string>>
}

/** Sends with a linked account's credential put in, for an actor who may use it and to a host that it is for. */
export type SendAs = (
  asked: AskedAs,
  url: string,
  request: EgressRequest,
  kernel: Kernel,
) => Promise<EgressAnswer>

/** The same for another protocol. */
export type ConnectAs = (
  asked: AskedAs,
  target: EgressTarget,
  kernel: Kernel,
) => Promise<EgressConnection>

export interface AskedAs {
  readonly org: string
  readonly actor: Actor
  readonly account: string
}

/** What the module that keeps linked accounts does for what goes out. */
export interface Sender {
  readonly sendAs?: SendAs
  readonly connectAs?: ConnectAs
  /** Where this organisation lets its connections go; everywhere without it. */
  readonly hosts?: readonly string[]
}

/** What a handler of this organisation and actor is given. */
export function egressFor(
  egress: Egress,
  { sendAs, connectAs, hosts }: Sender,
  asked: { readonly org: string; readonly actor: Actor },
  kernel: () => Kernel,
): Egress {
  // A handler may narrow what its organisation allows, never widen it.
  const narrowed = <R extends Pick<EgressRequest, 'hosts'>>({ hosts: own, ...rest }: R) => ({
    ...rest,
    ...(hosts
      ? { hosts: own ? own.filter((host) => isAmong(host, hosts)) : hosts }
      : own
        ? { hosts: own }
        : {}),
  })
  return {
    async fetch(url, request = {}) {
      const { account, ...rest } = request
      if (account === undefined) return egress.fetch(url, narrowed(rest))
      if (!sendAs) throw noAccounts()
      return sendAs({ ...asked, account }, url, narrowed(rest), kernel())
    },
    async connect(target) {
      const { account, ...rest } = target
      if (account === undefined) return egress.connect(narrowed(rest))
      if (!connectAs) throw noAccounts()
      return connectAs({ ...asked, account }, narrowed(rest), kernel())
    },
  }
}

/** Whether a host is one of these: itself, or below `*.` of them. */
export function isAmong(host: string, hosts: readonly string[]): boolean {
  const name = host.toLowerCase().replace(/\.$/, '')
  return hosts.some((each) =>
    each.startsWith('*.')
      ? name.endsWith(each.slice(1).toLowerCase())
      : name === each.toLowerCase(),
  )
}

const noAccounts = () => fail('unavailable', 'This server keeps no linked accounts.')

export interface EgressAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  /** Where the answer came from, after redirects. */
  readonly url: string
}
