/**
 * Wakes the other nodes on the same database. It may lose anything, at any time: PostgreSQL is the
 * truth, and whoever heard nothing looks there by himself after a moment.
 */
export interface Bus {
  readonly kind: 'none' | 'memory' | 'postgres' | 'nats'
  /** Hears what others tell on this channel from now on, and comes back by itself when the line breaks. */
  join(channel: string, ear: BusEar): void
  /** Until the next `join` nothing is heard; a node that is alone needs no line. */
  leave(): Promise<void>
  /** At most `BUS_BYTES_MAX` bytes. Never throws, never waits. */
  tell(text: string): void
  /** Whether others can hear us now. */
  readonly connected: boolean
  [Symbol.asyncDispose](): Promise<void>
}

export interface BusEar {
  hear(text: string): void
  /** The line stands (again): something may have been missed meanwhile. */
  back(): void
}

/** The smallest of the buses, PostgreSQL's NOTIFY, carries less than 8,000 bytes at a time. */
export const BUS_BYTES_MAX = 7_900

/** Nobody is woken; every node looks for itself. */
export const noBus = (): Bus => ({
  kind: 'none',
  connected: false,
  join: () => undefined,
  leave: async () => undefined,
  tell: () => undefined,
  [Symbol.asyncDispose]: async () => undefined,
})
