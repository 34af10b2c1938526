import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crc32, deflateRawSync } from 'node:zlib'
import { dayOf, dayOrderOf, decode } from '#modules/sheets'
import { guessMapping } from './mapping.ts'
import { readRows } from './read-row.ts'
import { tableOf } from './table.ts'

const bytesOf = (hex: string): Buffer => Buffer.from(hex, 'hex')
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

test('text of every encoding that spreadsheets write is read', () => {
  const gbk = bytesOf('d0d5c3fb2cb2bfc3c50ac1d6e1b02cb2c9b9bab2bf')
  assert.equal(decode(gbk), '姓名,部门\n林岚,采购部')
  assert.equal(decode(Buffer.from('\uFEFF姓名', 'utf8')), '姓名')
  assert.equal(decode(Buffer.from('\uFEFF姓名', 'utf16le')), '姓名')
  assert.equal(decode(Buffer.from('\uFEFFname', 'utf16le').swap16()), 'name')
  assert.equal(decode(Buffer.from('name,mail\nBo,b@c.d', 'utf16le')), 'name,mail\nBo,b@c.d')
  assert.equal(decode(Buffer.from('François,José', 'latin1')), 'François,José')
})

test('separators, quotes, titles above the list and blank lines do not matter', async () => {
  for (const mark of [',', ';', '\t', '|']) {
    const text = `姓名${mark}邮箱\r\n"林${mark}岚"${mark}a@b.c\r\n\r\n陈涛${mark}c@d.e\r\n`
    const { headings, rows } = await tableOf({ text })
    assert.deepEqual(headings, ['姓名', '邮箱'])
    assert.deepEqual(
      rows.map(({ cells }) => cells[0]),
      [`林${mark}岚`, '陈涛'],
    )
  }
  const titled = await tableOf({ text: '员工名单 2026\n\n工号,姓名,部门\n1,林岚,采购部' })
  assert.deepEqual(
    [titled.headings, titled.rows.map(({ line }) => line)],
    [['工号', '姓名', '部门'], [4]],
  )
  const bare = await tableOf({ text: 'Ida Holm,ida@b.c\nBo Holm,bo@b.c' })
  assert.equal(bare.rows.length, 2)
  assert.deepEqual(guessMapping(bare, []), { 'Column 1': 'name', 'Column 2': 'email' })
})

test('columns are guessed from English and Chinese headings, then from what stands in them', async () => {
  const text =
    'Emp ID,Given name,Family name,Whatever,Contact,Org Unit,Reports To,Start Date\n1,Ida,Holm,ida@b.c,13800100003,Sales,2,2020-01-02'
  const table = await tableOf({ text })
  const mapping = guessMapping(table, [])
  assert.deepEqual(
    table.headings.map((heading) => mapping[heading]),
    ['staff_no', 'first_name', 'last_name', 'email', 'mobile', 'department', 'manager', 'hired_on'],
  )
  const [row] = readRows(table, guessMapping(table, []), [])
  assert.equal(row!.value.name, 'Ida Holm')
  const chinese = await tableOf({
    text: '员工编号（必填）,姓,名,手机号码,所属部门,直属主管工号,入职时间\n1,林,岚,13800100003,研发部/车架组,2,2020年1月2日',
  })
  const [lin] = readRows(chinese, guessMapping(chinese, []), [])
  assert.deepEqual(lin!.value, {
    staff_no: '1',
    name: '林岚',
    mobile: '+8613800100003',
    department: ['研发部', '车架组'],
    manager: '2',
    hired_on: '2020-01-02',
  })
})

test('days are read by the habit of their column, and never guessed', () => {
  assert.equal(dayOf('2026/1/3', 'unclear'), '2026-01-03')
  assert.equal(dayOf('43831', 'unclear'), '2020-01-01')
  assert.equal(dayOf('23.11.2026', 'unclear'), '2026-11-23')
  assert.equal(dayOf('3/4/2020', dayOrderOf(['3/4/2020', '13/4/2020'])), '2020-04-03')
  assert.equal(dayOf('3/4/2020', dayOrderOf(['3/4/2020', '3/14/2020'])), '2020-03-04')
  assert.equal(dayOf('3/4/2020', 'unclear'), undefined)
  assert.equal(dayOf('2026-02-30', 'unclear'), undefined)
  assert.equal(dayOf('5 Mar 2021', 'unclear'), '2021-03-05')
})

const sheet = (rows: string): string =>
  `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData></worksheet>`
const cell = (at: string, text: string): string =>
  `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`

/** A small spreadsheet, packed as spreadsheets are. */
function xlsx(data: string): Buffer {
  const parts = {
    '[Content_Types].xml':
      '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    '_rels/.rels':
      '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>',
    'xl/_rels/workbook.xml.rels':
      '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    'xl/workbook.xml':
      '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="People" sheetId="1" r:id="rId1"/></sheets></workbook>',
    'xl/worksheets/sheet1.xml': data,
  }
  const files: Buffer[] = []
  const listed: Buffer[] = []
  let offset = 0
  for (const [name, text] of Object.entries(parts)) {
    const packed = deflateRawSync(text)
    const about = Buffer.alloc(26)
    about.writeUInt16LE(20, 0)
    about.writeUInt16LE(8, 4)
    about.writeUInt32LE(crc32(text), 10)
    about.writeUInt32LE(packed.length, 14)
    about.writeUInt32LE(Buffer.byteLength(text), 18)
    about.writeUInt16LE(name.length, 22)
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(offset, 10)
    files.push(bytesOf('504b0304'), about, Buffer.from(name), packed)
    listed.push(bytesOf('504b01021400'), about, rest, Buffer.from(name))
    offset += 30 + name.length + packed.length
  }
  const directory = Buffer.concat(listed)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(5, 8)
  end.writeUInt16LE(5, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...files, directory, end])
}

test('a spreadsheet is read; one made to fill the memory is refused', async () => {
  const people = `<row r="1">${cell('A1', '姓名')}${cell('B1', '工号')}</row><row r="2">${cell('A2', '林岚')}<c r="B2"><v>7</v></c></row>`
  const table = await tableOf({ content: base64(xlsx(sheet(people))) })
  assert.deepEqual(table, { headings: ['姓名', '工号'], rows: [{ line: 2, cells: ['林岚', '7'] }] })

  const far = `<row r="1">${cell('A1', 'name')}</row><row r="1048576">${cell('XFD1048576', 'x')}</row>`
  await assert.rejects(tableOf({ content: base64(xlsx(sheet(far))) }), /far outside/)
  const bomb = xlsx(sheet(' '.repeat(70 * 1024 * 1024)))
  assert.ok(bomb.length < 100_000)
  await assert.rejects(tableOf({ content: base64(bomb) }), /unpacks to too much/)
  await assert.rejects(
    tableOf({ content: base64(bytesOf('504b030400')) }),
    /cannot be read|can be read/,
  )
})

test('a heading may be named like what every object has', async () => {
  const { headings, rows } = await tableOf({
    rows: [{ constructor: null, name: '林岚' }, { valueOf: 7 }],
  })
  assert.deepEqual(headings, ['constructor', 'name', 'valueOf'])
  assert.deepEqual(
    rows.map(({ cells }) => cells),
    [
      ['', '林岚', ''],
      ['', '', '7'],
    ],
  )
})
