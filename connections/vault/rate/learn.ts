/** What an answer says about how fast one may go on. */
export interface Lesson {
  /** Nobody asks before. */
  readonly pausedUntil?: number
  /** Slower than so many a second until then. */
  readonly perSecond?: number
  readonly until?: number
}

/** A service that asks for longer has made a mistake, or is no longer for us. */
const PAUSE_MS_MAX = 86_400_000
/** Less than this part of the allowance is left: what is left is spread over the time that is. */
const SCARCE = 0.2

/** `Retry-After` (RFC 9110), `RateLimit` and `RateLimit-*` (IETF drafts), `X-RateLimit-*` (as they are in use). */
export function learn(
  status: number,
  headers: Readonly<Record<string, string>>,
  now: number,
): Lesson {
  const bounded = (at: number) => Math.min(at, now + PAUSE_MS_MAX)
  const again =
    status === 429 || status === 503 ? retryAfter(headers['retry-after'], now) : undefined
  if (again !== undefined) return { pausedUntil: bounded(again) }
  const { limit, remaining, reset } = { ...loose(headers), ...structured(headers['ratelimit']) }
  if (remaining === undefined || reset === undefined) return {}
  const until = bounded(momentOf(reset, now))
  if (until <= now) return {}
  if (remaining <= 0) return { pausedUntil: until }
  if (limit === undefined || remaining >= limit * SCARCE) return {}
  return { perSecond: (remaining * 1000) / (until - now), until }
}

/** Seconds, or a date. */
function retryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined
  if (/^\d{1,9}$/.test(value.trim())) return now + Number(value) * 1000
  const at = Date.parse(value)
  return Number.isNaN(at) ? undefined : Math.max(at, now)
}

interface Allowance {
  readonly limit?: number
  readonly remaining?: number
  readonly reset?: number
}

function loose(headers: Readonly<Record<string, string>>): Allowance {
  const of = (what: string): number | undefined => {
    const found = ['x-ratelimit-', 'x-rate-limit-', 'ratelimit-']
      .map((prefix) => headers[prefix + what])
      .find((value) => value !== undefined)
    const number = found === undefined ? Number.NaN : Number.parseFloat(found)
    return Number.isFinite(number) ? number : undefined
  }
  return without({ limit: of('limit'), remaining: of('remaining'), reset: of('reset') })
}

/** `limit=100, remaining=50, reset=30`, or `"default";q=100;r=50;t=30`. */
function structured(value: string | undefined): Allowance {
  if (!value) return {}
  const of = (...names: string[]): number | undefined => {
    const [, found] =
      new RegExp(`(?:^|[;,\\s])(?:${names.join('|')})=(\\d{1,12})`).exec(value) ?? []
    return found === undefined ? undefined : Number(found)
  }
  return without({
    limit: of('limit', 'q'),
    remaining: of('remaining', 'r'),
    reset: of('reset', 't'),
  })
}

const without = (all: Readonly<Record<string, number | undefined>>): Allowance =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))

/** Some say how long, some say when; what would be years from now is a moment. */
const momentOf = (reset: number, now: number): number =>
  reset > 1e12 ? reset : reset > 1e9 ? reset * 1000 : now + reset * 1000
