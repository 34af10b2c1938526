import { useId, useState, type FormEvent } from 'react'
import { Button, Check, Dialog, Field as Labelled, t } from '#web'
import { inWords, type Field, type Manifest } from './types.ts'

const UNIQUE: readonly string[] = ['text', 'number', 'date', 'phone', 'email']
const MANY: readonly string[] = ['file', 'picture', 'member', 'reference']

/** Everything about one field that the row has no room for. */
export function FieldDialog({
  field: given,
  manifest,
  onSave,
  onClose,
}: {
  field: Field
  manifest: Manifest
  onSave: (field: Field) => void
  onClose: () => void
}) {
  const [field, setField] = useState(given)
  const [lines, setLines] = useState(() =>
    (given.options ?? []).map(({ value }) => value).join('\n'),
  )
  const formId = useId()
  const put = (part: Partial<Field>) => setField((before) => ({ ...before, ...part }))
  const words = (name: 'title' | 'help', language: 'en' | 'zh', text: string) =>
    put({ [name]: { ...field[name], [language]: text } })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSave(finished(field, lines))
  }
  const roles = [
    { key: 'manage', title: { en: t('Who manages the app'), zh: t('Who manages the app') } },
    ...manifest.roles,
  ]
  const role = (name: 'seen_by' | 'filled_by', label: string) => (
    <Labelled label={label}>
      {(wires) => (
        <select
          {...wires}
          className="input select"
          value={field[name] ?? ''}
          onChange={(event) => put({ [name]: event.target.value })}
        >
          <option value="">{t('Everybody')}</option>
          {roles.map(({ key, title }) => (
            <option key={key} value={key}>
              {inWords(title)}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  )
  const text = (label: string, value: string, change: (text: string) => void) => (
    <Labelled label={label}>
      {(wires) => (
        <input
          {...wires}
          className="input"
          value={value}
          onChange={(event) => change(event.target.value)}
        />
      )}
    </Labelled>
  )
  return (
    <Dialog title={inWords(given.title)} onClose={onClose}>
      <form id={formId} className="form" onSubmit={submit}>
        <div className="app-pair">
          {text(t('Title in Chinese'), field.title.zh ?? '', (value) =>
            words('title', 'zh', value),
          )}
          {text(t('Title in English'), field.title.en ?? '', (value) =>
            words('title', 'en', value),
          )}
        </div>
        {field.options && (
          <Labelled
            label={t('Choices')}
            help={t('One a line, in the order in which they are offered.')}
          >
            {(wires) => (
              <textarea
                {...wires}
                className="input area"
                rows={6}
                value={lines}
                onChange={(event) => setLines(event.target.value)}
              />
            )}
          </Labelled>
        )}
        {field.serial && (
          <div className="app-pair">
            {text(t('Begins with'), field.serial.prefix, (prefix) =>
              put({ serial: { ...field.serial!, prefix: prefix.replaceAll(/\s/g, '') } }),
            )}
            <Labelled label={t('Counts anew')}>
              {(wires) => (
                <select
                  {...wires}
                  className="input select"
                  value={field.serial!.period}
                  onChange={(event) =>
                    put({ serial: { ...field.serial!, period: event.target.value as 'never' } })
                  }
                >
                  <option value="never">{t('Never')}</option>
                  <option value="year">{t('Each year')}</option>
                  <option value="month">{t('Each month')}</option>
                  <option value="day">{t('Each day')}</option>
                </select>
              )}
            </Labelled>
          </div>
        )}
        {text(t('Help below the field'), inWords(field.help ?? {}), (value) =>
          put({ help: /\p{Script=Han}/u.test(value) ? { zh: value } : { en: value } }),
        )}
        {field.kind !== 'serial' && (
          <Check
            label={t('Must be filled in')}
            checked={field.required === true}
            onChange={(required) => put({ required })}
          />
        )}
        {UNIQUE.includes(field.kind) && (
          <Check
            label={t('Every value only once')}
            checked={field.unique === true}
            onChange={(unique) => put({ unique })}
          />
        )}
        {MANY.includes(field.kind) && (
          <Check
            label={t('Several of them')}
            checked={field.many === true}
            onChange={(many) => put({ many })}
          />
        )}
        {!field.required && (
          <div className="app-pair">
            {role('seen_by', t('Who sees it'))}
            {role('filled_by', t('Who fills it in'))}
          </div>
        )}
        <p className="muted">{t('In programs it is called {name}.', { name: field.name })}</p>
        <div className="form-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button submit tone="primary">
            {t('Apply')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

/** Without what was left empty or does not go together. */
function finished(field: Field, lines: string): Field {
  const { help, seen_by, filled_by, required, unique, many, ...rest } = field
  const title = Object.fromEntries(Object.entries(field.title).filter(([, text]) => text.trim()))
  const values = [
    ...new Set(
      lines
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean),
    ),
  ]
  const options = values.map(
    (value) => field.options?.find((one) => one.value === value) ?? { value },
  )
  return {
    ...rest,
    title: Object.keys(title).length ? title : { en: field.name },
    ...(inWords(help ?? {}) ? { help: help! } : {}),
    ...(field.options ? { options } : {}),
    ...(required ? { required } : {}),
    ...(unique ? { unique } : {}),
    ...(many ? { many } : {}),
    ...(seen_by && !required ? { seen_by } : {}),
    ...(filled_by && !required ? { filled_by } : {}),
  }
}
