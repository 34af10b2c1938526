import type { Actor, Kernel, Sql } from '#kernel'
import type { Claim } from './claims.ts'
import { Suspended, type StepError } from './classify.ts'

/** An account that may come back by itself (its token is being renewed, one refusal) is tried again after so long. */
const AGAIN_MS = 30_000

/**
 * A service refused a linked account. When the vault says so too, only its owner can help, who has been told:
 * the run stands still at this step, and goes on there when the account works again. What else is refused
 * (a right that the account has not) is an error of the step.
 */
export async function parkedOn(
  kernel: Kernel,
  owner: Actor,
  failed: StepError,
  used: readonly string[],
): Promise<Suspended | undefined> {
  if (failed.class !== 'auth') return undefined
  const named = (failed.details as { account?: unknown } | undefined)?.account
  for (const account of new Set([...(typeof named === 'string' ? [named] : []), ...used])) {
    const state = await stateOf(kernel, owner, account)
    if (state === 'exhausted') return new Suspended(undefined, account)
    if (state === 'failing' || state === 'refreshing')
      return new Suspended(new Date(Date.now() + AGAIN_MS), account)
  }
  return undefined
}

async function stateOf(kernel: Kernel, owner: Actor, account: string): Promise<string | undefined> {
  try {
    const found = await kernel.call('vault.account.get', { account }, owner, { door: 'flow' })
    return (found as { state: string }).state
  } catch {
    return undefined
  }
}

/** It may have been mended while the run was put aside; whoever says so then finds nothing to wake. */
export async function isMended(
  kernel: Kernel,
  { org, id, owner }: Claim,
  parked: string,
): Promise<boolean> {
  const actor = await kernel.actorOf(org, owner)
  if (!actor) return false
  if (parked !== owner && (await stateOf(kernel, actor, parked)) !== 'valid') return false
  const rows = await kernel.database.reader(org).sql`
    UPDATE flows.run SET due_at = clock_timestamp() WHERE org = ${org} AND id = ${id} AND state = 'waiting' AND parked = ${parked} RETURNING 1`
  return rows.length > 0
}

/** Everything that waits for this goes on; of one flow only, when it is named. */
export async function unpark(
  sql: Sql,
  org: string,
  parked: string,
  flow: string | null = null,
): Promise<string[]> {
  const rows = await sql<{ id: string }>`
    UPDATE flows.run SET due_at = clock_timestamp()
    WHERE org = ${org} AND parked = ${parked} AND state = 'waiting' AND (${flow}::uuid IS NULL OR flow = ${flow}::uuid) RETURNING id`
  return rows.map(({ id }) => id)
}
