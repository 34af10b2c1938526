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
}

export interface EgressAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  /** Where the answer came from, after redirects. */
  readonly url: string
}
