import { Check, TextField, t } from '#web'
import type { Settings } from './types.ts'

type Poll = NonNullable<Settings['poll']>

/** How a flow sees what is new there. */
export function PollFields({
  value,
  onChange,
}: {
  value: Poll | undefined
  onChange: (poll: Poll | undefined) => void
}) {
  const field = (name: keyof Poll, label: string, hint: string, help?: string) => (
    <TextField
      key={name}
      label={label}
      placeholder={hint}
      {...(help ? { help } : {})}
      spellCheck={false}
      value={value?.[name] ?? ''}
      onChange={(text) => value && onChange({ ...value, [name]: text })}
    />
  )
  return (
    <fieldset className="nested">
      <legend>{t('What is new')}</legend>
      <Check
        label={t('Flows may begin by what is new in it')}
        checked={value !== undefined}
        onChange={(on) => onChange(on ? { cursor: '', since: '', key: 'id' } : undefined)}
      />
      {value && (
        <div className="imports-pairs">
          {field('cursor', t('Field that only grows'), 'updated_at')}
          {field('since', t('Parameter: since when'), 'since')}
          {field('key', t('Field that tells items apart'), 'id')}
        </div>
      )}
    </fieldset>
  )
}

export const isPollReady = (poll: Poll | undefined): boolean =>
  !poll || Object.values(poll).every((text) => text.trim() !== '')
