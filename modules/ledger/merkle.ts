import { hash } from 'node:crypto'

/** Merkle trees of RFC 6962 (SHA-256): a leaf and a node can never be mistaken for each other. */
export type Hash = Buffer

const [LEAF, NODE] = [Buffer.of(0), Buffer.of(1)]
const sha256 = (parts: readonly Uint8Array[]): Hash =>
  hash('sha256', Buffer.concat(parts), 'buffer')

export const hashLeaf = (bytes: Uint8Array): Hash => sha256([LEAF, bytes])
const hashPair = (left: Hash, right: Hash): Hash => sha256([NODE, left, right])

/** The root over hashes of leaves, or over roots of equally tall full trees. */
export function rootOf(hashes: readonly Hash[]): Hash {
  if (hashes.length === 0) return hash('sha256', '', 'buffer')
  let level = hashes
  while (level.length > 1) {
    const above: Hash[] = []
    for (let at = 0; at + 1 < level.length; at += 2)
      above.push(hashPair(level[at]!, level[at + 1]!))
    // Whoever is alone goes up as it is.
    if (level.length % 2) above.push(level.at(-1)!)
    level = above
  }
  return level[0]!
}

/** What one needs beside a leaf to work out the root (RFC 6962, 2.1.1). */
export function inclusionProof(hashes: readonly Hash[], index: number): Hash[] {
  if (hashes.length <= 1) return []
  const half = halfOf(hashes.length)
  return index < half
    ? [...inclusionProof(hashes.slice(0, half), index), rootOf(hashes.slice(half))]
    : [...inclusionProof(hashes.slice(half), index - half), rootOf(hashes.slice(0, half))]
}

/** What shows that the first `size` leaves are the beginning of them all (RFC 6962, 2.1.2). */
export function consistencyProof(hashes: readonly Hash[], size: number): Hash[] {
  if (size < 1 || size > hashes.length)
    throw new RangeError('an older tree is a beginning of this one')
  return beginning(hashes, size, true)
}

function beginning(hashes: readonly Hash[], size: number, known: boolean): Hash[] {
  if (size === hashes.length) return known ? [] : [rootOf(hashes)]
  const half = halfOf(hashes.length)
  return size <= half
    ? [...beginning(hashes.slice(0, half), size, known), rootOf(hashes.slice(half))]
    : [...beginning(hashes.slice(half), size - half, false), rootOf(hashes.slice(0, half))]
}

/** The largest power of two below it. */
const halfOf = (length: number): number => 2 ** (31 - Math.clz32(length - 1))

/** RFC 9162, 2.1.3.2. */
export function includes(
  root: Hash,
  size: number,
  index: number,
  leaf: Hash,
  proof: readonly Hash[],
): boolean {
  if (index < 0 || index >= size) return false
  let [at, last, found] = [index, size - 1, leaf]
  for (const beside of proof) {
    if (last === 0) return false
    if (at % 2 || at === last) {
      found = hashPair(beside, found)
      while (at % 2 === 0 && at !== 0) [at, last] = [at >>> 1, last >>> 1]
    } else found = hashPair(found, beside)
    ;[at, last] = [at >>> 1, last >>> 1]
  }
  return last === 0 && found.equals(root)
}

/** RFC 9162, 2.1.4.2. */
export function extendsTree(
  older: { readonly root: Hash; readonly size: number },
  newer: { readonly root: Hash; readonly size: number },
  proof: readonly Hash[],
): boolean {
  if (older.size === newer.size) return proof.length === 0 && older.root.equals(newer.root)
  if (older.size < 1 || older.size > newer.size) return false
  const path = (older.size & (older.size - 1)) === 0 ? [older.root, ...proof] : [...proof]
  let [at, last] = [older.size - 1, newer.size - 1]
  while (at % 2) [at, last] = [at >>> 1, last >>> 1]
  const first = path.shift()
  if (!first) return false
  let [was, is] = [first, first]
  for (const beside of path) {
    if (last === 0) return false
    if (at % 2 || at === last) {
      was = hashPair(beside, was)
      is = hashPair(beside, is)
      while (at % 2 === 0 && at !== 0) [at, last] = [at >>> 1, last >>> 1]
    } else is = hashPair(is, beside)
    ;[at, last] = [at >>> 1, last >>> 1]
  }
  return last === 0 && was.equals(older.root) && is.equals(newer.root)
}

/** A tree that grows leaf by leaf and keeps one hash for each of its full parts. */
export function growingTree(): { add(leaf: Hash): void; root(): Hash; readonly size: number } {
  const full: (Hash | undefined)[] = []
  let size = 0
  return {
    add(leaf) {
      let carry = leaf
      let level = 0
      for (; full[level]; level++) {
        carry = hashPair(full[level]!, carry)
        full[level] = undefined
      }
      full[level] = carry
      size += 1
    },
    root() {
      if (size === 0) return rootOf([])
      return full.reduce<Hash | undefined>(
        (right, left) => (left && right ? hashPair(left, right) : (left ?? right)),
        undefined,
      )!
    },
    get size() {
      return size
    },
  }
}
