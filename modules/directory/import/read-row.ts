import { dayOf, dayOrderOf, type DayOrder } from '#modules/sheets'
import { emailOf, mobileOf, staffNoOf } from '../contact-details.ts'
import type { FieldRow } from '../custom.ts'
import { problemOf } from '../custom-values.ts'
import type { ImportField } from './headings.ts'
import type { Mapping } from './mapping.ts'
import type { Table } from './table.ts'

/** What one row says of a person. An empty cell says nothing: it never clears what is known. */
export interface PersonRow {
  name?: string
  email?: string
  mobile?: string
  staff_no?: string
  job_title?: string
  hired_on?: string
  /** Names from the top of the tree down. */
  department?: string[]
  /** Staff number, e-mail or name, as it stands there. */
  manager?: string
  custom?: Record<string, string | number | boolean>
}
/** `code` is for translating, `message` for reading as it is. */
export interface Problem {
  readonly field?: string
  readonly code: string
  readonly message: string
}
export interface ReadRow {
  readonly value: PersonRow
  readonly problems: Problem[]
}

const MAX: Partial<Record<keyof PersonRow, number>> = { name: 100, staff_no: 60, job_title: 200 }

/** Reads every row by the mapping; days by the habit of their whole column. */
export function readRows(
  table: Pick<Table, 'headings' | 'rows'>,
  mapping: Mapping,
  fields: readonly FieldRow[],
): ReadRow[] {
  const columns = table.headings.flatMap((heading, index) =>
    mapping[heading] ? [{ field: mapping[heading], index }] : [],
  )
  const at = (field: string): number =>
    columns.find((column) => column.field === field)?.index ?? -1
  const order = dayOrderOf(table.rows.map(({ cells }) => cells[at('hired_on')] ?? ''))
  const customs = fields.map((field) => ({
    field,
    index: at(`custom.${field.key}`),
    order: dayOrderOf(table.rows.map(({ cells }) => cells[at(`custom.${field.key}`)] ?? '')),
  }))
  return table.rows.map(({ cells }) => {
    const cell = (field: ImportField): string => (cells[at(field)] ?? '').normalize('NFC').trim()
    return readRow(
      cell,
      order,
      customs.map((custom) => ({ ...custom, cell: cells[custom.index] ?? '' })),
    )
  })
}

interface CustomCell {
  readonly field: FieldRow
  readonly cell: string
  readonly order: DayOrder
}

function readRow(
  cell: (field: ImportField) => string,
  order: DayOrder,
  customs: readonly CustomCell[],
): ReadRow {
  const value: PersonRow = {}
  const problems: Problem[] = []
  const wrong = (field: string, code: string, message: string): void =>
    void problems.push({ field, code, message })

  const name = cell('name') || fullName(cell('first_name'), cell('last_name'))
  if (name) value.name = name
  else wrong('name', 'nameMissing', 'The name is missing.')
  if (cell('staff_no')) value.staff_no = staffNoOf(cell('staff_no'))
  if (cell('job_title')) value.job_title = cell('job_title')
  if (cell('manager')) value.manager = cell('manager')

  const email = emailOf(cell('email'))
  if (email) value.email = email
  else if (cell('email'))
    wrong('email', 'emailUnclear', `“${cell('email').slice(0, 80)}” is not an e-mail address.`)
  const mobile = mobileOf(cell('mobile'))
  if (mobile) value.mobile = mobile
  else if (cell('mobile'))
    wrong('mobile', 'mobileUnclear', `“${cell('mobile').slice(0, 80)}” is not a telephone number.`)
  const day = dayOf(cell('hired_on'), order)
  if (day) value.hired_on = day
  else if (cell('hired_on'))
    wrong(
      'hired_on',
      'dayUnclear',
      `“${cell('hired_on').slice(0, 80)}” is not a clear day; write it like 2026-11-23.`,
    )

  const path = pathOf(cell('department_group'), cell('department'))
  if (path.length) value.department = path
  if (path.some((part) => part.length > 100))
    wrong('department', 'tooLong', 'A department’s name has at most 100 characters.')
  for (const [field, max] of Object.entries(MAX)) {
    if ((value[field as 'name'] ?? '').length > max)
      wrong(field, 'tooLong', `At most ${max} characters.`)
  }
  const custom = customs.flatMap((each) => {
    const read = customValue(each)
    const problem = each.cell ? problemOf(each.field, read) : undefined
    if (problem) wrong(`custom.${each.field.key}`, 'valueWrong', `${each.field.title}: ${problem}.`)
    return read === undefined || problem ? [] : [[each.field.key, read] as const]
  })
  if (custom.length) value.custom = Object.fromEntries(custom)
  return { value, problems }
}

/** Chinese names have the family name first and no space between. */
function fullName(first: string, last: string): string {
  if (/\p{Script=Han}/u.test(first + last)) return last + first
  return [first, last].filter(Boolean).join(' ')
}

/** `group` and `department`, or one cell with the whole path: `研发部/车架组`, `Sales > Europe`. */
function pathOf(group: string, department: string): string[] {
  const split = (text: string): string[] =>
    text
      .split(/\s*[/>＞\\]\s*/)
      .map((part) => part.trim())
      .filter(Boolean)
  return [...split(group), ...split(department)]
}

const YES = /^(true|yes|y|1|是|有|√|✓)$/i
const NO = /^(false|no|n|0|否|无|×)$/i

function customValue({ field, cell, order }: CustomCell): string | number | boolean | undefined {
  const text = cell.normalize('NFC').trim()
  if (!text) return undefined
  if (field.kind === 'number') {
    const number = Number(text.normalize('NFKC').replaceAll(',', ''))
    return Number.isFinite(number) ? number : text
  }
  if (field.kind === 'boolean') return YES.test(text) ? true : NO.test(text) ? false : text
  if (field.kind === 'date') return dayOf(text, order) ?? text
  return text
}
