import { useState } from 'react'
import { Button, Check, Field, IconButton, SelectField, TextField, t } from '#web'
import { NOUN, VERB } from '../types.ts'
import { FieldsEditor } from './fields-editor.tsx'
import { TryRequest } from './try-request.tsx'
import { METHODS, declaredOf, headersOf, valueOf, type Draft } from './types.ts'

/** One request: its line, what goes with it, and what is made of the answer. */
export function RequestCard({
  server,
  account,
  draft,
  taken,
  onChange,
  onRemove,
}: {
  server: string
  account: string | undefined
  draft: Draft
  taken: boolean
  onChange: (next: Draft) => void
  onRemove?: () => void
}) {
  const [trying, setTrying] = useState(false)
  const set = (more: Partial<Draft>) => onChange({ ...draft, ...more })
  const name = draft.noun && draft.verb ? `${draft.noun}.${draft.verb}` : t('New request')
  const wrong = (text: string, pattern: RegExp, words: string) =>
    text !== '' && !pattern.test(text) ? words : undefined
  const area = (
    label: string,
    field: 'headers' | 'body' | 'map',
    help: string,
    error: string | undefined,
  ) => (
    <Field label={label} help={help} error={error}>
      {(wires) => (
        <textarea
          {...wires}
          className="input area code"
          rows={3}
          spellCheck={false}
          value={draft[field]}
          onChange={(event) => set({ [field]: event.target.value })}
        />
      )}
    </Field>
  )
  return (
    <section className="panel imports-card" aria-label={name}>
      <header className="row">
        <h2 className="grow">{draft.title || name}</h2>
        {onRemove && (
          <IconButton icon="close" label={t('Leave out {name}', { name })} onClick={onRemove} />
        )}
      </header>
      <div className="imports-line">
        <SelectField
          label={t('Method')}
          value={draft.method}
          onChange={(method) => {
            const next = METHODS.find((each) => each === method) ?? 'GET'
            set({ method: next, again: next !== 'POST' && next !== 'PATCH' })
          }}
          options={METHODS.map((value) => ({ value, label: value }))}
        />
        <TextField
          label={t('Path')}
          required
          spellCheck={false}
          help={t('With {fields} of the input in braces, such as /orders/{order}.', {
            fields: '{…}',
            order: '{order}',
          })}
          error={wrong(draft.path, /^\//, t('It begins with /.'))}
          value={draft.path}
          onChange={(path) => set({ path })}
        />
      </div>
      <div className="imports-pairs">
        <TextField
          label={t('Name of the action')}
          required
          value={draft.title}
          maxLength={150}
          onChange={(title) => set({ title })}
        />
        <TextField
          label={t('Thing')}
          required
          placeholder="order"
          spellCheck={false}
          error={wrong(draft.noun, NOUN, t('Small letters and digits, beginning with a letter.'))}
          value={draft.noun}
          onChange={(noun) => set({ noun })}
        />
        <TextField
          label={t('Verb')}
          required
          placeholder="get"
          spellCheck={false}
          error={
            taken
              ? t('Another one is called that.')
              : wrong(draft.verb, VERB, t('Small letters, digits and _, beginning with a letter.'))
          }
          value={draft.verb}
          onChange={(verb) => set({ verb })}
        />
      </div>
      <FieldsEditor fields={draft.fields} onChange={(fields) => set({ fields })} />
      <details className="imports-more">
        <summary>{t('Headers, body, answer')}</summary>
        <div className="form">
          {area(
            t('Headers'),
            'headers',
            t('One a line, such as Accept: application/json. The account adds its own.'),
            headersOf(draft.headers) ? undefined : t('Each line is a name, a colon and a value.'),
          )}
          {draft.method !== 'GET' &&
            area(
              t('Body'),
              'body',
              t('JSON with expressions over “input”; empty: the fields as JSON.'),
              valueOf(draft.body).ok ? undefined : t('This is no JSON.'),
            )}
          {area(
            t('Answer'),
            'map',
            t('JSON with expressions over “answer”; empty: as it comes.'),
            valueOf(draft.map).ok ? undefined : t('This is no JSON.'),
          )}
          <TextField
            label={t('Header that takes our key')}
            help={t('A service that knows such keys does a thing once under each.')}
            placeholder="Idempotency-Key"
            spellCheck={false}
            value={draft.idempotency}
            onChange={(idempotency) => set({ idempotency })}
          />
          <Check
            label={t('Doing it twice does no harm')}
            help={t('Then a flow may try again by itself when it does not know how it went.')}
            checked={draft.again}
            onChange={(again) => set({ again })}
          />
        </div>
      </details>
      <div>
        <Button
          small
          icon="send"
          disabled={declaredOf(draft) === undefined}
          onClick={() => setTrying(true)}
        >
          {t('Try it')}
        </Button>
      </div>
      {trying && (
        <TryRequest
          server={server}
          account={account}
          draft={draft}
          onClose={() => setTrying(false)}
        />
      )}
    </section>
  )
}
