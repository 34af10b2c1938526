import type { ColumnType } from '#kernel/records/plan'
import type { JsonBytes } from './json.ts'

type Put = (out: JsonBytes, bytes: Buffer, at: number, length: number) => void

/** Writes a value of each type, as PostgreSQL sends it in binary, the way JSON.stringify writes ours. */
export const put: Record<ColumnType, Put> = {
  text: (out, bytes, at, length) => out.text(bytes, at, at + length),
  uuid(out, bytes, at) {
    out.room(38)
    const to = out.bytes
    let next = out.at
    to[next++] = QUOTE
    for (let index = 0; index < 16; index++) {
      if (index === 4 || index === 6 || index === 8 || index === 10) to[next++] = DASH
      const byte = bytes[at + index]!
      to[next++] = HEX[byte >> 4]!
      to[next++] = HEX[byte & 15]!
    }
    to[next++] = QUOTE
    out.at = next
  },
  bigint: (out, bytes, at) => out.plain(digitsOf(bytes, at)),
  'double precision': (out, bytes, at) => out.plain(JSON.stringify(bytes.readDoubleBE(at))),
  boolean: (out, bytes, at) => out.plain(bytes[at] ? 'true' : 'false'),
  // A version byte, then its text.
  jsonb: (out, bytes, at, length) => out.copy(bytes, at + 1, at + length),
  date: (out, bytes, at) => out.plain(`"${dayOf(bytes.readInt32BE(at))}"`),
  timestamptz: (out, bytes, at) => out.plain(`"${instantOf(int8(bytes, at))}"`),
  numeric() {
    throw new Error('numbers of any length are read as double precision')
  },
}
const QUOTE = 34
const DASH = 45
const HEX = Buffer.from('0123456789abcdef')

const int8 = (bytes: Buffer, at: number): number =>
  bytes.readInt32BE(at) * 2 ** 32 + bytes.readUInt32BE(at + 4)

/** A 64-bit number in full, also beyond what JavaScript counts exactly. */
export function digitsOf(bytes: Buffer, at: number): string {
  const value = int8(bytes, at)
  return Number.isSafeInteger(value) ? String(value) : String(bytes.readBigInt64BE(at))
}

const DAY_MS = 86_400_000
/** PostgreSQL counts from the year 2000. */
const EPOCH_MS = Date.UTC(2000, 0, 1)
const days = new Map<number, string>()
const DAYS_MAX = 10_000

function dayOf(day: number): string {
  let text = days.get(day)
  if (text === undefined) {
    text = new Date(EPOCH_MS + day * DAY_MS).toISOString().slice(0, -14)
    if (days.size >= DAYS_MAX) days.clear()
    days.set(day, text)
  }
  return text
}

const DAY_US = DAY_MS * 1000

/** RFC 3339 in UTC with as many digits after the second as there are, as PostgreSQL writes it. */
function instantOf(us: number): string {
  const day = Math.floor(us / DAY_US)
  const rest = us - day * DAY_US
  const second = Math.floor(rest / 1_000_000)
  const part = rest - second * 1_000_000
  const minute = Math.floor(second / 60)
  const time = `${two(Math.floor(minute / 60))}:${two(minute % 60)}:${two(second % 60)}`
  if (part === 0) return `${dayOf(day)}T${time}Z`
  let digits = String(part).padStart(6, '0')
  while (digits.endsWith('0')) digits = digits.slice(0, -1)
  return `${dayOf(day)}T${time}.${digits}Z`
}
const two = (value: number): string => (value < 10 ? `0${value}` : String(value))
