import { newId, type Kernel } from '#kernel'

/** Uses are written down together, this often: a crash loses no more than that. */
const FLUSH_MS = 1000

/** Counts who used which account how often, in memory, and adds it up in the database once a second. */
export class Meter {
  readonly #kernel: Kernel
  readonly #orgs = new Map<
    string,
    Map<string, { account: string; actor: string; uses: number; at: number }>
  >()
  readonly #timer: NodeJS.Timeout
  #writing: Promise<void> = Promise.resolve()

  constructor(kernel: Kernel) {
    this.#kernel = kernel
    this.#timer = setInterval(() => void this.flush(), FLUSH_MS)
    this.#timer.unref()
  }

  used(org: string, account: string, actor: string): void {
    const uses = this.#orgs.get(org) ?? new Map()
    this.#orgs.set(org, uses)
    const key = `${account} ${actor}`
    const now = Date.now()
    const known = uses.get(key)
    if (known) Object.assign(known, { uses: known.uses + 1, at: now })
    else uses.set(key, { account, actor, uses: 1, at: now })
  }

  flush(): Promise<void> {
    this.#writing = this.#writing.then(() => this.#write())
    return this.#writing
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.flush()
  }

  async #write(): Promise<void> {
    const all = [...this.#orgs]
    this.#orgs.clear()
    for (const [org, uses] of all) {
      const rows = [...uses.values()]
      await this.#add(org, rows).catch((error: unknown) =>
        this.#kernel.log.warn(
          { error: String(error), lost: rows.length },
          'uses of linked accounts could not be counted',
        ),
      )
    }
  }

  async #add(
    org: string,
    rows: readonly { account: string; actor: string; uses: number; at: number }[],
  ): Promise<void> {
    await this.#kernel.database.reader(org).sql`
      WITH used AS (
        SELECT u.* FROM unnest(${rows.map(() => newId())}::uuid[], ${rows.map(({ account }) => account)}::uuid[], ${rows.map(({ actor }) => actor)}::text[],
          ${rows.map(({ uses }) => uses)}::bigint[], ${rows.map(({ at }) => new Date(at).toISOString())}::timestamptz[]) AS u(id, account, actor, uses, at)
        JOIN vault.account a ON a.org = ${org} AND a.id = u.account
      ), counted AS (
        INSERT INTO vault.usage AS v (org, id, account, day, actor, uses, last_at)
        SELECT ${org}, id, account, (at AT TIME ZONE 'UTC')::date, actor, uses, at FROM used
        ON CONFLICT (org, account, day, actor) DO UPDATE SET uses = v.uses + excluded.uses, last_at = excluded.last_at
      )
      UPDATE vault.account a SET uses = a.uses + t.uses, last_used_at = t.at
      FROM (SELECT account, sum(uses) AS uses, max(at) AS at FROM used GROUP BY account) t WHERE a.org = ${org} AND a.id = t.account`
  }
}
