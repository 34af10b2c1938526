import { useRef, useState } from 'react'
import {
  Button,
  ErrorLine,
  Icon,
  TextField,
  call,
  t,
  upload,
  type Answer,
  type Problem,
} from '#web'
import type { Seen } from './types.ts'

/** The document, from its address or from a file. */
export function DocumentStep({
  seen,
  onSeen,
  first = '',
}: {
  seen: Seen | undefined
  onSeen: (seen: Seen) => void
  first?: string
}) {
  const [url, setUrl] = useState(first)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const file = useRef<HTMLInputElement>(null)
  const take = async (asking: Promise<Answer<Seen>>) => {
    setBusy(true)
    setProblem(undefined)
    const answer = await asking
    setBusy(false)
    if (answer.ok) onSeen(answer.value)
    else setProblem(answer.problem)
  }
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault()
        void take(call<Seen>('imports.document.fetch', { url: url.trim() }))
      }}
    >
      <TextField
        label={t('Address of the OpenAPI document')}
        type="url"
        value={url}
        onChange={setUrl}
        placeholder="https://api.example.com/openapi.json"
        help={t('OpenAPI 3 or Swagger 2, JSON or YAML. Nothing is imported yet.')}
      />
      <div className="row imports-checked">
        <Button submit icon="download" busy={busy} disabled={url.trim().length < 8 || busy}>
          {t('Read it')}
        </Button>
        <Button icon="upload" disabled={busy} onClick={() => file.current?.click()}>
          {t('From a file')}
        </Button>
        <input
          ref={file}
          type="file"
          hidden
          aria-label={t('OpenAPI document')}
          accept=".json,.yaml,.yml,application/json,application/yaml"
          onChange={(event) => {
            const [given] = event.target.files ?? []
            if (given)
              void take(upload<Seen>(given, {}, () => undefined, 'imports.document.upload'))
            event.target.value = ''
          }}
        />
      </div>
      <ErrorLine problem={problem} />
      {seen && (
        <p className="panel" role="status">
          <span className="row">
            <Icon name="check" size={18} />
            <strong>{seen.title}</strong>
          </span>
          <span className="muted">
            {t('OpenAPI {version}, {n} operations', { version: seen.version, n: seen.operations })}
            {seen.server ? ` · ${seen.server}` : ''}
          </span>
        </p>
      )}
    </form>
  )
}
