import type { PersonRow, Problem } from './read-row.ts'

/** What will happen with a row. */
export interface Planned {
  readonly value: PersonRow
  readonly problems: Problem[]
  plan: 'create' | 'update' | 'unchanged' | 'error'
  person: string | null
  /** Fields that differ from what is known. */
  changes: string[]
}

export const wrong = (row: Planned, code: string, message: string, field?: string): void =>
  void row.problems.push(field ? { field, code, message } : { code, message })
