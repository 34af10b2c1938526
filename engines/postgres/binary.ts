/** Element types whose arrays travel in binary, with their OIDs. */
const OIDS = { uuid: 2950, text: 25, bigint: 20, int: 23, boolean: 16 } as const
type Element = keyof typeof OIDS

const CAST = /\$(\d+)::(uuid|text|bigint|int|boolean)\[\]/g

const known = new Map<string, readonly (Element | undefined)[]>()
/** As many as there are prepared statements; see name.ts. */
const KNOWN_MAX = 20_000

/** Which parameters of a prepared statement are arrays of a type that its text names. */
export function arraysIn(text: string, name: string): readonly (Element | undefined)[] {
  let arrays = known.get(name)
  if (!arrays) {
    const found: (Element | undefined)[] = []
    for (const [, place, element] of text.matchAll(CAST))
      found[Number(place) - 1] = element as Element
    arrays = found
    if (known.size >= KNOWN_MAX) known.clear()
    known.set(name, arrays)
  }
  return arrays
}

/**
 * Arrays as PostgreSQL itself keeps them: a batch's texts are neither quoted here nor read character by
 * character there. What does not fit its type is left to the driver, and so to PostgreSQL to refuse.
 */
export function packed(
  values: readonly unknown[],
  arrays: readonly (Element | undefined)[],
): readonly unknown[] {
  if (arrays.length === 0) return values
  return values.map((value, index) => {
    const element = arrays[index]
    return element !== undefined && Array.isArray(value) && value.length > 0
      ? (pack(value, element) ?? value)
      : value
  })
}

const HEAD = 20
/** What stays reserved between statements. */
const KEPT_MAX = 4 * 1024 * 1024
let buffer = Buffer.allocUnsafeSlow(64 * 1024)

function pack(values: readonly unknown[], element: Element): Buffer | undefined {
  let at = HEAD
  let nulls = 0
  for (const value of values) {
    if (value === null || value === undefined) {
      nulls = 1
      room(at, 4)
      at = buffer.writeInt32BE(-1, at)
      continue
    }
    const length = put[element](value, at + 4)
    if (length < 0) return undefined
    buffer.writeInt32BE(length, at)
    at += 4 + length
  }
  buffer.writeInt32BE(1, 0)
  buffer.writeInt32BE(nulls, 4)
  buffer.writeInt32BE(OIDS[element], 8)
  buffer.writeInt32BE(values.length, 12)
  buffer.writeInt32BE(1, 16)
  const made = Buffer.from(buffer.subarray(0, at))
  if (buffer.length > KEPT_MAX) buffer = Buffer.allocUnsafeSlow(KEPT_MAX)
  return made
}

function room(at: number, bytes: number): void {
  if (at + bytes <= buffer.length) return
  const wider = Buffer.allocUnsafeSlow(Math.max(buffer.length * 2, at + bytes))
  buffer.copy(wider, 0, 0, at)
  buffer = wider
}

/** Writes one value and answers its length; below zero, the value is not of the type. */
const put: Record<Element, (value: unknown, at: number) => number> = {
  text(value, at) {
    if (typeof value !== 'string') return -1
    room(at, value.length * 3)
    return buffer.write(value, at)
  },
  uuid(value, at) {
    if (typeof value !== 'string' || value.length !== 36) return -1
    room(at, 16)
    let to = at
    for (let index = 0; index < 36; index += 2) {
      if (index === 8 || index === 13 || index === 18 || index === 23) {
        if (value.charCodeAt(index) !== DASH) return -1
        index++
      }
      const byte = (digit(value.charCodeAt(index)) << 4) | digit(value.charCodeAt(index + 1))
      if (byte < 0) return -1
      buffer[to++] = byte
    }
    return 16
  },
  bigint(value, at) {
    room(at, 8)
    if (typeof value === 'bigint') {
      if (BigInt.asIntN(64, value) !== value) return -1
      buffer.writeBigInt64BE(value, at)
      return 8
    }
    if (!Number.isSafeInteger(value)) return -1
    buffer.writeInt32BE(Math.floor((value as number) / 2 ** 32), at)
    buffer.writeUInt32BE((value as number) >>> 0, at + 4)
    return 8
  },
  int(value, at) {
    if (value !== ((value as number) | 0)) return -1
    room(at, 4)
    buffer.writeInt32BE(value, at)
    return 4
  },
  boolean(value, at) {
    if (typeof value !== 'boolean') return -1
    room(at, 1)
    buffer[at] = value ? 1 : 0
    return 1
  },
}
const DASH = 45

/** Below zero for what is no hexadecimal digit. */
const digit = (code: number): number => (code < DIGITS.length ? DIGITS[code]! : -1)
const DIGITS = Int8Array.from({ length: 128 }, (_, code) => {
  const value = Number.parseInt(String.fromCharCode(code), 16)
  return Number.isNaN(value) ? -1 : value
})
