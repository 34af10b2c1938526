import { t, type Row } from '#web'
import type { CustomField } from './departments.ts'

export interface ImportRow {
  line: number
  plan: Plan
  person?: string
  value: Record<string, unknown>
  changes: string[]
  problems: { field?: string; code: string; message: string }[]
}
export type Plan = 'create' | 'update' | 'unchanged' | 'error'

export interface Preview {
  import: string
  status: string
  columns: { heading: string; field?: string; samples: string[] }[]
  rows: number
  to_create: number
  to_update: number
  unchanged: number
  errors: number
  departments: string[]
  sample: ImportRow[]
  problems: ImportRow[]
}

export interface ImportRecord extends Row {
  file_name?: string
  status: 'ready' | 'applying' | 'done' | 'cancelling' | 'cancelled' | 'failed'
  mapping: Record<string, string>
  rows: number
  applied: number
  created: number
  updated: number
  unchanged: number
  errors: number
  problem?: string
}

/** What a column may hold, in the order in which people look for it. */
export const fieldTitles = (): Record<string, string> => ({
  name: t('Full name'),
  last_name: t('Last name'),
  first_name: t('First name'),
  staff_no: t('Staff number'),
  email: t('E-mail'),
  mobile: t('Mobile'),
  job_title: t('Job title'),
  department: t('Department'),
  department_group: t('Department above'),
  manager: t('Manager'),
  hired_on: t('Hired on'),
})

export function titleOf(field: string, custom: readonly CustomField[]): string {
  const known = fieldTitles()[field]
  return known ?? custom.find(({ key }) => `custom.${key}` === field)?.title ?? field
}

export const planTitle = (plan: Plan) =>
  ({ create: t('New'), update: t('Changes'), unchanged: t('As it is'), error: t('Error') })[plan]

export const statusTitle = (status: ImportRecord['status']) =>
  ({
    ready: t('To be checked'),
    applying: t('Importing'),
    done: t('Done'),
    cancelling: t('Undoing'),
    cancelled: t('Cancelled'),
    failed: t('Failed'),
  })[status]

/** What is wrong with a cell. The server's sentence is English; the code has a Chinese one, with the value beside it. */
const WRONG: Record<string, string> = {
  nameMissing: 'The name is missing.',
  emailUnclear: 'This is not an e-mail address.',
  mobileUnclear: 'This is not a telephone number.',
  dayUnclear: 'This is not a clear day; write it like 2026-11-23.',
  tooLong: 'This is too long.',
  valueWrong: 'This value does not fit the field.',
  twice: 'This stands in the file twice.',
  belongsToOther: 'This belongs to another colleague.',
  left: 'This person has left; take them back first.',
  otherStaffNo: 'This person already has another staff number.',
  samePerson: 'Another row already means this person.',
  tooDeep: 'Departments have too many levels.',
  fieldMissing: 'A required field is empty.',
  managerUnknown: 'This manager is neither in the file nor in the directory.',
  managerAmbiguous: 'Several people have this name; give the staff number.',
  managerSelf: 'Nobody manages themselves.',
  managerWrong: 'The row of the manager has errors.',
  managerCircle: 'This would make people managers of themselves.',
}

export function wrongText(
  { code, message }: { code: string; message: string },
  chinese: boolean,
): string {
  const known = WRONG[code]
  if (!chinese || !known) return message
  const value = /“([^”]*)”/.exec(message)?.[1]
  return value ? `${value}：${t(known)}` : t(known)
}

/** A cell of a read row as people read it. */
export function cellText(value: unknown): string {
  if (value === undefined || value === null) return ''
  return Array.isArray(value) ? value.join(' / ') : String(value)
}

export const valueAt = (row: ImportRow, field: string): unknown =>
  field.startsWith('custom.')
    ? (row.value.custom as Record<string, unknown> | undefined)?.[field.slice('custom.'.length)]
    : row.value[field]
