import pg from 'pg'

/** A statement as it went to PostgreSQL. */
export interface Statement {
  readonly text: string
  readonly values: readonly unknown[]
}

/** Housekeeping that every connection, poll or reader of the log does anyway. */
const OWN =
  /set_config|claim_jobs|job_counts|^BEGIN$|^COMMIT$|^ROLLBACK$|kernel\.(setting|audit|node|events_)|^\s*SELECT pg_current_snapshot|(flows|hooks)\.(cursor|listening|claim_runs|beat|next_due|due_ticks|watched)/

let listening: Statement[] | undefined
const query = pg.Client.prototype.query as (...args: unknown[]) => unknown

/** Every statement of this process passes here; nothing is changed about it. */
pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
  const [config, values] = args as [
    string | { text?: string; values?: unknown[] },
    unknown[] | undefined,
  ]
  const text = typeof config === 'string' ? config : (config.text ?? '')
  if (listening && !OWN.test(text))
    listening.push({
      text,
      values: typeof config === 'string' ? (values ?? []) : (config.values ?? []),
    })
  return query.apply(this, args)
} as typeof pg.Client.prototype.query

/** What runs on a timer may fall among them; it does not do so every time. */
const TRIES = 5

/** The statements that `work` sends: the fewest of a few tries. */
export async function statementsOf(work: () => Promise<unknown>): Promise<Statement[]> {
  const tries: Statement[][] = []
  for (let index = 0; index < TRIES; index++) tries.push(await heardDuring(work))
  return tries.reduce((fewest, each) => (each.length < fewest.length ? each : fewest))
}

async function heardDuring(work: () => Promise<unknown>): Promise<Statement[]> {
  const heard: Statement[] = []
  listening = heard
  try {
    await work()
  } finally {
    listening = undefined
  }
  return heard
}
