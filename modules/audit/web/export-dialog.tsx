import { useRef, useState } from 'react'
import { Button, Dialog, ErrorLine, call, numberText, t, told, type Problem } from '#web'

interface Piece {
  file_name: string
  text: string
  rows: number
  next?: string
}

/** Fetches piece by piece, with numbers; stopping saves nothing. */
export function ExportDialog({
  input,
  onClose,
}: {
  input: Record<string, string>
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
    const texts: string[] = []
    let cursor: string | undefined
    let count = 0
    do {
      const answer: Awaited<ReturnType<typeof call<Piece>>> = await call<Piece>(
        'audit.entry.export',
        { ...input, ...(cursor ? { cursor } : {}) },
        { signal },
      )
      if (signal.aborted) return
      if (!answer.ok) {
        setRows(undefined)
        return setProblem(answer.problem)
      }
      texts.push(answer.value.text)
      count += answer.value.rows
      setRows(count)
      cursor = answer.value.next
      if (!cursor) save(answer.value.file_name, texts)
    } while (cursor)
    told(t('{n} entries exported.', { n: count }))
    onClose()
  }
  const shut = () => {
    stop.current?.abort()
    onClose()
  }
  return (
    <Dialog title={t('Export the log')} onClose={shut}>
      <div className="stack">
        <p>
          {Object.keys(input).length > 0
            ? t(
                'A CSV file with the entries that match the filters, background work included. The export itself is noted in the log.',
              )
            : t(
                'A CSV file with all entries, background work included. The export itself is noted in the log.',
              )}
        </p>
        {rows !== undefined && (
          <div className="progress" role="status">
            <progress aria-label={t('Export')} />
            <small>{t('{n} entries so far', { n: numberText(rows) })}</small>
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

function save(name: string, texts: string[]) {
  const url = URL.createObjectURL(new Blob(texts, { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
