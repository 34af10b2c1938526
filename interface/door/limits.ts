import { isIPv6 } from 'node:net'
import { fail, type Actor, type AnyAction } from '#kernel'

/** Calls per minute on one node; `Infinity` lifts a limit. */
export interface Rates {
  /** One actor, whatever it calls. */
  readonly caller: number
  /** One network address: a whole office may sit behind it. */
  readonly address: number
  /** Calls without a sign-in, per address: where passwords and codes are guessed. */
  readonly everyone: number
}
export const RATES: Rates = { caller: 6_000, address: 60_000, everyone: 120 }

/** Keys remembered at most twice over; more callers than this make the count forgetful, never the memory large. */
const KEYS_MAX = 50_000
const MINUTE_MS = 60_000

export interface Limits {
  /** Counts one call, and refuses it as `limited` when there were too many. */
  count(action: AnyAction, actor: Actor, address: string | undefined): void
  /** The same for a request in a module's own protocol, where only the address is known. */
  countMount(path: string, address: string | undefined, perMinute: number | undefined): void
}

export function makeLimits(rates: Rates = RATES): Limits {
  const bucket = makeBucket()
  const take = (key: string, perMinute: number) => {
    const wait = perMinute === Infinity ? 0 : bucket(key, perMinute)
    if (wait > 0) throw tooMany(wait)
  }
  return {
    count(action, actor, address) {
      if (actor.kind === 'operator') return
      const from = network(address)
      const caller = actor.kind === 'nobody' ? from : actor.org + actor.id
      take(`a${from}`, rates.address)
      if (actor.kind !== 'nobody') take(`c${caller}`, rates.caller)
      if (action.scope === 'everyone' && actor.kind === 'nobody') take(`e${from}`, rates.everyone)
      if (action.ratePerMinute !== undefined) take(`r${action.id} ${caller}`, action.ratePerMinute)
    },
    countMount(path, address, perMinute = rates.everyone) {
      const from = network(address)
      take(`a${from}`, rates.address)
      take(`m${path} ${from}`, Math.min(perMinute, rates.address))
    },
  }
}

/**
 * One number per key: the moment at which its bucket would be empty again (GCRA). Two generations of
 * keys, the older forgotten whole, so nothing is swept one by one.
 */
function makeBucket(): (key: string, perMinute: number) => number {
  let young = new Map<string, number>()
  let old = new Map<string, number>()
  let turned = Date.now()
  return (key, perMinute) => {
    const now = Date.now()
    if (now - turned > MINUTE_MS || young.size >= KEYS_MAX) {
      old = young
      young = new Map()
      turned = now
    }
    const due = Math.max(young.get(key) ?? old.get(key) ?? 0, now)
    const next = due + MINUTE_MS / perMinute
    const wait = next - now - MINUTE_MS
    if (wait > 1e-6) return wait
    young.set(key, next)
    return 0
  }
}

/** An IPv6 subscriber has a whole /64 of addresses. */
export function network(address: string | undefined): string {
  if (address === undefined || !isIPv6(address)) return address ?? ''
  const full = address.split('%', 1)[0]!
  const [head = '', tail] = full.split('::')
  const groups = head.split(':').filter(Boolean)
  if (tail !== undefined) {
    const rest = tail.split(':').filter(Boolean).length
    while (groups.length + rest < 8 && groups.length < 4) groups.push('0')
  }
  return `${groups.slice(0, 4).join(':')}::`
}

function tooMany(waitMs: number) {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000))
  return fail(
    'limited',
    'Too many calls in a short time.',
    `Wait ${seconds} seconds and try again.`,
    {
      retry_after_s: seconds,
    },
  )
}
