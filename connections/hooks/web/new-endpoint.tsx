import { useState } from 'react'
import {
  Button,
  Check,
  Dialog,
  ErrorLine,
  TextField,
  copy,
  t,
  useAction,
  useCatalog,
  useCommand,
} from '#web'

interface Kind {
  id: string
  title: string
  module: string
}

/** Name, address and what it is told of; then the secret, once. */
export function NewEndpoint({
  onClose,
  onMade,
}: {
  onClose: () => void
  onMade: (id: string) => void
}) {
  const [name, setName] = useState('')
  const [url, setUrl] = useState('https://')
  const [events, setEvents] = useState<string[]>([])
  const make = useCommand<{ id: string; secret: string }>('hooks.endpoint.create')
  if (make.data)
    return (
      <SecretDialog
        secret={make.data.secret}
        onClose={() => {
          onClose()
          onMade(make.data.id)
        }}
      />
    )
  return (
    <Dialog title={t('New webhook')} onClose={onClose} wide>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          make.mutate({ name, url, events })
        }}
      >
        <TextField label={t('Name')} value={name} onChange={setName} required />
        <TextField
          label={t('Address')}
          type="url"
          value={url}
          onChange={setUrl}
          required
          help={t('It is sent POST requests there; an answer of 2xx means that it has taken it.')}
        />
        <EventChoice chosen={events} onChange={setEvents} />
        <ErrorLine problem={make.problem} />
        <div className="form-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button
            submit
            tone="primary"
            busy={make.isPending}
            disabled={!name.trim() || events.length === 0}
          >
            {t('Make it')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

/** Whole modules, or single events of one, found by their names. */
export function EventChoice({
  chosen,
  onChange,
}: {
  chosen: string[]
  onChange: (events: string[]) => void
}) {
  const catalog = useCatalog()
  const [search, setSearch] = useState('')
  const kinds = useAction<{ items: Kind[] }>('hooks.kind.list')
  const found = (kinds.data?.items ?? []).filter(({ id, title }) =>
    `${id} ${title}`.toLowerCase().includes(search.trim().toLowerCase()),
  )
  const turn = (pattern: string, on: boolean) =>
    onChange(on ? [...chosen, pattern] : chosen.filter((each) => each !== pattern))
  return (
    <fieldset className="nested">
      <legend>{t('What it is told of')}</legend>
      <TextField
        label={t('Search events')}
        hideLabel
        type="search"
        placeholder={t('Search events')}
        value={search}
        onChange={setSearch}
      />
      <div className="hook-kinds">
        {[...Map.groupBy(found, ({ id }) => id.split('.', 1)[0]!)].map(([module, theirs]) => (
          <section key={module}>
            <Check
              label={t('Everything of {name}', {
                name: catalog.title(module, theirs[0]!.module),
              })}
              checked={chosen.includes(`${module}.*`)}
              onChange={(on) => turn(`${module}.*`, on)}
            />
            <div className="hook-single">
              {theirs.map(({ id, title }) => (
                <Check
                  key={id}
                  label={catalog.title(id, title)}
                  help={id}
                  disabled={chosen.includes(`${module}.*`)}
                  checked={chosen.includes(id) || chosen.includes(`${module}.*`)}
                  onChange={(on) => turn(id, on)}
                />
              ))}
            </div>
          </section>
        ))}
      </div>
      <p className="muted">{t('{n} chosen', { n: chosen.length })}</p>
    </fieldset>
  )
}

export function SecretDialog({ secret, onClose }: { secret: string; onClose: () => void }) {
  return (
    <Dialog title={t('Its secret')} onClose={onClose}>
      <p>
        {t(
          'With it the other server checks that what it hears comes from here. It is shown now and never again.',
        )}
      </p>
      <p>
        <code className="hook-secret">{secret}</code>
      </p>
      <div className="form-foot">
        <Button icon="copy" onClick={() => void copy(secret)}>
          {t('Copy')}
        </Button>
        <Button tone="primary" onClick={onClose}>
          {t('I have kept it')}
        </Button>
      </div>
    </Dialog>
  )
}
