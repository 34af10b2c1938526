import { useRef, useState } from 'react'
import { Button } from '../button.tsx'
import { fetchAction, type Problem } from '../client.ts'
import { Dialog } from '../dialog.tsx'
import { Segmented } from '../field.tsx'
import { numberText } from '../format.tsx'
import { t } from '../language.ts'
import { problemOf, type Paged } from '../query.ts'
import type { Row } from '../record.ts'
import { controlOf } from '../schema.ts'
import { ErrorLine } from '../state.tsx'
import { told } from '../toast.tsx'
import { save } from './save.ts'
import type { useSource } from './source.ts'
import { textOf } from './text.ts'

const PAGE = 1000
/** A browser's memory; more is for the API. */
export const EXPORTED_MAX = 200_000

/** What the view shows, page after page, as one file; with numbers, and it can be stopped. */
export function ExportDialog({
  from,
  input,
  columns,
  name,
  total,
  onClose,
}: {
  from: ReturnType<typeof useSource>
  /** The query of the view. */
  input: object
  columns: readonly string[]
  name: string
  total: number | undefined
  onClose: () => void
}) {
  const [kind, setKind] = useState<'xlsx' | 'csv'>('xlsx')
  const [done, setDone] = useState<number>()
  const [problem, setProblem] = useState<Problem>()
  const stop = useRef<AbortController>(undefined)
  const fields = columns.filter((one) => from.fields[one])
  const cell = (field: string, row: Row): string | number => {
    const schema = from.fields[field]!
    const text = textOf(schema, field, row, from)
    const figure = ['number', 'integer', 'money'].includes(controlOf(schema))
    return figure && text !== '' && Number.isSafeInteger(Math.round(Number(text)))
      ? Number(text)
      : text
  }
  const run = async () => {
    setProblem(undefined)
    setDone(0)
    stop.current = new AbortController()
    const { signal } = stop.current
    const rows: (string | number)[][] = [fields.map((one) => from.say(one, from.fields[one]!))]
    let cursor: string | undefined
    try {
      do {
        const page: Paged<Row> = await fetchAction(
          from.list,
          { ...input, limit: PAGE, ...(cursor ? { cursor } : {}) },
          signal,
        )
        if (signal.aborted) return
        for (const row of page.items) rows.push(fields.map((one) => cell(one, row)))
        setDone(rows.length - 1)
        cursor = page.next
      } while (cursor && rows.length < EXPORTED_MAX)
    } catch (error) {
      setDone(undefined)
      return setProblem(problemOf(error))
    }
    await save(name, kind, rows)
    told(t('{n} rows exported.', { n: rows.length - 1 }))
    onClose()
  }
  const shut = () => {
    stop.current?.abort()
    onClose()
  }
  const busy = done !== undefined
  return (
    <Dialog title={t('Export “{name}”', { name })} onClose={shut}>
      <div className="stack">
        <p>{t('The columns and records that this view shows, as far as you may see them.')}</p>
        <Segmented
          label={t('File')}
          value={kind}
          onChange={setKind}
          options={[
            { value: 'xlsx', label: 'Excel (.xlsx)' },
            { value: 'csv', label: 'CSV' },
          ]}
        />
        {busy && (
          <div className="progress" role="status">
            <progress
              aria-label={t('Export')}
              {...(total ? { max: total, value: Math.min(done, total) } : {})}
            />
            <small>
              {total
                ? t('{n} of {all} rows', { n: done, all: total })
                : t('{n} rows so far', { n: numberText(done) })}
            </small>
          </div>
        )}
        <ErrorLine problem={problem} />
        <div className="form-foot">
          <Button onClick={shut}>{t('Cancel')}</Button>
          <Button tone="primary" icon="download" busy={busy} onClick={() => void run()}>
            {t('Export')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
