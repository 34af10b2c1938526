/** JSON as bytes, growing. */
export class JsonBytes {
  bytes = Buffer.allocUnsafe(32 * 1024)
  at = 0

  room(length: number): void {
    if (this.at + length <= this.bytes.length) return
    const wider = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.at + length))
    this.bytes.copy(wider, 0, 0, this.at)
    this.bytes = wider
  }

  /** ASCII that needs no escaping. */
  plain(text: string): void {
    this.room(text.length)
    this.at += this.bytes.write(text, this.at, 'latin1')
  }

  copy(from: Buffer, start: number, end: number): void {
    this.room(end - start)
    this.at += from.copy(this.bytes, this.at, start, end)
  }

  /** Text in UTF-8, quoted and escaped as JSON.stringify does. */
  text(from: Buffer, start: number, end: number): void {
    this.room((end - start) * 6 + 2)
    const to = this.bytes
    to[this.at++] = QUOTE
    let index = start
    while (index < end && ESCAPES[from[index]!] === 0) index++
    this.at += from.copy(to, this.at, start, index)
    for (; index < end; index++) {
      const byte = from[index]!
      const escape = ESCAPES[byte]!
      if (escape === 0) to[this.at++] = byte
      else if (escape === UNICODE)
        this.at += to.write(`\\u00${byte.toString(16).padStart(2, '0')}`, this.at, 'latin1')
      else {
        to[this.at++] = BACKSLASH
        to[this.at++] = escape
      }
    }
    to[this.at++] = QUOTE
  }
}

const QUOTE = 34
const BACKSLASH = 92
const UNICODE = 117
/** What stands after the backslash for each byte; 0 needs none. */
const ESCAPES = Uint8Array.from({ length: 256 }, (_, byte) => (byte < 32 ? UNICODE : 0))
for (const [byte, letter] of [
  [8, 'b'],
  [9, 't'],
  [10, 'n'],
  [12, 'f'],
  [13, 'r'],
  [QUOTE, '"'],
  [BACKSLASH, '\\'],
] as const)
  ESCAPES[byte] = letter.charCodeAt(0)
