import type { Actor } from './actor.ts'
import type { Kernel } from './kernel.ts'

/**
 * A connection with a protocol of the module's own: bytes in both directions, on a path of its own.
 * The door asks for origin and sign-in and holds the limits before it opens; what comes in goes
 * through the kernel's pipeline like everything else.
 */
export interface SocketSpec {
  /** Below `/realtime/`, e.g. `/realtime/documents`. */
  readonly path: string
  /** A scope of the module's manifest. */
  readonly scope: string
  /** The largest frame a client may send. */
  readonly frameMax: number
  open(socket: Socket, actor: Actor, kernel: Kernel): SocketEnd
  /** Figures for the operator, read at the moment of scraping. */
  readonly gauges?: readonly {
    readonly name: string
    readonly help: string
    read(kernel: Kernel): number
  }[]
}

/** The door's side of one connection. */
export interface Socket {
  readonly query: URLSearchParams
  readonly address: string | undefined
  send(frame: Uint8Array): void
  /** Bytes that the other side has not read yet. */
  waiting(): number
  close(code: number, reason: string): void
  /** Who stands behind it, with rights as of now. Throws, and closes, when he is signed out. */
  actor(): Promise<Actor>
}

/** The module's side. */
export interface SocketEnd {
  message(frame: Uint8Array): void
  /** His rights may have changed: ask anew. */
  revoked(): void
  closed(): void
}
