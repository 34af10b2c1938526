import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Actor } from './actor.ts'
import type { Kernel } from './kernel.ts'

/**
 * Requests in a protocol of the module's own: a token endpoint, a webhook that somebody else signs, a
 * device's reports. The door holds the general limits (size, time, rate by address, headers) and hands
 * over the request as it came; whatever it makes happen goes through the kernel's pipeline.
 */
export interface MountSpec {
  /** `/oidc/`: everything below it. No two modules share one, and none begins like a door (`/api/`, `/mcp`, `/realtime`). */
  readonly path: `/${string}/`
  /** Addresses elsewhere that a standard fixes: `/.well-known/openid-configuration`. */
  readonly also?: readonly `/${string}`[]
  /** A longer body is refused with 413 before it is handed over. */
  readonly bodyMax: number
  /** Requests a minute and address; default is the door's for who is not signed in. */
  readonly ratePerMinute?: number
  answer(request: MountRequest, response: ServerResponse, kernel: Kernel): Promise<void> | void
}

export interface MountRequest {
  readonly raw: IncomingMessage
  /** Read whole, as it came: signatures are over bytes. */
  readonly body: Uint8Array
  /** As it was asked for, with the query. */
  readonly url: URL
  readonly address: string | undefined
  /** Who is signed in, by cookie or token; nobody without one. A credential that is dead is refused. */
  actor(): Promise<Actor>
}
