import { useState } from 'react'
import {
  Button,
  Check,
  Dialog,
  ErrorLine,
  Loading,
  SelectField,
  TextField,
  t,
  useAction,
  type Schema,
} from '#web'
import { NOUN, VERB } from '../types.ts'
import { PagingFields, isPagingReady } from './paging-fields.tsx'
import { PollFields, isPollReady } from './poll-fields.tsx'
import type { Chosen, Settings, Shown } from './types.ts'

/** One operation: what it is called here, and what its document does not say. */
export function OperationDialog({
  document,
  overlay,
  chosen,
  onDone,
  onClose,
}: {
  document: string
  overlay: object | undefined
  chosen: Chosen
  onDone: (settings: Settings) => void
  onClose: () => void
}) {
  const [settings, setSettings] = useState<Settings>(chosen.settings)
  const shown = useAction<Shown>(
    'imports.operation.preview',
    { document, key: chosen.key, settings: chosen.settings, ...(overlay ? { overlay } : {}) },
    { keep: true },
  )
  const set = (name: keyof Settings, value: unknown) => {
    const { [name]: _before, ...rest } = settings
    setSettings(value === undefined || value === '' ? rest : { ...rest, [name]: value })
  }
  const text = (name: 'noun' | 'verb' | 'title' | 'idempotency' | 'unwrap') => ({
    value: settings[name] ?? '',
    onChange: (value: string) => set(name, value),
  })
  const wrongNoun = settings.noun !== undefined && !NOUN.test(settings.noun)
  const wrongVerb = settings.verb !== undefined && !VERB.test(settings.verb)
  const ready =
    !wrongNoun && !wrongVerb && isPagingReady(settings.paging) && isPollReady(settings.poll)
  return (
    <Dialog title={chosen.settings.title ?? chosen.title} onClose={onClose} wide>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          event.stopPropagation()
          if (ready) onDone(settings)
        }}
      >
        <p className="muted imports-code">{chosen.key}</p>
        {shown.data && <p>{shown.data.description}</p>}
        <div className="imports-pairs">
          <TextField label={t('Name')} placeholder={chosen.title} {...text('title')} />
          <SelectField
            label={t('What it does')}
            value={settings.kind ?? chosen.kind}
            onChange={(kind) => set('kind', kind === chosen.kind ? undefined : kind)}
            options={[
              { value: 'query', label: t('It reads') },
              { value: 'command', label: t('It changes something') },
            ]}
          />
          <TextField
            label={t('Thing')}
            placeholder={chosen.noun}
            spellCheck={false}
            error={wrongNoun ? t('Small letters and digits, beginning with a letter.') : undefined}
            {...text('noun')}
          />
          <TextField
            label={t('Verb')}
            placeholder={chosen.verb}
            spellCheck={false}
            error={
              wrongVerb ? t('Small letters, digits and _, beginning with a letter.') : undefined
            }
            {...text('verb')}
          />
        </div>
        <Check
          label={t('Doing it twice does no harm')}
          help={t('Then a flow may try again by itself when it does not know how it went.')}
          checked={settings.again ?? shown.data?.again ?? false}
          onChange={(again) => set('again', again)}
        />
        <div className="imports-pairs">
          <TextField
            label={t('Header that takes our key')}
            help={t('A service that knows such keys does a thing once under each.')}
            placeholder="Idempotency-Key"
            spellCheck={false}
            {...text('idempotency')}
          />
          <TextField
            label={t('Where the thing stands in the answer')}
            help={t('As a path, such as /data; empty: the answer is the thing.')}
            placeholder="/data"
            spellCheck={false}
            {...text('unwrap')}
          />
        </div>
        <PagingFields value={settings.paging} onChange={(paging) => set('paging', paging)} />
        <PollFields value={settings.poll} onChange={(poll) => set('poll', poll)} />
        <ErrorLine problem={shown.problem} />
        {!shown.data && !shown.problem && <Loading rows={3} />}
        {shown.data && (
          <div className="imports-pairs">
            <Fields title={t('It is told')} schema={shown.data.input} />
            <Fields title={t('Its answer')} schema={shown.data.output} />
          </div>
        )}
        <div className="form-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button submit tone="primary" disabled={!ready}>
            {t('Take it so')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

/** Names and kinds of what goes in or comes out. */
function Fields({ title, schema }: { title: string; schema: Schema }) {
  const fields = Object.entries(schema.properties ?? {})
  return (
    <section className="section" aria-label={title}>
      <h3>{title}</h3>
      {fields.length === 0 && <p className="muted">{t('Nothing in particular')}</p>}
      <ul className="imports-fields">
        {fields.map(([name, field]) => (
          <li key={name}>
            <span className="imports-code">
              {name}
              {schema.required?.includes(name) && (
                <span className="required" title={t('Required')}>
                  {' '}
                  *
                </span>
              )}
            </span>{' '}
            <small className="muted">
              {[Array.isArray(field.type) ? field.type.join(' | ') : field.type]
                .filter(Boolean)
                .join('')}
            </small>
          </li>
        ))}
      </ul>
    </section>
  )
}
