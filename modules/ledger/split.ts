/** An exact share: `{ of: 3n, in: 20n }` is 15 %. */
export interface Share {
  readonly of: bigint
  readonly in: bigint
}
export interface Part {
  /** `rest` takes what the others leave; one part at most. */
  readonly share: Share | 'rest'
  /** Minor units at most; what is over goes to the rest. */
  readonly cap?: bigint
}

/** `15.01` to an exact share; no number of JavaScript's is ever in between. */
export function percent(text: string): Share {
  const [, whole, part = ''] = /^(\d{1,3})(?:\.(\d{1,12}))?$/.exec(text) ?? []
  if (whole === undefined) throw new RangeError(`“${text}” is no percentage`)
  return { of: BigInt(whole + part), in: 100n * 10n ** BigInt(part.length) }
}

/** Divides an amount: each part is floored, then parts with a share get one unit more in declared order until all is given. */
export function split(amount: bigint, parts: readonly Part[]): bigint[] {
  if (amount < 0n) throw new RangeError('an amount to split is not below nothing')
  const shares = sharesOf(parts)
  const given = portions(
    amount,
    shares.map(({ of }) => of),
    shares[0]?.in ?? 1n,
  )
  const rest = parts.findIndex(({ share }) => share === 'rest')
  for (const [index, { cap }] of parts.entries()) {
    if (cap === undefined || given[index]! <= cap) continue
    if (rest < 0 || rest === index)
      throw new RangeError('a cap needs a rest that takes what is over')
    given[rest]! += given[index]! - cap
    given[index] = cap
  }
  return given
}

/** Of recorded parts, as much as is left of each, what a refund takes back: in proportion, by the same rule. */
export function refund(left: readonly bigint[], amount: bigint): bigint[] {
  const whole = left.reduce((sum, part) => sum + part, 0n)
  if (amount < 0n || amount > whole) throw new RangeError('a refund is at most what is left')
  return whole === 0n ? left.map(() => 0n) : portions(amount, left, whole)
}

/** An amount for part of a period, to the nearest unit, halves up; the basis (days, seconds) is the caller's. */
export function prorate(amount: bigint, part: bigint, whole: bigint): bigint {
  if (whole <= 0n || part < 0n || part > whole) throw new RangeError('a part lies within its whole')
  const sign = amount < 0n ? -1n : 1n
  return sign * ((2n * amount * sign * part + whole) / (2n * whole))
}

function portions(amount: bigint, of: readonly bigint[], whole: bigint): bigint[] {
  const given = of.map((share) => (amount * share) / whole)
  let over = amount - given.reduce((sum, part) => sum + part, 0n)
  for (let index = 0; over > 0n; index++) {
    if (of[index] === 0n) continue
    given[index]! += 1n
    over -= 1n
  }
  return given
}

/** On one denominator, with the rest worked out; together they are the whole. */
function sharesOf(parts: readonly Part[]): Share[] {
  const rests = parts.filter(({ share }) => share === 'rest')
  if (rests.length > 1) throw new RangeError('only one part takes the rest')
  const named = parts.flatMap(({ share }) => (share === 'rest' ? [] : [share]))
  if (named.some((share) => share.of < 0n || share.in <= 0n))
    throw new RangeError('a share is not below nothing')
  const whole = named.reduce((product, share) => product * share.in, 1n)
  const sum = named.reduce((total, share) => total + (share.of * whole) / share.in, 0n)
  if (sum > whole) throw new RangeError('the shares are more than the whole')
  if (sum < whole && rests.length === 0) throw new RangeError('the shares are less than the whole')
  return parts.map(({ share }) => ({
    of: share === 'rest' ? whole - sum : (share.of * whole) / share.in,
    in: whole,
  }))
}
