/** A spreadsheet of one sheet, made in the browser; text stays text, so that nothing becomes a formula. */
export function xlsxOf(name: string, rows: readonly (readonly (string | number)[])[]): Blob {
  const files: [string, string][] = [
    ['[Content_Types].xml', TYPES],
    ['_rels/.rels', relation('officeDocument', 'xl/workbook.xml')],
    ['xl/workbook.xml', workbook(name)],
    ['xl/_rels/workbook.xml.rels', relation('worksheet', 'worksheets/sheet1.xml')],
    ['xl/worksheets/sheet1.xml', sheet(rows)],
  ]
  return new Blob([storedZip(files)], { type: `${TYPE}.sheet` })
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const TYPES = `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPE}.worksheet+xml"/></Types>`

const relation = (type: string, target: string) =>
  `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r1" Type="${OFFICE}/${type}" Target="${target}"/></Relationships>`

const workbook = (name: string) =>
  `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${escaped(name.replaceAll(/[[\]:*?/\\']/g, ' ').slice(0, 31) || 'Sheet')}" sheetId="1" r:id="r1"/></sheets></workbook>`

function sheet(rows: readonly (readonly (string | number)[])[]): string {
  const lines = rows.map(
    (row, line) =>
      `<row r="${line + 1}">${row
        .map((value, column) => {
          const at = `r="${lettersOf(column)}${line + 1}"`
          return typeof value === 'number'
            ? `<c ${at}><v>${value}</v></c>`
            : `<c ${at} t="inlineStr"><is><t xml:space="preserve">${escaped(value)}</t></is></c>`
        })
        .join('')}</row>`,
  )
  return `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>${lines.join('')}</sheetData></worksheet>`
}

/** A, B, … Z, AA, … */
const lettersOf = (column: number): string =>
  (column >= 26 ? lettersOf(Math.floor(column / 26) - 1) : '') +
  String.fromCharCode(65 + (column % 26))

const MARKS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
/** XML knows no control characters. */
const escaped = (text: string) =>
  text
    .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll(/[&<>"]/g, (mark) => MARKS[mark]!)

/** Files one after the other, not pressed: a browser needs no library for that. */
function storedZip(files: readonly [string, string][]): ArrayBuffer {
  const utf8 = new TextEncoder()
  const parts: Uint8Array[] = []
  const directory: Uint8Array[] = []
  let at = 0
  for (const [path, text] of files) {
    const name = utf8.encode(path)
    const body = utf8.encode(text)
    const fields = [20, 0, 0, 0, 0x21] as const
    const sizes = [crc32(body), body.length, body.length] as const
    const local = record(0x04034b50, [...fields], [...sizes], [name.length, 0])
    const central = record(
      0x02014b50,
      [20, ...fields],
      [...sizes],
      [name.length, 0, 0, 0, 0],
      [0, at],
    )
    parts.push(local, name, body)
    directory.push(central, name)
    at += local.length + name.length + body.length
  }
  const size = directory.reduce((sum, one) => sum + one.length, 0)
  const end = record(0x06054b50, [0, 0, files.length, files.length], [size, at], [0])
  const all = [...parts, ...directory, end]
  const out = new Uint8Array(all.reduce((sum, one) => sum + one.length, 0))
  let to = 0
  for (const one of all) {
    out.set(one, to)
    to += one.length
  }
  return out.buffer
}

/** A mark, then numbers of two, four and two bytes, and of four again. */
function record(
  mark: number,
  twos: number[],
  fours: number[],
  more: number[],
  last: number[] = [],
) {
  const bytes = new Uint8Array(
    4 + 2 * twos.length + 4 * fours.length + 2 * more.length + 4 * last.length,
  )
  const view = new DataView(bytes.buffer)
  let at = 0
  const put = (size: 2 | 4, value: number) => {
    if (size === 2) view.setUint16(at, value, true)
    else view.setUint32(at, value, true)
    at += size
  }
  put(4, mark)
  for (const value of twos) put(2, value)
  for (const value of fours) put(4, value)
  for (const value of more) put(2, value)
  for (const value of last) put(4, value)
  return bytes
}

const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1
  return value >>> 0
})
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) crc = TABLE[(crc ^ byte) & 0xff]! ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}
