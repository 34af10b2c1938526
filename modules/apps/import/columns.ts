import { fail } from '#kernel'
import { columnOf, readCell, type Column, type Lookups } from '../cells/read.ts'
import type { EntityDef, Field } from '../manifest/format.ts'
import { english } from '../manifest/words.ts'

/** Heading → field key; a reference as `f2:f1`, matched by the other list's field f1. */
export type Mapping = Readonly<Record<string, string>>

export interface Mapped {
  readonly heading: string
  readonly at: number
  readonly field: Field
  /** Reference: key of the other list's field that the cells hold. */
  readonly by: string | undefined
}

/** A mapping as somebody chose it: known headings, known fields, none twice. */
export function mappedOf(mapping: Mapping, headings: readonly string[], def: EntityDef): Mapped[] {
  const taken = new Set<string>()
  return Object.entries(mapping).flatMap(([heading, chosen]) => {
    if (!chosen) return []
    const [key, by] = chosen.split(':')
    const at = headings.indexOf(heading)
    const field = def.fields.find((each) => each.key === key)
    if (at < 0) throw fail('invalid', `The file has no column “${heading.slice(0, 60)}”.`)
    if (!field || field.kind === 'serial')
      throw fail(
        'invalid',
        `“${heading.slice(0, 60)}” is mapped to a field that is not there to be filled in.`,
      )
    if (taken.has(field.key))
      throw fail(
        'invalid',
        `Two columns are mapped to “${english(field.title)}”.`,
        'Leave one of them out.',
      )
    taken.add(field.key)
    return [{ heading, at, field, by }]
  })
}

export interface Problem {
  /** Key of the field; absent when it is about the whole row. */
  readonly field?: string
  readonly code: string
  readonly message: string
}
export interface ReadRow {
  readonly value: Readonly<Record<string, unknown>>
  readonly problems: Problem[]
}
export type Cells = readonly string[]

/** Rows that tell how the days of a column are written. */
export const HABIT = 5000

/** Reads rows by their mapping; days by the habit of their whole column, so give all rows or the order. */
export function rowReader(mapped: readonly Mapped[], def: EntityDef, all: readonly Cells[]) {
  const columns = mapped.map((one): Mapped & Column => ({
    ...one,
    ...columnOf(
      one.field,
      all.slice(0, HABIT).map((cells) => cells[one.at] ?? ''),
    ),
  }))
  const given = new Set(mapped.map(({ field }) => field.key))
  const missing = def.fields.filter(({ required, key }) => required && !given.has(key))
  return (cells: Cells, known: Lookups): ReadRow => {
    const value: Record<string, unknown> = {}
    const problems: Problem[] = []
    for (const column of columns) {
      const { field } = column
      const read = readCell(cells[column.at] ?? '', column, known)
      if (read.problem) problems.push({ field: field.key, ...read.problem })
      else if (read.value !== undefined) value[field.name] = read.value
      else if (field.required)
        problems.push({
          field: field.key,
          code: 'fieldMissing',
          message: `${english(field.title)} is required.`,
        })
    }
    for (const field of missing)
      problems.push({
        field: field.key,
        code: 'fieldMissing',
        message: `${english(field.title)} is required.`,
      })
    return { value, problems }
  }
}

/** Names the second row of two with the same value of a field that occurs once. */
export function refuseTwins(
  rows: readonly { value: ReadRow['value']; problems: Problem[] }[],
  def: EntityDef,
): void {
  for (const field of def.fields.filter(({ unique }) => unique)) {
    const seen = new Set<string>()
    for (const { value, problems } of rows) {
      const text = value[field.name]
      if (text === undefined) continue
      const key = JSON.stringify(text)
      if (seen.has(key))
        problems.push({
          field: field.key,
          code: 'twice',
          message: `“${String(text).slice(0, 60)}” stands in the file twice; ${english(field.title)} occurs once.`,
        })
      seen.add(key)
    }
  }
}

const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '')

/** By title or name; what an export wrote is found again. */
export function guessMapping(headings: readonly string[], def: EntityDef): Mapping {
  const taken = new Set<string>()
  return Object.fromEntries(
    headings.flatMap((heading): [string, string][] => {
      const field = def.fields.find(
        ({ key, name, title, kind }) =>
          kind !== 'serial' &&
          !taken.has(key) &&
          [name, title.en, title.zh].some((word) => word && plain(word) === plain(heading)),
      )
      if (!field) return []
      taken.add(field.key)
      return [[heading, field.key]]
    }),
  )
}
