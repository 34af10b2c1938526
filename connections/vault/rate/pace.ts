import type { Kernel } from '#kernel'
import type { EgressAnswer } from '#kernel/egress'
import type { Using } from '../use.ts'
import { learn } from './learn.ts'
import type { Pace } from './pacer.ts'

/** Faster than any service answers: stands for “as fast as you like”. */
const NO_LIMIT = 1e6

/** How fast this account may be used, if anybody said so: its connector, or the service itself lately. */
export function paceOf({ connector: { rate }, health }: Using): Pace | undefined {
  if (rate) {
    const perSecond = rate.requests / rate.seconds
    return { perSecond, burst: rate.burst ?? Math.max(1, Math.ceil(perSecond)) }
  }
  const soon = (at: string | null) => at !== null && Date.parse(at) > Date.now()
  return soon(health.paused_until) || soon(health.learned_until)
    ? { perSecond: NO_LIMIT, burst: NO_LIMIT }
    : undefined
}

/** Remembers what the service said of its allowance, for every node. */
export async function heed(
  kernel: Kernel,
  { org, account }: Using,
  { status, headers }: EgressAnswer,
): Promise<void> {
  const { pausedUntil, perSecond, until } = learn(status, headers, Date.now())
  if (pausedUntil === undefined && perSecond === undefined) return
  const at = (ms: number | undefined) => (ms === undefined ? null : new Date(ms).toISOString())
  await kernel.database.reader(org).sql`
    INSERT INTO vault.pace AS p (org, account, tokens, paused_until, learned_per_s, learned_until)
    VALUES (${org}, ${account}, 1, ${at(pausedUntil)}::timestamptz, ${perSecond ?? null}::float8, ${at(until)}::timestamptz)
    ON CONFLICT (org, account) DO UPDATE SET paused_until = greatest(p.paused_until, excluded.paused_until),
      learned_per_s = coalesce(excluded.learned_per_s, p.learned_per_s), learned_until = coalesce(excluded.learned_until, p.learned_until),
      tokens = CASE WHEN excluded.learned_per_s IS NULL THEN p.tokens ELSE least(p.tokens, 1) END, filled_at = clock_timestamp()`
}
