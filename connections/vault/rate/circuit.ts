import { fail, type Kernel } from '#kernel'

/** What went wrong one after the other before nobody asks for a while. */
const FAILURES_MAX = 5
const OPEN_S = 10
const OPEN_S_MAX = 300
/** How long the one that tries may take. */
const PROBE_S = 30

export interface Health {
  readonly failures: number
  readonly open_until: string | null
}

/** Refuses while the other side is down; when its pause is over, one caller of all nodes tries. */
export async function mayAsk(
  kernel: Kernel,
  org: string,
  account: string,
  health: Health,
): Promise<void> {
  if (health.open_until === null) return
  const waitMs = Date.parse(health.open_until) - Date.now()
  if (waitMs > 0) throw down(waitMs)
  const mine = await kernel.database.reader(org).sql`
    UPDATE vault.pace SET probe_until = clock_timestamp() + ${PROBE_S} * interval '1 s'
    WHERE org = ${org} AND account = ${account} AND open_until <= clock_timestamp() AND (probe_until IS NULL OR probe_until < clock_timestamp())
    RETURNING account`
  if (mine.length === 0) throw down(1000)
}

/** It answered, whatever it said. */
export async function answered(
  kernel: Kernel,
  org: string,
  account: string,
  { failures }: Health,
): Promise<void> {
  if (failures === 0) return
  await kernel.database.reader(org).sql`
    UPDATE vault.pace SET failures = 0, open_until = NULL, probe_until = NULL WHERE org = ${org} AND account = ${account}`
}

/** It did not answer, or answered that something is wrong with it. */
export async function failed(kernel: Kernel, org: string, account: string): Promise<void> {
  await kernel.database.reader(org).sql`
    INSERT INTO vault.pace AS p (org, account, tokens, failures) VALUES (${org}, ${account}, 1, 1)
    ON CONFLICT (org, account) DO UPDATE SET failures = p.failures + 1, probe_until = NULL,
      open_until = CASE WHEN p.failures + 1 >= ${FAILURES_MAX}
        THEN clock_timestamp() + least(${OPEN_S_MAX}, ${OPEN_S} * 2 ^ least(p.failures + 1 - ${FAILURES_MAX}, 10)) * interval '1 s' END`
}

function down(waitMs: number) {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000))
  return fail(
    'unavailable',
    'The other side has not been answering, and is left alone for a while.',
    `Come again in ${seconds} s.`,
    { retry_after_s: seconds },
  )
}
