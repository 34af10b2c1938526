/**
 * Keys between which there is always room, so that moving one card writes one row. The first letter
 * says how many digits the whole part has, so that putting at either end keeps keys short; what is put
 * between two grows behind the whole part. Compared byte by byte.
 */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const FIRST = 'a0'

/** A key after `before` and in front of `after`; absent is the end of the column. */
export function keyBetween(before: string | undefined, after: string | undefined): string {
  if (before !== undefined && after !== undefined && before >= after)
    throw new Error(`no room between ${before} and ${after}`)
  if (before === undefined && after === undefined) return FIRST
  if (before === undefined) {
    const whole = wholeOf(after!)
    if (whole.length < after!.length) return whole
    return smaller(whole) ?? whole + middle('', after!.slice(whole.length))
  }
  const whole = wholeOf(before)
  if (after === undefined) return larger(whole) ?? whole + middle(before.slice(whole.length))
  if (whole === wholeOf(after))
    return whole + middle(before.slice(whole.length), after.slice(whole.length))
  const next = larger(whole)
  return next !== undefined && next < after ? next : whole + middle(before.slice(whole.length))
}

/** `count` keys one after another, for what is put at the end at once. */
export function keysAfter(before: string | undefined, count: number): string[] {
  const keys: string[] = []
  for (let last = before; keys.length < count;) keys.push((last = keyBetween(last, undefined)))
  return keys
}

/** `a` to `z` say 2 to 27 characters, `Z` down to `A` the same below. */
function wholeOf(key: string): string {
  const head = key[0] ?? ''
  const length = head >= 'a' && head <= 'z' ? head.charCodeAt(0) - 95 : 92 - head.charCodeAt(0)
  if (!/^[A-Za-z]$/.test(head) || key.length < length) throw new Error(`${key} is no order key`)
  return key.slice(0, length)
}

/** A fraction between two, neither ending in 0; no upper bound when `high` is absent. */
function middle(low: string, high?: string): string {
  let shared = 0
  if (high !== undefined) {
    while ((low[shared] ?? '0') === high[shared]) shared++
    if (shared > 0) return high.slice(0, shared) + middle(low.slice(shared), high.slice(shared))
  }
  const from = low ? DIGITS.indexOf(low[0]!) : 0
  const to = high === undefined ? DIGITS.length : DIGITS.indexOf(high[0]!)
  if (to - from > 1) return DIGITS[Math.round((from + to) / 2)]!
  if (high !== undefined && high.length > 1) return high[0]!
  return DIGITS[from]! + middle(low.slice(1))
}

function larger(whole: string): string | undefined {
  const [head, ...rest] = whole
  for (let at = rest.length - 1; at >= 0; at--) {
    const digit = DIGITS.indexOf(rest[at]!) + 1
    if (digit < DIGITS.length) {
      rest[at] = DIGITS[digit]!
      return head + rest.join('')
    }
    rest[at] = '0'
  }
  if (head === 'Z') return FIRST
  if (head === 'z') return undefined
  const next = String.fromCharCode(head!.charCodeAt(0) + 1)
  return next + (next > 'a' ? [...rest, '0'] : rest.slice(1)).join('')
}

function smaller(whole: string): string | undefined {
  const [head, ...rest] = whole
  for (let at = rest.length - 1; at >= 0; at--) {
    const digit = DIGITS.indexOf(rest[at]!) - 1
    if (digit >= 0) {
      rest[at] = DIGITS[digit]!
      return head + rest.join('')
    }
    rest[at] = 'z'
  }
  if (head === 'a') return 'Zz'
  if (head === 'A') return undefined
  const next = String.fromCharCode(head!.charCodeAt(0) - 1)
  return next + (next < 'Z' ? [...rest, 'z'] : rest.slice(1)).join('')
}
