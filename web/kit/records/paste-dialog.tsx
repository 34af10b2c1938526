import { useEffect, useRef, useState } from 'react'
import { Button } from '../button.tsx'
import { call } from '../client.ts'
import { Dialog } from '../dialog.tsx'
import { Icon } from '../icon.tsx'
import { t, tn } from '../language.ts'
import { refreshActions } from '../query.ts'
import type { Row } from '../record.ts'
import { say } from '../state.tsx'
import { told } from '../toast.tsx'
import { readCell, type Read } from './paste.ts'
import type { useSource } from './source.ts'

interface Line {
  cells: string[]
  /** The record it changes; without one it makes a new one. */
  row?: Row | undefined
  reads: Read[]
  refusal?: string
  done?: boolean
}
/** More at once belongs to an import. */
export const PASTED_MAX = 1000
const SHOWN = 200

/** What was pasted, before anything is written: what changes, what is new, and what is wrong with which cell. */
export function PasteDialog({
  from,
  cells,
  rows,
  columns,
  can,
  fixed,
  onClose,
}: {
  from: ReturnType<typeof useSource>
  cells: string[][]
  rows: Row[]
  columns: readonly string[]
  can: (name: string) => boolean
  /** Values that every new record has from where it is pasted. */
  fixed: Record<string, unknown>
  onClose: () => void
}) {
  const { entity, catalog } = from
  const [lines, setLines] = useState<Line[]>()
  const [at, setAt] = useState<number>()
  const stopped = useRef(false)
  const wide = Math.min(columns.length, Math.max(...cells.map((row) => row.length)))
  const fields = columns.slice(0, wide)
  const creates = catalog.can(`${entity.id}.create`)
  useEffect(() => {
    const label = (id: string, row: Row) => String(row[catalog.entity(id)?.label ?? 'name'] ?? '')
    const read = async () => {
      const read: Line[] = []
      for (const [index, line] of cells.slice(0, PASTED_MAX).entries()) {
        const reads = await Promise.all(
          fields.map(async (name, column): Promise<Read> => {
            const text = line[column]
            const spare = rows[index] || entity.required?.includes(name) === false
            if (text === undefined && spare) return { absent: true }
            if (rows[index] && !can(name)) return { wrong: t('This column cannot be changed.') }
            return readCell(from.fields[name]!, text ?? '', {
              required: entity.required?.includes(name) ?? false,
              option: (value) => from.option(name, value),
              label,
            })
          }),
        )
        read.push({ cells: line, row: rows[index], reads })
      }
      setLines(read)
    }
    void read()
  }, []) // oxlint-disable-line react/exhaustive-deps -- a paste is read once
  const ready = (lines ?? []).filter(
    (line) => !line.done && line.reads.every((one) => !('wrong' in one)) && (line.row || creates),
  )
  const changes = ready.filter((line) => line.row).length
  const news = ready.length - changes
  const wrong = (lines ?? []).filter((line) => !line.done).length - ready.length
  const write = async () => {
    stopped.current = false
    let failed = 0
    for (const [index, line] of ready.entries()) {
      if (stopped.current) break
      setAt(index)
      const values = fields.flatMap((name, column) => {
        const read = line.reads[column]!
        return 'value' in read ? [[name, read.value] as const] : []
      })
      const filled = values.filter(([, value]) => value !== null)
      const answer = line.row
        ? await call(`${entity.id}.update`, {
            [entity.id.split('.').at(-1)!]: line.row.id,
            ...Object.fromEntries(values.filter(([name]) => optional(name))),
            ...Object.fromEntries(filled),
          })
        : await call(`${entity.id}.create`, { ...fixed, ...Object.fromEntries(filled) })
      if (answer.ok) line.done = true
      else {
        failed++
        line.refusal = answer.problem.fields?.[0]?.message ?? say(answer.problem)
      }
      setLines((now) => [...(now ?? [])])
    }
    setAt(undefined)
    refreshActions([entity.id])
    if (failed > 0 || stopped.current || wrong > 0) return
    told(tn(ready.length, '{n} row written.', '{n} rows written.'))
    onClose()
  }
  const optional = (name: string) => entity.required?.includes(name) === false
  const added =
    changes > 0 ? tn(news, 'add {n} row', 'add {n} rows') : tn(news, 'Add {n} row', 'Add {n} rows')
  const verb = [changes > 0 && tn(changes, 'Change {n} row', 'Change {n} rows'), news > 0 && added]
    .filter(Boolean)
    .join(t(' and '))
  return (
    <Dialog
      title={t('Paste {n} rows', { n: cells.length })}
      wide
      onClose={() => {
        stopped.current = true
        onClose()
      }}
      foot={
        <>
          {at !== undefined && (
            <div className="progress grow" role="status">
              <progress
                value={at}
                max={ready.length}
                aria-label={t('Paste {n} rows', { n: cells.length })}
              />
              <small>{t('{n} of {all} rows', { n: at, all: ready.length })}</small>
            </div>
          )}
          <Button
            onClick={() => {
              stopped.current = true
              if (at === undefined) onClose()
            }}
          >
            {at === undefined ? t('Cancel') : t('Stop')}
          </Button>
          <Button
            tone="primary"
            busy={at !== undefined || !lines}
            disabled={ready.length === 0 ? true : undefined}
            onClick={() => void write()}
          >
            {verb || t('Nothing to write')}
          </Button>
        </>
      }
    >
      <p className="muted">
        {wrong > 0
          ? tn(
              wrong,
              '{n} row stays out: see the red cells.',
              '{n} rows stay out: see the red cells.',
            )
          : t('Nothing is written before you say so.')}
        {cells.length > PASTED_MAX &&
          ` ${t('At most {n} rows at once; an import takes more.', { n: PASTED_MAX })}`}
      </p>
      <div className="paste-box" role="region" aria-label={t('Preview')} tabIndex={0}>
        <table className="paste-table">
          <thead>
            <tr>
              <th scope="col">{t('Row')}</th>
              {fields.map((name) => (
                <th key={name} scope="col">
                  {from.say(name, from.fields[name]!)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {(lines ?? []).slice(0, SHOWN).map((line, index) => (
              <tr key={index} className={line.done ? 'done' : ''}>
                <th scope="row">
                  {line.done ? (
                    <Icon name="check" size={16} label={t('Written')} />
                  ) : line.row ? (
                    from.named(line.row)
                  ) : (
                    <span className="tag accent">{t('New')}</span>
                  )}
                  {line.refusal && !line.done && <p className="field-error">{t(line.refusal)}</p>}
                </th>
                {fields.map((name, column) => {
                  const read = line.reads[column]!
                  return (
                    <td key={name} className={'wrong' in read ? 'wrong' : ''}>
                      {line.cells[column]}
                      {'wrong' in read && (
                        <span className="field-error">
                          <Icon name="warning" size={14} />
                          {read.wrong}
                        </span>
                      )}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Dialog>
  )
}
