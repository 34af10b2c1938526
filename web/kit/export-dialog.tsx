import { useRef, useState, type ReactNode } from 'react'
import { Button } from './button.tsx'
import { call, type Problem } from './client.ts'
import { Dialog } from './dialog.tsx'
import { t } from './language.ts'
import { saveText } from './save.ts'
import { ErrorLine } from './state.tsx'
import { told } from './toast.tsx'

/** Fetches until everything is there, tells how far it is, and saves; a problem ends it. */
export type Exporting = (
  tell: (rows: number) => void,
  signal: AbortSignal,
) => Promise<{ rows: number } | Problem | undefined>

/** A file made piece by piece, with numbers; stopping saves nothing. */
export function ExportDialog({
  title,
  text,
  total,
  soFar,
  done,
  run,
  onClose,
  children,
}: {
  title: string
  text: ReactNode
  /** Of how many, when that is known. */
  total?: number | undefined
  soFar: (rows: number) => string
  done: (rows: number) => string
  run: Exporting
  onClose: () => void
  children?: ReactNode
}) {
  const [rows, setRows] = useState<number>()
  const [problem, setProblem] = useState<Problem>()
  const stop = useRef<AbortController>(undefined)
  const begin = async () => {
    setProblem(undefined)
    setRows(0)
    stop.current = new AbortController()
    const { signal } = stop.current
    const end = await run(setRows, signal)
    if (signal.aborted || !end) return
    if ('code' in end) {
      setRows(undefined)
      return setProblem(end)
    }
    told(done(end.rows))
    onClose()
  }
  const shut = () => {
    stop.current?.abort()
    onClose()
  }
  const busy = rows !== undefined
  return (
    <Dialog title={title} onClose={shut}>
      <div className="stack">
        <p>{text}</p>
        {children}
        {busy && (
          <div className="progress" role="status">
            <progress
              aria-label={t('Export')}
              {...(total ? { max: total, value: Math.min(rows, total) } : {})}
            />
            <small>{soFar(rows)}</small>
          </div>
        )}
        <ErrorLine problem={problem} />
        <div className="form-foot">
          <Button onClick={shut}>{t('Cancel')}</Button>
          <Button tone="primary" icon="download" busy={busy} onClick={() => void begin()}>
            {t('Export')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

interface Piece {
  file_name: string
  text: string
  rows: number
  next?: string
}

/** An action that answers a CSV file in pieces. */
export function exportPieces(action: string, input: object): Exporting {
  return async (tell, signal) => {
    const pieces: string[] = []
    let rows = 0
    let cursor: string | undefined
    for (;;) {
      const answer = await call<Piece>(
        action,
        { ...input, ...(cursor ? { cursor } : {}) },
        { signal },
      )
      if (signal.aborted) return undefined
      if (!answer.ok) return answer.problem
      pieces.push(answer.value.text)
      rows += answer.value.rows
      tell(rows)
      cursor = answer.value.next
      if (cursor) continue
      saveText(answer.value.file_name, pieces.join(''))
      return { rows }
    }
  }
}
