/** Text of any encoding that spreadsheets write: UTF-8 and UTF-16 with or without mark, GBK/GB18030, Windows Latin. */
export function decode(bytes: Uint8Array): string {
  const [a, b, c] = bytes
  if (a === 0xef && b === 0xbb && c === 0xbf) return textOf('utf-8', bytes)
  if (a === 0xff && b === 0xfe) return textOf('utf-16le', bytes)
  if (a === 0xfe && b === 0xff) return textOf('utf-16be', bytes)
  const head = bytes.subarray(0, SNIFFED)
  if (share(head, 1) > HALF_ZEROS) return textOf('utf-16le', bytes)
  if (share(head, 0) > HALF_ZEROS) return textOf('utf-16be', bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return textOf(isChinese(bytes) ? 'gb18030' : 'windows-1252', bytes)
  }
}

/** Enough to tell encodings apart. */
const SNIFFED = 65_536
/** Latin text in UTF-16 has a zero in nearly every other byte; other text has none. */
const HALF_ZEROS = 0.3

const textOf = (encoding: string, bytes: Uint8Array): string =>
  new TextDecoder(encoding).decode(bytes)

function share(bytes: Uint8Array, parity: 0 | 1): number {
  let zeros = 0
  for (let at = parity; at < bytes.length; at += 2) if (bytes[at] === 0) zeros++
  return bytes.length ? zeros / (bytes.length / 2) : 0
}

/** In GB 2312 both bytes of a character are high; in Latin text a high byte stands mostly alone. */
function isChinese(bytes: Uint8Array): boolean {
  let pairs = 0
  let single = 0
  for (let at = 0; at < Math.min(bytes.length, SNIFFED); at++) {
    if (bytes[at]! < 0x80) continue
    if ((bytes[at + 1] ?? 0) >= 0xa1) {
      pairs++
      at++
    } else single++
  }
  return pairs > single * 2
}
