import { fail } from '#kernel'
import { emailOf } from '../contact-details.ts'
import type { FieldRow } from '../custom.ts'
import { IMPORT_FIELDS, fieldOfHeading, sameHeading, type ImportField } from './headings.ts'
import type { Table } from './table.ts'

/** Which field each heading holds; headings that are left out are not imported. */
export type Mapping = Record<string, ImportField | `custom.${string}`>

/** Rows looked at to tell what a column holds. */
const SAMPLE = 200
/** So much of a column must look alike. */
const MOST = 0.7

export const looksLikeEmail = (cell: string): boolean =>
  cell.includes('@') && emailOf(cell) !== undefined
export const looksLikeMobile = (cell: string): boolean =>
  /^(\+?86[\s-]?)?1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}$/.test(cell) || /^\+\d[\d\s-]{7,}$/.test(cell)
const looksLikeChineseName = (cell: string): boolean => /^\p{Script=Han}{2,4}$/u.test(cell)
const looksLikeName = (cell: string): boolean =>
  /^\p{Lu}[\p{L}'’-]+( \p{Lu}[\p{L}.'’-]*){1,3}$/u.test(cell)

/** By heading first, then by what stands below it. No field is given twice. */
export function guessMapping(table: Table, fields: readonly FieldRow[]): Mapping {
  const mapping: Mapping = {}
  const taken = new Set<string>()
  const give = (heading: string, field: Mapping[string]): void => {
    if (taken.has(field) || mapping[heading]) return
    taken.add(field)
    mapping[heading] = field
  }
  for (const heading of table.headings) {
    const custom = fields.find(
      ({ key, title }) => sameHeading(title, heading) || sameHeading(key, heading),
    )
    if (custom) give(heading, `custom.${custom.key}`)
  }
  for (const heading of table.headings) {
    const field = fieldOfHeading(heading)
    if (field) give(heading, field)
  }
  table.headings.forEach((heading, index) => {
    const field = mapping[heading]
      ? undefined
      : guessColumn(table.rows.slice(0, SAMPLE).map(({ cells }) => cells[index] ?? ''))
    if (field && !(field === 'name' && taken.has('first_name'))) give(heading, field)
  })
  return mapping
}

function guessColumn(cells: readonly string[]): ImportField | undefined {
  const filled = cells.filter(Boolean)
  const most = (test: (cell: string) => boolean): boolean =>
    filled.length > 0 && filled.filter(test).length / filled.length >= MOST
  if (most(looksLikeEmail)) return 'email'
  if (most(looksLikeMobile)) return 'mobile'
  const different = new Set(filled).size / (filled.length || 1)
  if (different > MOST && (most(looksLikeChineseName) || most(looksLikeName))) return 'name'
  return undefined
}

/** A mapping as somebody chose it: known headings, known fields, none twice, and a name among them. */
export function checkMapping(
  chosen: Readonly<Record<string, string>>,
  table: Pick<Table, 'headings'>,
  fields: readonly FieldRow[],
): Mapping {
  const mapping: Mapping = {}
  const known = [...IMPORT_FIELDS, ...fields.map(({ key }) => `custom.${key}`)] as string[]
  for (const [heading, field] of Object.entries(chosen)) {
    if (!field) continue
    if (!table.headings.includes(heading))
      throw fail(
        'invalid',
        `The file has no column “${heading.slice(0, 60)}”.`,
        `Use one of: ${table.headings.slice(0, 20).join(', ')}.`,
      )
    if (!known.includes(field))
      throw fail(
        'invalid',
        `“${field.slice(0, 60)}” is not a field of people.`,
        `Use one of: ${known.join(', ')}.`,
      )
    if (Object.values(mapping).includes(field as ImportField))
      throw fail(
        'invalid',
        `Two columns are mapped to ${field}.`,
        'Map one of them to something else, or to nothing.',
      )
    mapping[heading] = field as ImportField
  }
  return mapping
}

/** Without a name nobody can be imported. */
export function refuseNameless(mapping: Mapping): void {
  const fields = Object.values(mapping)
  if (!fields.includes('name') && !fields.includes('first_name') && !fields.includes('last_name')) {
    throw fail(
      'invalid',
      'No column holds the names.',
      'Say in “mapping” which column is the name, e.g. { "Column 1": "name" }.',
      { missing: 'name' },
    )
  }
}
