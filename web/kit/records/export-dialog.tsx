import { useState } from 'react'
import { fetchAction } from '../client.ts'
import { ExportDialog, type Exporting } from '../export-dialog.tsx'
import { Segmented } from '../field.tsx'
import { numberText } from '../format.tsx'
import { t } from '../language.ts'
import { problemOf, type Paged } from '../query.ts'
import type { Row } from '../record.ts'
import { save } from '../save.ts'
import { controlOf } from '../schema.ts'
import type { useSource } from './source.ts'
import { textOf } from './text.ts'

const PAGE = 1000
/** A browser's memory; more is for the API. */
const EXPORTED_MAX = 200_000

/** What the view shows, page after page, as one file. */
export function ViewExport({
  from,
  input,
  columns,
  name,
  onClose,
}: {
  from: ReturnType<typeof useSource>
  /** The query of the view. */
  input: object
  columns: readonly string[]
  name: string
  onClose: () => void
}) {
  const [kind, setKind] = useState<'xlsx' | 'csv'>('xlsx')
  const fields = columns.filter((one) => from.fields[one])
  const cell = (field: string, row: Row): string | number => {
    const schema = from.fields[field]!
    const text = textOf(schema, field, row, from)
    const figure = ['number', 'integer', 'money'].includes(controlOf(schema))
    return figure && text !== '' && Math.abs(Number(text)) <= Number.MAX_SAFE_INTEGER
      ? Number(text)
      : text
  }
  const run: Exporting = async (tell, signal) => {
    const rows: (string | number)[][] = [fields.map((one) => from.say(one, from.fields[one]!))]
    let cursor: string | undefined
    try {
      do {
        const page: Paged<Row> = await fetchAction(
          from.list,
          { ...input, limit: PAGE, ...(cursor ? { cursor } : {}) },
          signal,
        )
        if (signal.aborted) return undefined
        for (const row of page.items) rows.push(fields.map((one) => cell(one, row)))
        tell(rows.length - 1)
        cursor = page.next
      } while (cursor && rows.length < EXPORTED_MAX)
    } catch (error) {
      return problemOf(error)
    }
    await save(name, kind, rows)
    return { rows: rows.length - 1 }
  }
  return (
    <ExportDialog
      title={t('Export “{name}”', { name })}
      text={t('The columns and records that this view shows, as far as you may see them.')}
      soFar={(n) => t('{n} rows so far', { n: numberText(n) })}
      done={(n) => t('{n} rows exported.', { n })}
      run={run}
      onClose={onClose}
    >
      <Segmented
        label={t('File')}
        value={kind}
        onChange={setKind}
        options={[
          { value: 'xlsx', label: 'Excel (.xlsx)' },
          { value: 'csv', label: 'CSV' },
        ]}
      />
    </ExportDialog>
  )
}
