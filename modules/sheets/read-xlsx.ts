import { inflateRawSync } from 'node:zlib'
import readSheets from 'read-excel-file/universal'
import { fail } from '#kernel'
import { storedZip } from './zip.ts'

/** What unpacks to more is meant to fill the memory. */
const UNPACKED_MAX = 64 * 1024 * 1024
const ENTRIES_MAX = 500
/** Cells far out would make the reader fill the square between; see `refuseFarCells`. */
const COLUMNS_MAX = 200
const ROWS_MAX = 50_000

export const isXlsx = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03

/** Every sheet with its cells. The archive is unpacked by us under a cap first, so the reader only sees what is safe. */
export async function readXlsx(
  bytes: Uint8Array,
): Promise<{ name: string; rows: readonly (readonly unknown[])[] }[]> {
  const entries = unpack(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  for (const { name, data } of entries) if (/worksheets\/.*\.xml$/.test(name)) refuseFarCells(data)
  try {
    const plain = storedZip(entries.map(({ name, data }) => [name, data]))
    const sheets = await readSheets(
      plain.buffer.slice(plain.byteOffset, plain.byteOffset + plain.byteLength) as ArrayBuffer,
    )
    return sheets.map(({ sheet, data }) => ({ name: sheet, rows: data }))
  } catch (error) {
    throw unreadable(String(error))
  }
}

interface Entry {
  readonly name: string
  readonly data: Buffer
}

const unreadable = (why: string) =>
  fail(
    'invalid',
    'This is not a spreadsheet that can be read.',
    'Save it again as .xlsx or .csv and upload that.',
    { why: why.slice(0, 200) },
  )

/** Follows the central directory; every entry counts against one budget however often it points at the same bytes. */
function unpack(file: Buffer): Entry[] {
  const end = file.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
  if (end < 0 || end + 22 > file.length) throw unreadable('no directory')
  const count = file.readUInt16LE(end + 10)
  if (count > ENTRIES_MAX) throw unreadable('too many entries')
  const entries: Entry[] = []
  let budget = UNPACKED_MAX
  let at = file.readUInt32LE(end + 16)
  for (let index = 0; index < count; index++) {
    if (at + 46 > file.length || file.readUInt32LE(at) !== 0x02014b50)
      throw unreadable('broken directory')
    const method = file.readUInt16LE(at + 10)
    const size = file.readUInt32LE(at + 20)
    const nameLength = file.readUInt16LE(at + 28)
    const local = file.readUInt32LE(at + 42)
    const name = file.toString('utf8', at + 46, at + 46 + nameLength)
    at += 46 + nameLength + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32)
    if (!name.endsWith('.xml') && !name.endsWith('.xml.rels')) continue
    if (local + 30 > file.length) throw unreadable('broken entry')
    const start = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28)
    const packed = file.subarray(start, start + size)
    const data = method === 0 ? packed : inflate(packed, budget)
    budget -= data.length
    if (budget < 0) throw tooLarge()
    entries.push({ name, data })
  }
  return entries
}

function inflate(packed: Buffer, budget: number): Buffer {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(budget, 1) })
  } catch (error) {
    throw (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE'
      ? tooLarge()
      : unreadable(String(error))
  }
}

const tooLarge = () =>
  fail('invalid', 'This spreadsheet unpacks to too much.', 'Split it, or save it as .csv.')

function refuseFarCells(sheet: Buffer): void {
  for (const [, column, row] of sheet
    .toString('latin1')
    .matchAll(/<(?:\w+:)?c [^>]*?\br="([A-Z]{1,3})(\d{1,7})"/g)) {
    const number = [...column!].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0)
    if (number > COLUMNS_MAX || Number(row) > ROWS_MAX) {
      throw fail(
        'invalid',
        `The spreadsheet has a cell at ${column}${row}, far outside any list.`,
        'Delete the empty columns and rows around the list.',
      )
    }
  }
  for (const [, row] of sheet.toString('latin1').matchAll(/<(?:\w+:)?row [^>]*?\br="(\d{1,9})"/g)) {
    if (Number(row) > ROWS_MAX)
      throw fail(
        'invalid',
        'The spreadsheet has too many rows.',
        `Split it into files of at most ${ROWS_MAX} rows.`,
      )
  }
}
