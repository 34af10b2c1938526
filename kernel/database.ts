/** One statement at a time, values always bound: `` await sql<{ n: number }>`SELECT count(*) AS n FROM chat.message WHERE conversation = ${id}` ``. */
export interface Sql {
  <R = Record<string, unknown>>(text: TemplateStringsArray, ...values: unknown[]): Promise<R[]>
  /** Prepared text made elsewhere (`$1`, `$2`, …); `name` keeps the statement prepared per connection. */
  text<R = Record<string, unknown>>(
    text: string,
    values: readonly unknown[],
    name?: string,
  ): Promise<R[]>
  /** Text made elsewhere and prepared under a name of its own: for texts that come in few shapes. */
  prepared<R = Record<string, unknown>>(text: string, values: readonly unknown[]): Promise<R[]>
  /** The same with each row as an array in column order: half the work for a page of records. */
  rows(text: string, values: readonly unknown[], name?: string): Promise<unknown[][]>
  /** Each row as PostgreSQL sent it, in binary: a 16-bit count, then each value's 32-bit length and bytes. */
  pass(
    text: string,
    values: readonly unknown[],
    take: (bytes: Buffer, at: number) => void,
    name?: string,
  ): Promise<void>
}

/** A transaction (or a single statement's connection) of one organisation at a time. */
export interface Session {
  readonly sql: Sql
  /** A statement already sent whose outcome is awaited together with COMMIT: no round trip of its own. */
  last(statement: Promise<unknown>): void
  /** Switches row-level security to another organisation inside the same transaction, and back. */
  within<R>(org: string, work: () => Promise<R>): Promise<R>
}

export interface Database {
  /** Statements outside a transaction, each on its own; for queries. */
  reader(org: string): Session
  /** Runs `work` in one transaction; commits when it returns, rolls back when it throws.  */
  transaction<R>(org: string, work: (session: Session) => Promise<R>): Promise<R>
  /** Statements across organisations through SECURITY DEFINER functions only: job claims, event reads, sweeps. */
  readonly system: Sql
  close(): Promise<void>
}
