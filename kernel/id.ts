import { randomFillSync } from 'node:crypto'

const pool = new Uint8Array(4096)
let used = pool.length
let last = 0
let counter = 0
let head = ''

/**
 * A UUIDv7 (RFC 9562, method 1): 48 bits of milliseconds, then a 12-bit counter that keeps ids of one
 * process in order within a millisecond, then 62 random bits.
 */
export function newId(now = Date.now()): string {
  if (now > last) {
    last = now
    counter = 0
    head = headOf(last)
  } else if (++counter > 0xfff) {
    last += 1
    counter = 0
    head = headOf(last)
  }
  if (used + 8 > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  const at = used
  used += 8
  return (
    head +
    HEX[counter >> 8]![1] +
    HEX[counter & 0xff] +
    '-' +
    HEX[(pool[at]! & 0x3f) | 0x80] +
    HEX[pool[at + 1]!] +
    '-' +
    HEX[pool[at + 2]!] +
    HEX[pool[at + 3]!] +
    HEX[pool[at + 4]!] +
    HEX[pool[at + 5]!] +
    HEX[pool[at + 6]!] +
    HEX[pool[at + 7]!]
  )
}

function headOf(ms: number): string {
  const time = ms.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7`
}

/** The smallest id of a moment: `id >= idAt(since)` finds what is newer by the primary key alone. */
export function idAt(moment: Date): string {
  return `${headOf(moment.getTime())}000-8000-000000000000`
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

export const isId = (value: unknown): value is string =>
  typeof value === 'string' &&
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(value)
