/** A person or a flow waits for it. */
export const QUERY_MS = 10_000
export const DIALECTS = ['postgresql', 'mysql'] as const
export type Dialect = (typeof DIALECTS)[number]
/** As the database writes it: text, or nothing. What it means, the column says. */
export type Raw = Readonly<Record<string, string | null>>

/** One connection to somebody's database, for one piece of work. */
export interface Database {
  readonly dialect: Dialect
  /** `?` stands for a value, in order. */
  read(sql: string, values?: readonly unknown[]): Promise<Raw[]>
  /** Once, in a transaction of its own. */
  write(
    sql: string,
    values: readonly unknown[],
    rowsMax: number,
  ): Promise<{ affected: number; rows: Raw[] }>
  /** Whether the database understands it, without running it. */
  check(sql: string): Promise<void>
  quote(name: string): string
  close(): Promise<void>
}
