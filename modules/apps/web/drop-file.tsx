import { useRef, useState } from 'react'
import { Button, Icon, sizeText, t, type Problem } from '#web'

/** The same as the server's limit for one body, less what base64 adds. */
const BYTES_MAX = 15_000_000

/** A place to drop spreadsheets, or to choose them. */
export function DropFile({
  many,
  busy,
  hint,
  onFiles,
  onProblem,
}: {
  many?: boolean
  busy: string
  hint: string
  onFiles: (files: File[]) => void
  onProblem: (problem: Problem) => void
}) {
  const [over, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const take = (list: FileList | null) => {
    const files = [...(list ?? [])].slice(0, many ? 40 : 1)
    const size = files.reduce((sum, file) => sum + file.size, 0)
    if (size > BYTES_MAX) return onProblem(tooLarge(size))
    if (files.length) onFiles(files)
  }
  return (
    <div
      className={`app-drop ${over ? 'over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        take(event.dataTransfer.files)
      }}
    >
      <span className="state-icon">
        <Icon name="upload" size={28} />
      </span>
      <p className="state-title">
        {busy
          ? t('Reading {name}', { name: busy })
          : many
            ? t('Drop Excel or CSV files here')
            : t('Drop an Excel or CSV file here')}
      </p>
      <p className="muted">{hint}</p>
      <input
        ref={input}
        type="file"
        accept={`.csv,.tsv,.txt,.xlsx,text/csv${many ? ',.json' : ''}`}
        multiple={many}
        className="unseen"
        tabIndex={-1}
        aria-label={t('File')}
        onChange={(event) => {
          take(event.target.files)
          event.target.value = ''
        }}
      />
      <Button tone="primary" busy={busy !== ''} onClick={() => input.current?.click()}>
        {many ? t('Choose files') : t('Choose a file')}
      </Button>
    </div>
  )
}

const tooLarge = (size: number): Problem => ({
  code: 'invalid',
  status: 413,
  id: '',
  detail: t('The files have {size}; {most} is the most.', {
    size: sizeText(size),
    most: sizeText(BYTES_MAX),
  }),
  fix: t('Save them as CSV, or split them.'),
})
