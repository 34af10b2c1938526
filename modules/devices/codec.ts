/**
 * Measured points as bytes: times and values as differences in as few bytes as they take. Values with at
 * most six decimals are exact as whole numbers of their last decimal; others are kept as they are.
 */
export interface Series {
  /** The metric's number. */
  readonly metric: number
  /** Milliseconds since 1970, whole numbers. */
  readonly at: readonly number[]
  readonly value: readonly number[]
}

const DECIMALS_MAX = 6
/** Sums of differences stay exact up to here. */
const WHOLE_MAX = 2 ** 50
const AS_THEY_ARE = 255

export function encode(series: readonly Series[]): Buffer {
  const out = new Bytes()
  out.number(series.length)
  for (const { metric, at, value } of series) {
    out.number(metric)
    out.number(at.length)
    let [before, step] = [0, 0]
    for (const time of at) {
      out.signed(time - before - step)
      step = before === 0 ? 0 : time - before
      before = time
    }
    const decimals = decimalsOf(value)
    out.byte(decimals)
    if (decimals === AS_THEY_ARE) for (const each of value) out.double(each)
    else {
      const scale = 10 ** decimals
      let last = 0
      for (const each of value) {
        const whole = Math.round(each * scale)
        out.signed(whole - last)
        last = whole
      }
    }
  }
  return out.done()
}

export function decode(bytes: Uint8Array): Series[] {
  const read = reader(bytes)
  return Array.from({ length: read.number() }, () => {
    const metric = read.number()
    const count = read.number()
    const at: number[] = []
    let [before, step] = [0, 0]
    for (let n = 0; n < count; n++) {
      const time = before + step + read.signed()
      step = before === 0 ? 0 : time - before
      at.push((before = time))
    }
    const decimals = read.byte()
    const value: number[] = []
    if (decimals === AS_THEY_ARE) for (let n = 0; n < count; n++) value.push(read.double())
    else {
      const scale = 10 ** decimals
      let last = 0
      for (let n = 0; n < count; n++) value.push((last += read.signed()) / scale)
    }
    return { metric, at, value }
  })
}

/** The fewest decimals with which every value comes back as it was. */
function decimalsOf(values: readonly number[]): number {
  for (let decimals = 0; decimals <= DECIMALS_MAX; decimals++) {
    const scale = 10 ** decimals
    if (values.every((value) => isWhole(value, scale))) return decimals
  }
  return AS_THEY_ARE
}

function isWhole(value: number, scale: number): boolean {
  const whole = Math.round(value * scale)
  return Math.abs(whole) <= WHOLE_MAX && whole / scale === value && !Object.is(value, -0)
}

class Bytes {
  private bytes = Buffer.allocUnsafe(256)
  private length = 0

  byte(value: number): void {
    this.room(1)
    this.bytes[this.length++] = value
  }
  /** Seven bits a byte, small numbers first; exact beyond 32 bits. */
  number(value: number): void {
    this.room(8)
    let rest = value
    while (rest >= 128) {
      this.bytes[this.length++] = (rest % 128) | 128
      rest = Math.floor(rest / 128)
    }
    this.bytes[this.length++] = rest
  }
  signed(value: number): void {
    this.number(value < 0 ? -value * 2 - 1 : value * 2)
  }
  double(value: number): void {
    this.room(8)
    this.bytes.writeDoubleLE(value, this.length)
    this.length += 8
  }
  done(): Buffer {
    return Buffer.from(this.bytes.subarray(0, this.length))
  }
  private room(wanted: number): void {
    if (this.length + wanted <= this.bytes.length) return
    const larger = Buffer.allocUnsafe(this.bytes.length * 2)
    this.bytes.copy(larger, 0, 0, this.length)
    this.bytes = larger
  }
}

function reader(source: Uint8Array) {
  const bytes = Buffer.from(source.buffer, source.byteOffset, source.byteLength)
  let at = 0
  const number = (): number => {
    let value = 0
    for (let factor = 1; ; factor *= 128) {
      const byte = bytes[at++]
      if (byte === undefined) throw new Error('stored telemetry ends too early')
      value += (byte & 127) * factor
      if (byte < 128) return value
    }
  }
  return {
    byte: () => bytes[at++]!,
    number,
    signed() {
      const value = number()
      return value % 2 === 0 ? value / 2 : -(value + 1) / 2
    },
    double() {
      at += 8
      return bytes.readDoubleLE(at - 8)
    },
  }
}
