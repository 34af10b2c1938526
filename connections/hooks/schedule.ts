/**
 * Pauses before the second and each further attempt (Standard Webhooks, “Deliverability”): 5 s, 5 min,
 * 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h; about three days in all.
 */
const PAUSES_S = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]

/** How long an endpoint may fail before it is switched off. */
export const FAILING_MS_MAX = 76 * 3_600_000

/** When to try again after so many attempts; nothing when it is enough. */
export function nextAttempt(attempts: number, now: Date, retryAfter?: number): Date | undefined {
  const pause = PAUSES_S[attempts - 1]
  if (pause === undefined) return undefined
  // A tenth more or less, so that many do not come back at once; never before the other side asked.
  const jittered = pause * (0.9 + Math.random() / 5)
  return new Date(now.getTime() + Math.max(jittered, Math.min(retryAfter ?? 0, 86_400)) * 1000)
}
