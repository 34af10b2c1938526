import { useRef, useState } from 'react'
import { Button, Dialog, ErrorLine, call, numberText, t, told, type Problem } from '#web'

interface Piece {
  file_name: string
  text: string
  rows: number
  next?: string
}

/** Fetches the file piece by piece, with numbers, and may be stopped; nothing is saved then. */
export function ExportDialog({
  where,
  name,
  onClose,
}: {
  where: object | undefined
  name: string
  onClose: () => void
}) {
  const [rows, setRows] = useState<number>()
  const [problem, setProblem] = useState<Problem>()
  const stop = useRef<AbortController>(undefined)
  const run = async () => {
    setProblem(undefined)
    setRows(0)
    stop.current = new AbortController()
    const { signal } = stop.current
    const pieces: string[] = []
    let cursor: string | undefined
    for (let count = 0; ;) {
      const answer = await call<Piece>(
        'directory.person.export',
        { ...(where ? { where } : {}), ...(cursor ? { cursor } : {}) },
        { signal },
      )
      if (signal.aborted) return
      if (!answer.ok) {
        setRows(undefined)
        return setProblem(answer.problem)
      }
      pieces.push(answer.value.text)
      count += answer.value.rows
      setRows(count)
      cursor = answer.value.next
      if (cursor) continue
      saveText(answer.value.file_name, pieces.join(''))
      told(t('{n} people exported.', { n: count }))
      return onClose()
    }
  }
  const shut = () => {
    stop.current?.abort()
    onClose()
  }
  return (
    <Dialog title={t('Export “{name}”', { name })} onClose={shut}>
      <div className="stack">
        <p>
          {t(
            'A CSV file with what you may see of these people. The import reads it back. The export is noted in the log.',
          )}
        </p>
        {rows !== undefined && (
          <div className="progress" role="status">
            <progress aria-label={t('Export')} />
            <small>{t('{n} people so far', { n: numberText(rows) })}</small>
          </div>
        )}
        <ErrorLine problem={problem} />
        <div className="form-foot">
          <Button onClick={shut}>{t('Cancel')}</Button>
          <Button
            tone="primary"
            icon="download"
            busy={rows !== undefined}
            onClick={() => void run()}
          >
            {t('Export')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

/** The mark in front makes a spreadsheet read it as UTF-8. */
const MARK = '\uFEFF'

export function saveText(name: string, text: string) {
  const url = URL.createObjectURL(
    new Blob([text.startsWith(MARK) ? text : MARK + text], { type: 'text/csv;charset=utf-8' }),
  )
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
