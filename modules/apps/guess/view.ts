import { T, type RecordOf, type Static } from '#kernel'
import type { Draft } from '../entities.ts'
import { Manifest } from '../manifest/format.ts'
import type { Source } from './guess.ts'
import type { Table } from './tables.ts'

/** A draft's source: which columns of the file became which fields. */
export interface StoredSource extends Source {
  readonly headings: readonly string[]
  readonly table: string
}

export const draftView = T.Object({
  draft: T.Id(),
  file_name: T.String(),
  rows: T.Integer(),
  manifest: Manifest,
  lists: T.Array(
    T.Object({
      entity: T.String(),
      table: T.String(),
      rows: T.Integer(),
      columns: T.Array(
        T.Object({
          field: T.String({ description: 'Key of the field that was guessed for it' }),
          heading: T.String(),
          filled: T.Integer(),
          samples: T.Array(T.String()),
        }),
      ),
    }),
  ),
})

export function viewOf(
  draft: RecordOf<typeof Draft>,
  tables: readonly Table[],
): Static<typeof draftView> {
  const sources = draft.sources as StoredSource[]
  return {
    draft: draft.id,
    file_name: draft.file_name,
    rows: draft.rows,
    manifest: draft.manifest as Static<typeof Manifest>,
    lists: sources.map(({ entity, table, headings, columns }, at) => {
      const { rows } = tables[at]!
      return {
        entity,
        table,
        rows: rows.length,
        columns: Object.entries(columns).map(([field, column]) => {
          const cells = rows.map((row) => row.cells[column] ?? '').filter(Boolean)
          return {
            field,
            heading: headings[column]!,
            filled: cells.length,
            samples: [...new Set(cells.slice(0, 200))].slice(0, 3).map((cell) => cell.slice(0, 80)),
          }
        }),
      }
    }),
  }
}
