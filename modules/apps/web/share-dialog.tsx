import { useState, type FormEvent } from 'react'
import { Button, Check, Dialog, ErrorLine, Field, t, useCommand } from '#web'
import { inWords, type EntityDef, type Field as AppField, type Manifest } from './types.ts'

/** Never asked of outsiders: what would show them our people or records. */
const OUTSIDE: readonly string[] = [
  'text',
  'long',
  'number',
  'money',
  'choice',
  'choices',
  'yes_no',
  'date',
  'time',
  'phone',
  'email',
  'link',
  'file',
  'picture',
]
const isOpen = ({ kind, seen_by, filled_by }: AppField) =>
  OUTSIDE.includes(kind) && !seen_by && !filled_by
const DAYS = ['7', '30', '90', ''] as const

/** Which fields, for how long, under which title. */
export function ShareDialog({
  app,
  manifest,
  onClose,
}: {
  app: string
  manifest: Manifest
  onClose: () => void
}) {
  const fitting = manifest.entities.filter(({ fields }) => fields.some(isOpen))
  const [def, setDef] = useState<EntityDef>(fitting[0]!)
  const [title, setTitle] = useState(inWords(fitting[0]!.title))
  const [intro, setIntro] = useState('')
  const [days, setDays] = useState<string>('30')
  const [keys, setKeys] = useState<readonly string[]>(
    def.fields.filter(isOpen).map(({ key }) => key),
  )
  const share = useCommand('apps.share.create', { refresh: ['apps.share'], onDone: onClose })
  const choose = (key: string) => {
    const next = fitting.find((each) => each.key === key)!
    setDef(next)
    setTitle(inWords(next.title))
    setKeys(next.fields.filter(isOpen).map((field) => field.key))
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const until = days && new Date(Date.now() + Number(days) * 86_400_000).toISOString()
    share.mutate({
      app,
      entity: def.key,
      fields: def.fields.filter(({ key }) => keys.includes(key)).map(({ key }) => key),
      title: title.trim() || inWords(def.title),
      ...(intro.trim() ? { intro: intro.trim() } : {}),
      ...(until ? { expires_at: until } : {}),
    })
  }
  return (
    <Dialog title={t('Share a form')} onClose={onClose}>
      <form className="form" onSubmit={submit}>
        {fitting.length > 1 && (
          <Field label={t('List')}>
            {(wires) => (
              <select
                {...wires}
                className="input select"
                value={def.key}
                onChange={(event) => choose(event.target.value)}
              >
                {fitting.map(({ key, title: words }) => (
                  <option key={key} value={key}>
                    {inWords(words)}
                  </option>
                ))}
              </select>
            )}
          </Field>
        )}
        <Field label={t('Title')} required>
          {(wires) => (
            <input
              {...wires}
              className="input"
              value={title}
              maxLength={200}
              onChange={(event) => setTitle(event.target.value)}
            />
          )}
        </Field>
        <Field label={t('Introduction')}>
          {(wires) => (
            <textarea
              {...wires}
              className="input area"
              rows={2}
              maxLength={2000}
              value={intro}
              onChange={(event) => setIntro(event.target.value)}
            />
          )}
        </Field>
        <fieldset className="nested">
          <legend>{t('Fields that are filled in')}</legend>
          {def.fields.filter(isOpen).map((field) => (
            <Check
              key={field.key}
              label={inWords(field.title)}
              checked={keys.includes(field.key) || field.required === true}
              onChange={(on) =>
                setKeys(
                  on || field.required
                    ? [...new Set([...keys, field.key])]
                    : keys.filter((key) => key !== field.key),
                )
              }
            />
          ))}
        </fieldset>
        <Field label={t('Open for')}>
          {(wires) => (
            <select
              {...wires}
              className="input select"
              value={days}
              onChange={(event) => setDays(event.target.value)}
            >
              {DAYS.map((n) => (
                <option key={n} value={n}>
                  {n ? t('{n} days', { n: Number(n) }) : t('Until you close it')}
                </option>
              ))}
            </select>
          )}
        </Field>
        <ErrorLine problem={share.problem} />
        <div className="form-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button submit tone="primary" busy={share.isPending} disabled={keys.length === 0}>
            {t('Share')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
