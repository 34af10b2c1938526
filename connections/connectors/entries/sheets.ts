import { createHash } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { defineAction, fail, T } from '#kernel'
import { readFile, uploadFile } from '#modules/files'
import { BYTE_ORDER_MARK, csvOf, sheetsOf, uniqueHeadings, xlsxOf } from '#modules/sheets'
import { entry } from '../entry.ts'

const ROWS_MAX = 20_000
const BYTES_MAX = 20 * 1024 * 1024
const Row = T.Record(T.String({ maxLength: 200 }), T.Json())

const read = defineAction({
  id: 'connectors.sheet.read',
  kind: 'query',
  effect: 'local',
  title: 'Read rows of a spreadsheet',
  description: 'Of an Excel or CSV file that you may read; the first row names the columns.',
  input: T.Object(
    {
      file: T.Id({ title: 'File' }),
      sheet: T.Optional(T.String({ maxLength: 100, title: 'Sheet' })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    sheets: T.Array(T.String()),
    columns: T.Array(T.String()),
    items: T.Array(Row),
  }),
  scope: 'connectors.use',
}).run(async ({ file, sheet: wanted }, ctx) => {
  const { blob, name, size = 0 } = await ctx.call(readFile, { file })
  if (size > BYTES_MAX)
    throw fail('invalid', 'This file is too large to be read as a whole.', 'Divide it.')
  const sheets = await sheetsOf(await buffer(await ctx.blobs.get(blob)), name, ROWS_MAX)
  const sheet = wanted === undefined ? sheets[0] : sheets.find((each) => each.name === wanted)
  if (!sheet)
    throw fail(
      'notFound',
      'The file has no such sheet.',
      `It has: ${sheets
        .map((each) => each.name)
        .join(', ')
        .slice(0, 200)}.`,
    )
  const [head, ...rest] = sheet.grid
  const columns = uniqueHeadings([...(head?.cells ?? [])])
  return {
    sheets: sheets.map((each) => each.name),
    columns,
    items: rest
      .slice(0, ROWS_MAX)
      .map(({ cells }) =>
        Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? ''])),
      ),
  }
})

const write = defineAction({
  id: 'connectors.sheet.write',
  kind: 'command',
  effect: 'local',
  title: 'Write rows into a spreadsheet',
  description: 'Makes an Excel or CSV file of rows; the file is yours until it hangs on something.',
  input: T.Object(
    {
      name: T.String({ minLength: 1, maxLength: 100, title: 'Name' }),
      format: T.Optional(T.Enum(['xlsx', 'csv'], { title: 'Format' })),
      columns: T.Optional(
        T.Array(T.String({ maxLength: 200 }), { maxItems: 200, title: 'Columns' }),
      ),
      rows: T.Array(Row, { maxItems: ROWS_MAX, title: 'Rows' }),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ file: T.Id(), name: T.String(), rows: T.Integer() }),
  silent: 'the file tells of itself',
  scope: 'connectors.use',
}).run(async ({ name, format = 'xlsx', columns, rows }, ctx) => {
  const heads = columns ?? [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const grid = [heads, ...rows.map((row) => heads.map((column) => row[column] ?? ''))]
  const bytes =
    format === 'xlsx'
      ? xlsxOf([{ name: name.slice(0, 31), rows: grid }])
      : Buffer.from(BYTE_ORDER_MARK + csvOf(grid))
  const blob = `${ctx.org}/${ctx.id()}`
  await ctx.blobs.put(blob, bytes)
  const file = await ctx.call(uploadFile, {
    file: {
      blob,
      name: `${name}.${format}`,
      mime:
        format === 'xlsx'
          ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
          : 'text/csv',
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    },
  })
  return { file: file.id, name: file.name, rows: rows.length }
})

export const sheets = [
  entry({
    id: 'sheet',
    title: 'Excel and CSV',
    zh: 'Excel 与 CSV',
    about: 'Reads rows of a file, and writes files of rows.',
    about_zh: '读取表格文件的行，或把数据写成表格文件。',
    icon: 'table',
    docs: 'https://learn.microsoft.com/en-us/openspecs/office_standards/ms-oe376/',
    auth: [],
    origins: [],
    proof: { state: 'verified', by: 'server', with: 'Tenon files', on: '2026-11-23' },
    actions: [read, write],
  }),
]
