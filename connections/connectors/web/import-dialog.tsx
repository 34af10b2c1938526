import { useState } from 'react'
import {
  Button,
  Check,
  Dialog,
  ErrorLine,
  Loading,
  SelectField,
  TextField,
  call,
  queries,
  t,
  told,
  useAction,
  useCommand,
  type Problem,
} from '#web'

interface Seen {
  document: string
  title: string
  version: string
  operations: number
  name: string
  server?: string
}
interface Listed {
  key: string
  title: string
  noun: string
  verb: string
}

/** First the document, then what of it; only then it becomes a module. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const [url, setUrl] = useState('')
  const [seen, setSeen] = useState<Seen>()
  const [problem, setProblem] = useState<Problem>()
  const [busy, setBusy] = useState(false)
  const look = async () => {
    setBusy(true)
    setProblem(undefined)
    const answer = await call<Seen>('imports.document.fetch', { url: url.trim() })
    setBusy(false)
    if (answer.ok) setSeen(answer.value)
    else setProblem(answer.problem)
  }
  if (seen) return <Choose seen={seen} onClose={onClose} />
  return (
    <Dialog title={t('Import an interface')} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          void look()
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
        <ErrorLine problem={problem} />
        <div className="form-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button submit tone="primary" busy={busy} disabled={url.trim().length < 8}>
            {t('Read it')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function Choose({ seen, onClose }: { seen: Seen; onClose: () => void }) {
  const [search, setSearch] = useState('')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [name, setName] = useState(seen.name)
  const [open, setOpen] = useState('nobody')
  const list = useAction<{ items: Listed[]; total: number }>('imports.operation.list', {
    document: seen.document,
    limit: 100,
    ...(search.trim() ? { search: search.trim() } : {}),
  })
  const install = useCommand<{ module: string; actions: number }>('imports.openapi.install', {
    refresh: ['connectors.', 'imports.'],
    onDone: ({ module, actions }) => {
      void queries.invalidateQueries({ queryKey: ['manifest'] })
      told(t('{n} actions of {module} are here', { n: actions, module }))
      onClose()
    },
  })
  const toggle = (key: string, on: boolean) => {
    const next = new Set(chosen)
    if (on) next.add(key)
    else next.delete(key)
    setChosen(next)
  }
  return (
    <Dialog title={seen.title} onClose={onClose} wide>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          install.mutate({
            document: seen.document,
            name,
            title: seen.title,
            open,
            operations: [...chosen].map((key) => ({ key })),
          })
        }}
      >
        <p className="muted">
          {t('OpenAPI {version}, {n} operations', { version: seen.version, n: seen.operations })}
          {seen.server ? ` · ${seen.server}` : ''}
        </p>
        <TextField
          label={t('Look for operations')}
          type="search"
          value={search}
          onChange={setSearch}
        />
        <div className="connectors-choices" role="group" aria-label={t('Operations')}>
          {!list.data && <Loading rows={4} />}
          {list.data?.items.map(({ key, title, noun, verb }) => (
            <Check
              key={key}
              label={`${title} (${noun}.${verb})`}
              checked={chosen.has(key)}
              onChange={(on) => toggle(key, on)}
            />
          ))}
        </div>
        <TextField
          label={t('Short name')}
          value={name}
          onChange={setName}
          maxLength={30}
          help={t('Its actions are then api_{name}.…', { name })}
        />
        <SelectField
          label={t('For every member')}
          value={open}
          onChange={setOpen}
          options={[
            { value: 'nobody', label: t('Nothing; roles decide') },
            { value: 'read', label: t('Reading') },
            { value: 'all', label: t('Reading and writing') },
          ]}
        />
        <ErrorLine problem={install.problem} />
        <div className="form-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button
            submit
            tone="primary"
            busy={install.isPending}
            disabled={chosen.size === 0 || name.length < 2}
          >
            {t('Import {n}', { n: chosen.size })}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
