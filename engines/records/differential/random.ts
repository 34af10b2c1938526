/** A small generator of choices: the same seed, the same program. */
export interface Random {
  /** 0 … n - 1. */
  below(n: number): number
  chance(share: number): boolean
  any<V>(of: readonly V[]): V
}

export function randomOf(seed: number): Random {
  let state = seed >>> 0
  // mulberry32
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (n: number): number => Math.floor(next() * n)
  return { below, chance: (share) => next() < share, any: (of) => of[below(of.length)]! }
}
