import type { Rates } from '#interface/door'

export interface HttpOptions {
  /** 127.0.0.1 */
  readonly host?: string
  /** 8080; 0 takes a free one. */
  readonly port?: number
  /** The address people use, when it is another than host and port; its origin may call us. */
  readonly publicUrl?: string
  readonly tls?: { readonly cert: string | Buffer; readonly key: string | Buffer }
  /** Addresses or networks whose X-Forwarded-* is believed. */
  readonly trustedProxies?: readonly string[]
  /** The built web; without it only the doors answer. */
  readonly webDir?: string
  /** Path of the operator's unix socket. */
  readonly operatorSocket?: string
  /** When the start began, as `performance.now()` of the process or an epoch in ms; shown by /healthz. */
  readonly startedAt?: number
  readonly rates?: Partial<Rates>
  /** Why the database may lose what it acknowledged; then the manifest says `durable: false`, and /healthz what to do. */
  readonly warnings?: readonly {
    readonly name: string
    readonly value: string
    readonly fix: string
  }[]
}
